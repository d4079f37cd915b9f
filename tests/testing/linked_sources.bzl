"""The project's own source files of which programs are built, as data for a test.

A glob cannot cross packages; this follows the programs' deps, so that a file which is
added to a program is in it at once.
"""

_SourcesInfo = provider(
    "The source files of a target and of all below it.",
    fields = ["files"],
)

def _collect_impl(_target, ctx):
    own = []
    for attribute in ("srcs", "hdrs"):
        for file in getattr(ctx.rule.files, attribute, []):
            if file.is_source and not file.owner.workspace_name:
                own.append(file)
    below = []
    for attribute in ("deps", "data"):
        for dep in getattr(ctx.rule.attr, attribute, []):
            if _SourcesInfo in dep:
                below.append(dep[_SourcesInfo].files)
    return [_SourcesInfo(files = depset(own, transitive = below))]

_collect = aspect(
    implementation = _collect_impl,
    attr_aspects = ["deps", "data"],
)

def _linked_sources_impl(ctx):
    files = depset(transitive = [of[_SourcesInfo].files for of in ctx.attr.of])
    return [DefaultInfo(files = files, runfiles = ctx.runfiles(transitive_files = files))]

linked_sources = rule(
    implementation = _linked_sources_impl,
    attrs = {"of": attr.label_list(aspects = [_collect])},
)
