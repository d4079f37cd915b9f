"""The mix of what clients do: how often each kind of command or transaction came.

Two are of one kind if they have the same commands and options on keys of the same patterns, and
the same parts of their keys are equal. Room is bounded: of patterns and of kinds there are only so
many, and what is kept of each has a size of its own.
"""

import itertools
from typing import NamedTuple

from recording.call import REPEATS, repeats
from recording.fixed_words import FixedWords
from recording.key_pattern import TOKEN, WORD, Part, parts_of, varies
from recording.monitor_line import text_of
from recording.population import Population
from recording.slots import slot_for

MOST_PATTERNS = 2_000
MOST_KINDS = 3_000
ANYTHING = (Part(TOKEN, ""),)


class Argument(NamedTuple):
    role: str
    text: str = ""  # Of the role "=".
    pattern: tuple = ()  # Of a key.
    ids: tuple = ()  # For each part that varies, which of the kind's ids it is.


class Step(NamedTuple):
    """A command of a kind."""

    command: str
    arguments: tuple

    def loosely(self):
        """Without which ids are equal."""
        return self._replace(arguments=tuple(
            argument._replace(ids=()) for argument in self.arguments))


class Kind(NamedTuple):
    is_transaction: bool
    steps: tuple

    def loosely(self):
        return self._replace(steps=tuple(step.loosely() for step in self.steps))

    def arguments(self):
        return [argument for step in self.steps for argument in step.arguments]


class Seen:
    """What is kept of a kind."""

    def __init__(self, kind):
        self.count = 0
        self.slots = [slot_for(argument.role) for argument in kind.arguments()]

    def merge(self, other):
        self.count += other.count
        for slot, others in zip(self.slots, other.slots):
            slot.merge(others)


class Mix:
    def __init__(self):
        self._fixed = FixedWords()
        self.populations = {}  # By the pattern.
        self.kinds = {}  # Seen, by the Kind.
        self.units = 0
        self.too_many = 0  # Units for whose kind there was no room.
        self._judged = 0  # Times.

    def add(self, unit):
        self.units += 1
        numbers = {}  # Of ids, by their texts.
        judged = self._judged
        pairs = [(self._step(call, numbers), call) for call in unit.calls]
        if self._judged != judged:  # Its first keys may have another pattern now.
            self.too_many += 1
            return
        if unit.is_transaction:
            pairs = _shortened(pairs)
        kind = Kind(unit.is_transaction, tuple(step for step, _ in pairs))
        if unit.is_transaction:
            kind = _numbered_anew(kind)
        seen = self.kinds.get(kind)
        if not seen:
            if len(self.kinds) >= MOST_KINDS:
                self.too_many += 1
                return
            seen = self.kinds[kind] = Seen(kind)
        seen.count += 1
        words = [word for _, call in pairs for _, word in call.arguments]
        for slot, word in zip(seen.slots, words):
            slot.add(word, unit.time)

    def finish(self):
        """Decides which words are fixed."""
        self._judge()

    def _step(self, call, numbers):
        arguments = []
        population = None
        for role, word in call.arguments:
            if role in "Kp":
                name = text_of(word)
                pattern, texts, population = self._population(name)
                population.add(name, texts, call.command)
                ids = tuple(numbers.setdefault(texts[i], len(numbers)) for i in population.ids)
                arguments.append(Argument(role, "", pattern, ids))
            elif role == "=":
                arguments.append(Argument(role, text_of(word)))
            else:
                arguments.append(Argument(role))
                if population:
                    population.add_argument(role, word)
        if population and call.command == "XREADGROUP":  # The group stands before the key.
            for role, word in call.arguments:
                if role == "g":
                    population.add_argument(role, word)
        return Step(call.command, tuple(arguments))

    def _population(self, name):
        """Its pattern, the texts of its parts, and the keys of that pattern."""
        parts = parts_of(name)
        pattern = self._fixed.known(tuple(part for part, _ in parts))
        texts = [text for _, text in parts]
        population = self.populations.get(pattern)
        if population:
            return pattern, texts, population
        if len(self.populations) >= MOST_PATTERNS:
            self._judge()
            pattern = self._fixed.known(pattern)
            if pattern not in self.populations and len(self.populations) >= MOST_PATTERNS // 2:
                pattern, texts = ANYTHING, [name]
        return pattern, texts, self.populations.setdefault(pattern, Population(pattern))

    def _judge(self):
        self._judged += 1
        become = self._fixed.judge({
            pattern: population.uses.seen for pattern, population in self.populations.items()})
        before, self.populations = self.populations, {}
        for pattern, population in before.items():
            population.become(become[pattern])
            if become[pattern] in self.populations:
                self.populations[become[pattern]].merge(population)
            else:
                self.populations[become[pattern]] = population
        kinds, self.kinds = self.kinds, {}
        for kind, seen in kinds.items():
            kind = _with_patterns(kind, become)
            if kind in self.kinds:
                self.kinds[kind].merge(seen)
            else:
                self.kinds[kind] = seen


def _shortened(pairs):
    """Without some of the many commands of the same form that follow each other."""
    kept = []
    for _, run in itertools.groupby(pairs, lambda pair: pair[0].loosely()):
        run = list(run)
        kept += run[: repeats(len(run))]
    return kept[: REPEATS[-1]]


def _with_patterns(kind, become):
    """The words that have become ids are numbered like those: by what they say."""

    def changed(argument):
        if argument.role not in "Kp":
            return argument
        pattern = become.get(argument.pattern, argument.pattern)
        ids = iter(argument.ids)
        numbers = tuple(before.text if before.kind == WORD else next(ids)
                        for before, now in zip(argument.pattern, pattern) if varies(now))
        return argument._replace(pattern=pattern, ids=numbers)

    return _numbered_anew(kind._replace(steps=tuple(
        step._replace(arguments=tuple(map(changed, step.arguments))) for step in kind.steps)))


def _numbered_anew(kind):
    """The ids are 0, 1, 2, ... in the order in which they come."""
    numbers = {}
    return kind._replace(steps=tuple(
        step._replace(arguments=tuple(
            argument._replace(ids=tuple(numbers.setdefault(i, len(numbers))
                                        for i in argument.ids))
            for argument in step.arguments))
        for step in kind.steps))
