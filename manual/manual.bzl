"""The folder of manual pages and completions that manual/main.cc writes."""

def _manual_impl(ctx):
    share = ctx.actions.declare_directory(ctx.label.name)
    ctx.actions.run(
        executable = ctx.executable.writer,
        arguments = [share.path],
        outputs = [share],
        mnemonic = "Manual",
    )
    return [DefaultInfo(files = depset([share]), runfiles = ctx.runfiles([share]))]

manual = rule(
    implementation = _manual_impl,
    attrs = {
        "writer": attr.label(
            # For this machine as the programs are, so nothing is compiled twice.
            cfg = "target",
            executable = True,
        ),
    },
)
