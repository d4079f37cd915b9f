"""The libraries of the distribution that a worker is made of.

A project that has redline as an external repository calls worker_libraries() in its WORKSPACE,
as examples/cpp does, and so does redline's own WORKSPACE.
"""

load("@bazel_tools//tools/build_defs/repo:utils.bzl", "maybe")
load(":libraries.bzl", "WORKER_LIBRARIES")
load(":system_library.bzl", "system_library")

def worker_libraries():
    """Makes @boost, @gflags, @glog, @hiredis, @openssl and @rapidjson.

    A repository of such a name that the project has by then is kept: redline uses its target
    of the same name, as @boost//:boost.
    """
    for library in WORKER_LIBRARIES:
        maybe(system_library, target = library["name"], **library)
