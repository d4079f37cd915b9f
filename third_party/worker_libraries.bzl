"""The libraries of the distribution that a worker is made of.

A project that has redline as an external repository calls worker_libraries() in its WORKSPACE,
as examples/cpp does, and so does redline's own WORKSPACE.
"""

load("@bazel_tools//tools/build_defs/repo:utils.bzl", "maybe")
load(":system_library.bzl", "system_library")

def worker_libraries():
    """Makes @boost, @gflags, @glog, @hiredis, @openssl and @rapidjson.

    A repository of such a name that the project has by then is kept: redline uses its target
    of the same name, as @boost//:boost.
    """

    # Linked statically: docs/benchmarks.md says what that gains.

    maybe(
        system_library,
        name = "hiredis",
        modules = ["hiredis"],
        package = "libhiredis-dev",
        static = True,
    )

    maybe(
        system_library,
        name = "openssl",
        modules = ["openssl"],
        package = "libssl-dev and, from Debian 13 on, libzstd-dev",
        static = True,
    )

    maybe(
        system_library,
        name = "gflags",
        modules = ["gflags"],
        package = "libgflags-dev",
        static = True,
    )

    maybe(
        system_library,
        name = "glog",
        # Its archive needs further libraries.
        dynamic = ["-lunwind"],
        modules = ["libglog"],
        package = "libgoogle-glog-dev",
        static = True,
        # Its flags.
        whole_archive = True,
    )

    # RapidJSON, and Boost except Asio, are used as headers only; they have no pkg-config module.

    maybe(
        system_library,
        name = "boost",
        compiled_header = "boost/asio/impl/src.hpp",
        # Asio is compiled once, and not in each file that uses it.
        defines = ["BOOST_ASIO_SEPARATE_COMPILATION"],
        header = "boost/asio.hpp",
        package = "libboost1.81-dev or, from Debian 13 on, libboost-dev",
    )

    maybe(
        system_library,
        name = "rapidjson",
        header = "rapidjson/document.h",
        package = "rapidjson-dev",
    )
