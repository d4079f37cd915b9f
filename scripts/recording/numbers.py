"""What Redis takes for a number, of words as MONITOR shows them: of others a command fails."""

import math
import re

_WHOLE = re.compile(rb"0|-?[1-9]\d{0,18}")
_REAL = re.compile(rb"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
_INFINITE = re.compile(rb"[-+]?inf(inity)?", re.IGNORECASE)
_LONGEST = 400  # Characters.


def is_whole(word):
    return len(word) <= 20 and bool(_WHOLE.fullmatch(word)) and -(2**63) <= int(word) < 2**63


def is_real(word):
    """Also in scientific form."""
    return (len(word) <= _LONGEST and bool(_REAL.fullmatch(word)) and
            math.isfinite(float(word)))


def is_score(word):
    return is_real(word) or bool(_INFINITE.fullmatch(word))


def is_score_bound(word):
    return is_score(word.removeprefix(b"("))


def is_lexical_bound(word):
    return word in (b"-", b"+") or word[:1] in (b"[", b"(")
