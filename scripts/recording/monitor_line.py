"""A line of MONITOR:  1795820053.636998 [0 127.0.0.1:57044] "SET" "cart:1" "a\\nb"

Its arguments stay as Redis wrote them, with escapes, until somebody asks for one's text; of a
value nobody does.
"""

import dataclasses
import re

LINE = re.compile(rb'\+?(\d{1,12}\.\d{1,9}) \[(\d{1,9}) (.*?)\] (".*")\r?', re.DOTALL)
WORD = re.compile(rb'"([^"\\]*(?:\\.[^"\\]*)*)"', re.DOTALL)
ESCAPE = re.compile(rb"\\(x[0-9a-f]{2}|.)", re.DOTALL)
ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"a": b"\a", b"b": b"\b"}


@dataclasses.dataclass
class MonitorLine:
    time: float  # Unix time, by the server's clock.
    database: int
    source: bytes  # The client's address; b"lua" for what scripts do.
    words: list  # The command's name and arguments, escaped.


def parse(line):
    """None if it is not one."""
    match = LINE.fullmatch(line)
    if not match:
        return None
    words = WORD.findall(match[4])
    return MonitorLine(float(match[1]), int(match[2]), match[3], words) if words else None


def text_of(word):
    """Without escapes; each byte is a character."""
    if b"\\" in word:
        word = ESCAPE.sub(lambda match: ESCAPED.get(match[1]) or (
            bytes([int(match[1][1:], 16)]) if len(match[1]) == 3 else match[1]), word)
    return word.decode("latin-1")


def length_of(word):
    """Of the text, in bytes."""
    return len(word) if b"\\" not in word else len(ESCAPE.sub(b".", word))
