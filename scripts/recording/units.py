"""What clients do, out of MONITOR's lines: single commands, and transactions as a whole."""

import collections
import dataclasses
import re

from recording.call import Call, read_call
from recording.monitor_line import text_of
from recording.samples import Distinct, digest

MOST_OPEN = 10_000  # Transactions that have not ended.
LONGEST = 1_000  # Commands of a transaction.

_NAME = re.compile(r"[A-Z0-9._-]{1,30}")
_TRANSACTION = {"MULTI", "EXEC", "DISCARD"}


@dataclasses.dataclass
class Unit:
    calls: list  # Of Call.
    is_transaction: bool
    time: float  # Unix time of its end.


class Units:
    def __init__(self, database):
        """Of this database, None for all."""
        self._database = database
        self._open = {}  # The calls so far, by the client.
        self.clients = Distinct()
        self.databases = collections.Counter()  # Commands, by the database.
        self.commands = 0  # Of clients, those that are left out included.
        self.by_scripts = 0
        self.left_out = collections.Counter()  # By the command's name.
        self.over_unix_socket = False

    def take(self, line):
        """A MonitorLine. Returns the Unit that it completes, if it does."""
        if self._database is not None and line.database != self._database:
            return None
        if line.source == b"lua":
            self.by_scripts += 1
            return None
        self.commands += 1
        self.clients.add(digest(line.source))
        self.databases[line.database] += 1
        self.over_unix_socket |= line.source.startswith(b"unix:")
        name = text_of(line.words[0]).upper() if len(line.words[0]) < 40 else ""
        if name in _TRANSACTION:
            return self._transaction(name, line)
        call = read_call(line.words)
        if not call:
            self.left_out[name if _NAME.fullmatch(name) else "(others)"] += 1
        elif line.source not in self._open:
            return Unit([call], False, line.time)
        elif len(self._open[line.source]) < LONGEST:
            self._open[line.source].append(call)
        return None

    def forget_open(self):
        """Some lines were not seen: what is open has lost its end, or its beginning."""
        self._open.clear()

    def _transaction(self, name, line):
        calls: list[Call] = self._open.pop(line.source, [])
        if name == "MULTI":
            if len(self._open) >= MOST_OPEN:
                self.forget_open()
            self._open[line.source] = []
        elif name == "EXEC" and calls:
            return Unit(calls, True, line.time)
        return None
