"""How the launcher ends when it cannot go on: a sentence, and redline's exit codes."""

USAGE = 2
ENVIRONMENT = 3


class LaunchError(Exception):
    """What cannot be done and the way out, in one sentence."""

    def __init__(self, sentence, code):
        super().__init__(sentence)
        self.code = code


def sentence_of(error):
    """What the system says of a file, as a person would."""
    if error.filename is None:
        return "%s." % (error.strerror or error)
    return "Cannot use %s: %s." % (error.filename, error.strerror)
