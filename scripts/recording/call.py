"""A command that somebody has sent, with the role of each argument."""

import dataclasses
import re

from recording.commands import COMMANDS, NOT_WAITING, WORDS
from recording.monitor_line import text_of
from recording.numbers import (
    is_lexical_bound, is_real, is_score, is_score_bound, is_whole)

# How often a group of arguments, or a command in a transaction, may stand: of another number
# the next lower is taken, so that there is a limit to what is told apart.
REPEATS = (1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32, 40, 50, 64, 80, 100)

_ID = re.compile(r"\d+(-(\d+|\*))?|[-+*$>]")
_BITS = re.compile(r"[iu]\d{1,2}")
# By the role. "#" is before an offset in BITFIELD; of more seconds Redis wants none.
_FITS = {"i": lambda word: is_whole(word.removeprefix(b"#")),
         "e": lambda word: is_whole(word) and len(word) <= 15,
         "n": is_whole, "a": is_whole, "A": is_whole, "N": is_real, "u": is_real, "o": is_real,
         "O": is_real, "s": is_score, "r": is_score_bound, "l": is_lexical_bound}


class NotUnderstood(Exception):
    """The arguments are not as the table has them."""


@dataclasses.dataclass
class Call:
    command: str  # A name in COMMANDS.
    arguments: list  # Pairs of role and escaped text; the role "=" means what stands as it is.


def repeats(count):
    return max((n for n in REPEATS if n <= count), default=0)


def read_call(words):
    """Of a line's words. None for a command that is not known or not understood."""
    name = text_of(words[0]).upper()
    if name in NOT_WAITING:
        name, words = _not_waiting(name, words)
    command = COMMANDS.get(name)
    rest = words[1:]
    if not command and len(words) > 1 and len(words[1]) < 20:
        name += "|" + text_of(words[1]).upper()
        command, rest = COMMANDS.get(name), words[2:]
    if not command:
        return None
    try:
        return Call(name, _Reader(command, rest).read())
    except (NotUnderstood, IndexError):
        return None


def _not_waiting(name, words):
    """The command that does the same at once, of the first key."""
    if name in ("BLMPOP", "BZMPOP"):
        words = [words[0], *words[2:]]
    elif name in ("BLMOVE", "BRPOPLPUSH"):
        words = words[:-1]
    else:
        words = words[:2]
    return NOT_WAITING[name], words


class _Reader:
    def __init__(self, command, words):
        self._command = command
        self._words = words
        self._at = 0
        self._arguments = []

    def read(self):
        for kind, content in self._command.pieces:
            getattr(self, "_" + kind)(content)
        if self._at < len(self._words):
            raise NotUnderstood
        return self._arguments

    def _left(self):
        return len(self._words) - self._at

    def _word(self):
        """The next one as an option or a word would be, "" if it cannot be one."""
        word = self._words[self._at] if self._left() else b""
        return word.decode("latin-1").upper() if len(word) <= 12 else ""

    def _role(self, role):
        word = self._words[self._at]
        short = word.decode("latin-1") if len(word) < 40 else ""
        if role == "b":
            role = self._bound()
        if role == "w":
            if self._word() in WORDS:
                role, word = "=", self._word().encode()
            elif _BITS.fullmatch(short):
                role = "="
            else:
                raise NotUnderstood
        elif role == "z":
            role, word = "=", b"0"
        elif role == "d" and not _ID.fullmatch(short):
            raise NotUnderstood
        elif role in _FITS and not _FITS[role](word):
            raise NotUnderstood
        self._at += 1
        self._arguments.append((role, word))

    def _bound(self):
        """Its role, by the options."""
        options = {word.upper() for word in self._words[self._at :]}
        return "l" if b"BYLEX" in options else "r" if b"BYSCORE" in options else "i"

    def _again(self, roles):
        last = self._left() // len(roles)
        if roles == ["d"]:  # Options may stand behind them.
            last = 0
            while last < self._left() and _ID.fullmatch(
                    self._words[self._at + last].decode("latin-1")):
                last += 1
        elif self._left() % len(roles):
            raise NotUnderstood
        if not last:
            raise NotUnderstood
        self._some(roles, last)

    def _some(self, roles, count):
        end = self._at + count * len(roles)
        if end > len(self._words):
            raise NotUnderstood
        for _ in range(repeats(count)):
            for role in roles:
                self._role(role)
        self._at = end

    def _perhaps(self, roles):
        words = self._words[self._at : self._at + len(roles)]
        if len(words) == len(roles) and all(
                _ID.fullmatch(word.decode("latin-1")) or is_whole(word) for word in words):
            for role in roles:
                self._role(role)

    def _count(self, _):
        try:
            count = int(self._words[self._at])
        except ValueError:
            raise NotUnderstood from None
        if count < 1:
            raise NotUnderstood
        self._at += 1
        self._arguments.append(("=", b"%d" % repeats(count)))
        self._some(["K"], count)

    def _options(self, _):
        while (option := self._word()) in self._command.options or (
                option == "BLOCK" and self._command.name.startswith("XREAD")):
            self._at += 1
            if option == "BLOCK":  # Is left out, since it would keep a worker.
                self._at += 1
                continue
            self._arguments.append(("=", option.encode()))
            if option in ("MAXLEN", "MINID") and self._word() in ("~", "="):
                self._arguments.append(("=", self._word().encode()))
                self._at += 1
            for role in self._command.options[option]:
                self._role(role)

    def _streams(self, _):
        if self._word() != "STREAMS" or self._left() % 2 == 0 or self._left() < 3:
            raise NotUnderstood
        self._arguments.append(("=", b"STREAMS"))
        self._at += 1
        count = self._left() // 2
        kept = repeats(count)
        first = self._at
        self._some(["K"], kept)
        self._at = first + count
        self._some(["d"], kept)
        self._at = len(self._words)
