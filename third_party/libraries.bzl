"""What redline takes from the distribution, a row each, for WORKSPACE and MODULE.bazel alike.

The rows are the attributes of the rules in system_library.bzl. The build fetches nothing;
scripts/setup installs the packages named here.
"""

# What a worker is made of, also one of a project outside the tree. Linked statically where
# there is something to link: docs/benchmarks.md says what that gains.
WORKER_LIBRARIES = [
    {
        "name": "hiredis",
        "modules": ["hiredis"],
        "package": "libhiredis-dev",
        "static": True,
    },
    {
        "name": "openssl",
        "modules": ["openssl"],
        "package": "libssl-dev and, from Debian 13 on, libzstd-dev",
        "static": True,
    },
    {
        "name": "gflags",
        "modules": ["gflags"],
        "package": "libgflags-dev",
        "static": True,
    },
    {
        "name": "glog",
        # Its archive needs further libraries.
        "dynamic": ["-lunwind"],
        "modules": ["libglog"],
        "package": "libgoogle-glog-dev",
        "static": True,
        # Its flags.
        "whole_archive": True,
    },
    # RapidJSON, and Boost except Asio, are used as headers only; they have no pkg-config module.
    {
        "name": "boost",
        "compiled_header": "boost/asio/impl/src.hpp",
        # Asio is compiled once, and not in each file that uses it.
        "defines": ["BOOST_ASIO_SEPARATE_COMPILATION"],
        "header": "boost/asio.hpp",
        "package": "libboost1.81-dev or, from Debian 13 on, libboost-dev",
    },
    {
        "name": "rapidjson",
        "header": "rapidjson/document.h",
        "package": "rapidjson-dev",
    },
]

OTHER_LIBRARIES = [
    {
        "name": "luajit",
        "dynamic": [
            "-ldl",
            "-lm",
        ],
        "modules": ["luajit"],
        "package": "libluajit-5.1-dev",
        "static": True,
        # For modules in C that scripts load: ours load none.
        "unwanted": ["-Wl,-E"],
    },
    {
        "name": "zlib",
        "modules": ["zlib"],
        "package": "zlib1g-dev",
    },
    {
        "name": "googletest",
        "modules": [
            "gtest",
            "gmock",
            "gtest_main",
        ],
        "package": "libgtest-dev and libgmock-dev",
    },
    {
        "name": "benchmark",
        "modules": ["benchmark"],
        "package": "libbenchmark-dev",
    },
]

# What pages carry with them.
FILES = [
    {
        "name": "chart_js",
        "package": "libjs-chart.js",
        "path": "/usr/share/javascript/chart.js/chart.min.js",
    },
]
