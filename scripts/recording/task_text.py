"""The words of a task file (docs/task-files.md)."""

import re

_PLAIN = re.compile(r"[\w.:/*+,;=@%&!?~^<>$()\[\]-]+", re.ASCII)
_MEANT_OTHERWISE = {"->", "expect", "allow"}


def literal(text):
    """Text within a word, where braces have a meaning."""
    return text.replace("{", "{{").replace("}", "}}")


def word(pieces):
    """An argument of a command: of texts, and of placeholders such as "{seq}"."""
    text = "".join(pieces)
    fixed = "".join(piece for piece in pieces if not is_placeholder(piece))
    if text and text not in _MEANT_OTHERWISE and (not fixed or _PLAIN.fullmatch(
            fixed.replace("{{", "").replace("}}", "") or "-")):
        return text
    return '"%s"' % "".join(
        piece if is_placeholder(piece) else piece.replace("\\", "\\\\").replace('"', '\\"')
        for piece in pieces)


def is_placeholder(piece):
    return piece.startswith("{") and not piece.startswith("{{")


def placeholder(expression):
    """The piece for it; a number stands for itself."""
    return str(expression) if str(expression).isdigit() else "{%s}" % expression


def text_of_size(mean, deviation, kind="text"):
    """So many characters, more or less."""
    mean, deviation = round(mean), round(deviation)
    # normal() has nothing below 0: where much is cut off there, its mean is larger.
    if deviation * 10 >= mean * 7 > 0:
        return "{%s(exponential(%d))}" % (kind, mean)
    if deviation * 20 > mean:
        return "{%s(normal(%d, %d))}" % (kind, mean, deviation)
    return "{%s(%d)}" % (kind, mean) if mean else '""'


def of_digits(count):
    """A whole number with so many digits, at least one."""
    count = max(1, count)
    return "{uniform(%d, %d)}" % (10 ** (count - 1) if count > 1 else 0, 10**count - 1)


def fraction_of_digits(count):
    """A number with a fraction, and with so many digits before the point."""
    return "{real(%d, %d)}" % (10 ** (count - 1) if count else 0, 10**count)
