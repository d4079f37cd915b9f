"""How a script ends that cannot go on: a sentence, and redline's exit codes."""

USAGE = 2
ENVIRONMENT = 3


class ScriptError(Exception):
    """One sentence says what cannot be done, and the way out."""

    def __init__(self, sentence, code):
        super().__init__(sentence)
        self.code = code


def sentence_of(error):
    """The system's error on a file, as a sentence."""
    if error.filename is None:
        return "%s." % (error.strerror or error)
    return "Cannot use %s: %s." % (error.filename, error.strerror)
