"""Repository rules that find a library, or a file, which the distribution installed.

For a library it asks pkg-config for the module's flags, or, for a library of headers without a
pkg-config module, asks the compiler whether it finds the header. A missing library
ends the build with one sentence that names the package to install.
"""

_BUILD = """
cc_library(
    name = "{name}",
    srcs = {srcs},
    hdrs = {hdrs},
    defines = {defines},
    includes = {includes},
    linkopts = {linkopts},
    visibility = ["//visibility:public"],
)
"""

def _fail_missing(repository_ctx):
    fail(("redline needs {name}, which is not installed. Run scripts/setup, or install " +
          "the package {package} (Debian's name).").format(
        name = repository_ctx.attr.target,
        package = repository_ctx.attr.package,
    ))

def _pkg_config_words(repository_ctx, pkg_config, *options):
    result = repository_ctx.execute([pkg_config] + list(options) + repository_ctx.attr.modules)
    if result.return_code != 0:
        _fail_missing(repository_ctx)
    return [word for word in result.stdout.strip().split(" ") if word]

def _archives(words, dynamic):
    return [
        "-l:lib%s.a" % word[2:] if word.startswith("-l") and word not in dynamic else word
        for word in words
    ]

def _system_library_impl(repository_ctx):
    defines = list(repository_ctx.attr.defines)
    includes = []
    srcs = []
    hdrs = []
    linkopts = []

    if repository_ctx.attr.header:
        compiler = repository_ctx.which("c++") or repository_ctx.which("g++")
        if not compiler:
            fail("redline needs a C++ compiler. Run scripts/setup, or install the package g++.")
        probe = repository_ctx.path("probe.h")
        repository_ctx.file(probe, "#include <%s>\n" % repository_ctx.attr.header)
        result = repository_ctx.execute([compiler, "-std=c++20", "-M", "-x", "c++", str(probe)])
        if result.return_code != 0:
            _fail_missing(repository_ctx)

    if repository_ctx.attr.modules:
        pkg_config = repository_ctx.which("pkg-config")
        if not pkg_config:
            fail("redline needs pkg-config to find its libraries. Run scripts/setup, or install " +
                 "the package pkg-config.")
        for word in _pkg_config_words(repository_ctx, pkg_config, "--cflags"):
            if word.startswith("-D"):
                defines.append(word[2:])
            elif word.startswith("-I") and not word.startswith("-I/usr/include"):
                # Folders below /usr/include are on the compiler's own path; others are
                # linked into the repository so that Bazel allows them.
                folder = "include_%d" % len(includes)
                repository_ctx.symlink(word[2:], folder)
                includes.append(folder)
                hdrs.append(folder + "/**")
        linkopts = _pkg_config_words(repository_ctx, pkg_config, "--libs")
        needed = []
        if repository_ctx.attr.static:
            dynamic = repository_ctx.attr.dynamic
            every = _pkg_config_words(repository_ctx, pkg_config, "--static", "--libs")
            left_out = linkopts + repository_ctx.attr.unwanted
            needed = _archives([word for word in every if word not in left_out], dynamic)
            linkopts = _archives(linkopts, dynamic)
        if repository_ctx.attr.whole_archive:
            linkopts = ["-Wl,--whole-archive"] + linkopts + ["-Wl,--no-whole-archive"]
        linkopts += needed

    if repository_ctx.attr.compiled_header:
        srcs.append("compiled.cc")
        repository_ctx.file(srcs[0], "#include <%s>\n" % repository_ctx.attr.compiled_header)

    repository_ctx.file("BUILD.bazel", _BUILD.format(
        name = repository_ctx.attr.target,
        srcs = srcs,
        hdrs = "glob(%s)" % hdrs if hdrs else "[]",
        defines = defines,
        includes = includes,
        linkopts = linkopts,
    ))

system_library = repository_rule(
    implementation = _system_library_impl,
    doc = "Makes @NAME//:NAME from a library that the distribution installed.",
    local = True,
    attrs = {
        "dynamic": attr.string_list(doc = "Of what an archive needs: what is no archive all the same."),
        "whole_archive": attr.bool(doc = "Link all of it: it registers what nothing refers to."),
        "target": attr.string(
            mandatory = True,
            doc = "NAME: a module's repositories have longer names of their own.",
        ),
        "static": attr.bool(doc = "Link the archive, and those it needs: a process maps fewer files."),
        "unwanted": attr.string_list(doc = "Of what an archive asks for: what redline has no use for."),
        "defines": attr.string_list(doc = "For all that use the library."),
        "compiled_header": attr.string(doc = "The header that holds a header-only library's code."),
        "header": attr.string(doc = "A header to look for, where there is no pkg-config module."),
        "modules": attr.string_list(doc = "pkg-config modules."),
        "package": attr.string(mandatory = True, doc = "Debian package(s), for the error sentence."),
    },
)

def _system_file_impl(repository_ctx):
    file = repository_ctx.path(repository_ctx.attr.path)
    if not file.exists:
        _fail_missing(repository_ctx)
    repository_ctx.symlink(file, file.basename)
    repository_ctx.file("BUILD.bazel", """exports_files(["%s"])\n""" % file.basename)

system_file = repository_rule(
    implementation = _system_file_impl,
    doc = "Makes @NAME//:FILE from a file that the distribution installed.",
    local = True,
    attrs = {
        "package": attr.string(mandatory = True, doc = "Debian package, for the error sentence."),
        "target": attr.string(mandatory = True, doc = "NAME."),
        "path": attr.string(mandatory = True),
    },
)
