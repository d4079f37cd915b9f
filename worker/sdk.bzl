"""What a worker is built with outside of Bazel: headers, one library, and how to use them.

worker_sdk makes a folder as scripts/install puts it below a prefix:

    include/redline/                    the headers, and those that they include
    lib/libredline_worker.a             all objects that they need
    lib/pkgconfig/redline-worker.pc     the options of a compiler, those that Bazel used
"""

load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

_PKG_CONFIG = """\
prefix=${{pcfiledir}}/../..

Name: redline-worker
Description: What a worker for redline is built with
Version: @VERSION@
Cflags: -I${{prefix}}/include/redline {cflags}
Libs: -L${{prefix}}/lib -lredline_worker {libs}
"""

# The compiler says what is included; the system's own headers are not copied.
_COMMAND = """\
set -euo pipefail
compiler=$1 ar=$2 version_file=$3 pkg_config=$4 archives=$5 headers=$6 sdk=$7
shift 7
mkdir -p "$sdk/include/redline" "$sdk/lib/pkgconfig"
sed 's/.*/#include "&"/' "$headers" |
  "$compiler" "$@" -MM -iquote . -x c++ - |
  tr -s ' \\\\' '\\n' | grep '\\.h$' | sort -u |
  xargs cp --parents --dereference --target-directory="$sdk/include/redline"
{ echo "create $sdk/lib/libredline_worker.a"; sed 's/^/addlib /' "$archives"; echo save; } |
  "$ar" -M
version=$(sed -n 's/.*kVersion = "\\(.*\\)";/\\1/p' "$version_file")
sed "s/@VERSION@/$version/" "$pkg_config" >"$sdk/lib/pkgconfig/redline-worker.pc"
"""

def _file_of_lines(ctx, name, lines):
    file = ctx.actions.declare_file(ctx.label.name + "_" + name)
    ctx.actions.write(file, "\n".join(lines) + "\n")
    return file

def _worker_sdk_impl(ctx):
    toolchain = find_cpp_toolchain(ctx)
    all = cc_common.merge_cc_infos(cc_infos = [dep[CcInfo] for dep in ctx.attr.deps])
    headers = [
        header.path
        for dep in ctx.attr.deps
        for header in dep[CcInfo].compilation_context.direct_public_headers
    ]
    linker_inputs = all.linking_context.linker_inputs.to_list()
    archives = [
        library.pic_static_library or library.static_library
        for linker_input in linker_inputs
        for library in linker_input.libraries
    ]
    defines = ["-D" + define for define in all.compilation_context.defines.to_list()]
    linker_options = [
        option
        for linker_input in linker_inputs
        for option in linker_input.user_link_flags
    ]
    pkg_config = _file_of_lines(ctx, "pkg_config", [_PKG_CONFIG.format(
        cflags = " ".join(ctx.fragments.cpp.cxxopts + defines),
        libs = " ".join(linker_options),
    )])
    archives_file = _file_of_lines(ctx, "archives", [archive.path for archive in archives])
    headers_file = _file_of_lines(ctx, "headers", headers)

    sdk = ctx.actions.declare_directory(ctx.label.name)
    ctx.actions.run_shell(
        outputs = [sdk],
        inputs = depset(
            archives + [pkg_config, archives_file, headers_file, ctx.file.version],
            transitive = [all.compilation_context.headers, toolchain.all_files],
        ),
        command = _COMMAND,
        arguments = [
            toolchain.compiler_executable,
            toolchain.ar_executable,
            ctx.file.version.path,
            pkg_config.path,
            archives_file.path,
            headers_file.path,
            sdk.path,
        ] + ctx.fragments.cpp.cxxopts,
        mnemonic = "WorkerSdk",
        use_default_shell_env = True,
    )
    return [DefaultInfo(files = depset([sdk]), runfiles = ctx.runfiles([sdk]))]

worker_sdk = rule(
    implementation = _worker_sdk_impl,
    attrs = {
        "deps": attr.label_list(
            doc = "The libraries whose headers a worker includes.",
            providers = [CcInfo],
        ),
        "version": attr.label(
            doc = "The header that defines kVersion.",
            allow_single_file = True,
        ),
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
    },
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
)
