"""redline's own flags, as far as the launcher must understand them."""


def value_of(name, flags):
    """What was given for a flag, in any of the forms that redline takes; None if nothing."""
    value = None
    for i, flag in enumerate(flags):
        for form in ("--" + name, "-" + name):
            if flag.startswith(form + "="):
                value = flag[len(form) + 1 :]
            elif flag == form and i + 1 < len(flags):
                value = flags[i + 1]
    return value
