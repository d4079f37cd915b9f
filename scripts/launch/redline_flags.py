"""redline's own flags that the launcher must understand."""


def is_given(name, flags):
    """Whether a flag is there in any of those forms, be it only as a word."""
    return any(flag.split("=")[0] in ("--" + name, "-" + name) for flag in flags)


def values_of(name, flags):
    """Each value that a flag is given, in any of the forms that redline takes."""
    values = []
    for i, flag in enumerate(flags):
        for form in ("--" + name, "-" + name):
            if flag.startswith(form + "="):
                values.append(flag[len(form) + 1 :])
            elif flag == form and i + 1 < len(flags):
                values.append(flags[i + 1])
    return values


def value_of(name, flags):
    """The one that counts, which is the last; None if it was not given."""
    return ([None] + values_of(name, flags))[-1]
