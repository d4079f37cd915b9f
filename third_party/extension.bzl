"""The same for MODULE.bazel: Bazel 7 and newer."""

load(":libraries.bzl", "FILES", "OTHER_LIBRARIES", "WORKER_LIBRARIES")
load(":system_library.bzl", "system_file", "system_library")

def _system_libraries_impl(_module_ctx):
    for library in WORKER_LIBRARIES + OTHER_LIBRARIES:
        system_library(target = library["name"], **library)
    for file in FILES:
        system_file(target = file["name"], **file)

system_libraries = module_extension(
    implementation = _system_libraries_impl,
    doc = "Makes a repository of each library and file in libraries.bzl.",
)
