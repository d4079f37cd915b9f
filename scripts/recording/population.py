"""The keys of one pattern: how many there are, how evenly they are used, and what is in them."""

import collections

from recording.commands import COMMANDS
from recording.key_pattern import WORD, varies
from recording.monitor_line import length_of, text_of
from recording.samples import Distinct, Few, Reservoir, Spread, digest


class _Ids:
    """What stands at a part that varies."""

    def __init__(self):
        self.distinct = Distinct()
        self.lengths = Spread()

    def add(self, text):
        self.distinct.add(digest(text))
        self.lengths.add(len(text))

    def merge(self, other):
        self.distinct.merge(other.distinct)
        self.lengths.merge(other.lengths)


class Population:
    def __init__(self, pattern):
        self.pattern = pattern
        self.names = Distinct()
        self.uses = Reservoir()  # Digests of names.
        self.ids = {i: _Ids() for i, part in enumerate(pattern) if varies(part)}  # By the part.
        self.types = collections.Counter()  # Uses by commands of a type.
        self.fields = Few()
        self.field_values = {}  # Sizes, of the fields that Few keeps.
        self.members = _Ids()  # Fields too.
        self.values = Spread()  # Their sizes.
        self.groups = Few()
        self._field = ""  # The last one.

    def add(self, name, texts, command):
        """A key of this name, with these texts as its parts."""
        number = digest(name)
        self.names.add(number)
        self.uses.add(number)
        for i, ids in self.ids.items():
            ids.add(texts[i])
        self.types[COMMANDS[command].type] += 1

    def add_argument(self, role, word):
        """It belongs to a key of these."""
        if role == "v":
            size = length_of(word)
            self.values.add(size)
            if self._field in self.fields.counts:
                self.field_values.setdefault(self._field, Spread()).add(size)
        elif role in "fm":
            text = text_of(word)
            self.members.add(text)
            if role == "f":
                self._field = text if len(text) <= 40 else ""
                self.fields.add(self._field)
        elif role == "g":
            self.groups.add(text_of(word[:40]))

    def become(self, pattern):
        """Some words were not fixed."""
        for i, (before, now) in enumerate(zip(self.pattern, pattern)):
            if before.kind == WORD and varies(now):
                self.ids[i] = _Ids()
                self.ids[i].add(before.text)
        self.ids = dict(sorted(self.ids.items()))
        self.pattern = pattern

    def merge(self, other):
        """Of the same pattern."""
        self.names.merge(other.names)
        self.uses.merge(other.uses)
        for i, ids in self.ids.items():
            ids.merge(other.ids[i])
        self.types += other.types
        self.fields.merge(other.fields)
        self.members.merge(other.members)
        self.values.merge(other.values)
        for field, sizes in other.field_values.items():
            if field in self.fields.counts:
                self.field_values.setdefault(field, Spread()).merge(sizes)
        self.groups.merge(other.groups)
