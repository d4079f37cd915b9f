"""The Dockerfile and .dockerignore as texts."""

import fnmatch

from common.steps import Failed


def instructions(text):
    """(word, rest) of each instruction; a comment may stand between continued lines."""
    lines = [line for line in text.splitlines()
             if line.strip() and not line.lstrip().startswith("#")]
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        word, _, rest = line.strip().partition(" ")
        yield word.upper(), rest.strip()


class Ignored:
    """The paths that .dockerignore names, with all below them."""

    def __init__(self, text):
        self.patterns = [line.strip().strip("/").split("/") for line in text.splitlines()
                         if line.strip() and not line.startswith("#")]
        for pattern in self.patterns:
            if pattern[0].startswith("!") or "**" in pattern:
                raise Failed(".dockerignore: not known here: " + "/".join(pattern))

    def __call__(self, path):
        parts = path.split("/")
        return any(len(parts) >= len(pattern) and
                   all(fnmatch.fnmatchcase(part, its) for part, its in zip(parts, pattern))
                   for pattern in self.patterns)
