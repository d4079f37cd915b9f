"""How the launcher ends when it cannot go on: a sentence, and redline's exit codes."""

USAGE = 2
ENVIRONMENT = 3


class LaunchError(Exception):
    """What cannot be done and the way out, in one sentence."""

    def __init__(self, sentence, code):
        super().__init__(sentence)
        self.code = code
