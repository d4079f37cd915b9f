"""redline's own flags that the launcher must understand."""


def is_given(name, flags):
    """Whether a flag is there in any of those forms, be it only as a word."""
    return any(flag.split("=")[0] in ("--" + name, "-" + name) for flag in flags)


def value_of(name, flags):
    """A flag's value, in any of the forms that redline takes; None if it was not given.

    Of a flag that is given twice, the last counts, as redline has it.
    """
    value = None
    for i, flag in enumerate(flags):
        for form in ("--" + name, "-" + name):
            if flag.startswith(form + "="):
                value = flag[len(form) + 1 :]
            elif flag == form and i + 1 < len(flags):
                value = flags[i + 1]
    return value
