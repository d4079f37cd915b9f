"""The pattern of a key: which parts of its name are fixed, and which vary.

A name is cut into numbers, tokens (hexadecimal numbers, UUIDs, what looks random), words and what
stands between them. Numbers and tokens vary; of words it shows later (fixed_words.py).
"""

import re
from typing import NamedTuple

LONGEST = 400  # Characters. A longer name is a token.
MOST_PARTS = 15

FIXED, WORD, NUMBER, TOKEN = "fixed", "word", "number", "token"


class Part(NamedTuple):
    kind: str
    text: str  # "" where it varies.


_PARTS = re.compile(
    r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"  # UUID
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # Mail address
    r"|[A-Za-z0-9]+|[^A-Za-z0-9]+", re.ASCII)
_HEX = re.compile(r"(?=.*\d)[0-9a-fA-F]{8,}")
_NUMBERED = re.compile(r"([A-Za-z]{1,23})(\d{1,6})")


def parts_of(name):
    """Pairs of Part and the text there."""
    if len(name) > LONGEST or not name.isascii() or not name.isprintable():
        return [(Part(TOKEN, ""), name)]
    parts = []
    for text in _PARTS.findall(name):
        if not text[0].isalnum() and "@" not in text:
            parts.append((Part(FIXED, text), text))
        elif text.isdigit():
            parts.append((Part(NUMBER, ""), text))
        elif text.isalpha() and len(text) < 24:
            parts.append((Part(WORD, text), text))
        elif not _HEX.fullmatch(text) and (numbered := _NUMBERED.fullmatch(text)):
            parts.append((Part(WORD, numbered[1]), numbered[1]))
            parts.append((Part(NUMBER, ""), numbered[2]))
        else:
            parts.append((Part(TOKEN, ""), text))
    if len(parts) > MOST_PARTS or not parts:
        return [(Part(TOKEN, ""), name)]
    return parts


def varies(part):
    return part.kind in (NUMBER, TOKEN)
