"""What a launcher that is far from its dynos knows of their start."""


def reason_to_stop(dynos, running):
    """Why the others cannot begin either: a sentence; empty while there is no reason.

    A dyno says why it has not begun, `why_not_begun`, once it has ended; empty if it has.
    """
    for dyno in dynos:
        why = "" if dyno in running else dyno.why_not_begun()
        if why:
            return "Dyno %s has not started: %s." % (dyno.name, why)
    if 0 < len(running) < len(dynos) and not any(dyno.has_spoken for dyno in running):
        return "Dyno %s has not started, and another has ended." % running[0].name
    return ""
