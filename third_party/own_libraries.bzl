"""The further libraries and files that redline's own WORKSPACE needs."""

load(":libraries.bzl", "FILES", "OTHER_LIBRARIES")
load(":system_library.bzl", "system_file", "system_library")

def own_libraries():
    """Makes a repository for each."""
    for library in OTHER_LIBRARIES:
        system_library(target = library["name"], **library)
    for file in FILES:
        system_file(target = file["name"], **file)
