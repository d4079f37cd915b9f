"""What the keys of a task file are called, and how one of them is chosen."""

import re

from recording.key_pattern import NUMBER, varies
from recording.skew import zipf_exponent
from recording.task_text import literal, placeholder

_PLAIN = re.compile(r"[\w.:/-]*", re.ASCII)  # What may stand in the line `keys`.


class KeyText:
    """The keys of a pattern that are of one type."""

    def __init__(self, population, type_, taken):
        """`taken` are the names of params so far."""
        self.population = population
        self.type = type_
        self._before = type_ + ":" if type_ != main_type(population) else ""
        if not re.match("[A-Za-z_]", self._lead()):
            self._before = "key:" + self._before
        self.count = population.names.count()
        self.exponent = zipf_exponent(population.uses.kept, self.count)
        word = re.sub(r"\W+", "_", self.begins(), flags=re.ASCII).strip("_").lower()[:30]
        self.param = word + "_keys"
        number = 1
        while self.param in taken:
            number += 1
            self.param = "%s_keys%d" % (word, number)
        # The part that tells keys apart; others follow from it.
        ids = population.ids
        self.main = max(ids, key=lambda i: (ids[i].distinct.count(), i)) if ids else None

    def _lead(self):
        """The fixed and plain text with which they begin."""
        lead = self._before
        for part in self.population.pattern:
            if varies(part):
                break
            plain = _PLAIN.match(part.text)[0]
            lead += plain
            if plain != part.text:
                break
        return lead

    def begins(self):
        """For the line `keys`."""
        return self._lead()

    def is_single(self):
        return self.count == 1 or self.main is None

    def rename(self, number):
        """Because something else begins like it."""
        self._before = "key%d:" % number + self._before

    def chosen(self):
        """The expression that chooses one of them."""
        if self.is_single():
            return "1"
        if self.exponent:
            return "zipf(1, %s, %s)" % (self.param, self.exponent)
        return "uniform(1, %s)" % self.param

    def follows(self, part, main):
        """The expression for another part, if `main` is that for the main one."""
        different = self.population.ids[part].distinct.count()
        return "%s %% %d + 1" % (main, different) if different > 1 else "1"

    def of_all(self):
        """The pieces of the name in `prepare`, which counts them by seq."""
        main = "1" if self.is_single() else "seq"
        return self.pieces({part: main if part == self.main else self.follows(part, main)
                            for part in self.population.ids})

    def pieces(self, expressions):
        """Of the name; an expression for each part that varies."""
        pieces = [literal(self._before)] if self._before else []
        for i, part in enumerate(self.population.pattern):
            if not varies(part):
                pieces.append(literal(part.text))
            elif part.kind == NUMBER:
                pieces.append(placeholder(expressions[i]))
            else:
                pieces += long_id(expressions[i], self.count,
                                  self.population.ids[i].lengths.mean)
        return pieces


def main_type(population):
    """Of several, the one that most commands are for; "-" if none says."""
    types = {}
    for name, count in population.types.items():
        if name.rstrip("#") != "-":
            types[name.rstrip("#")] = types.get(name.rstrip("#"), 0) + count
    return max(types, key=lambda name: (types[name], name), default="-")


def holds_numbers(population):
    return any(name.endswith("#") for name in population.types)


def long_id(expression, count, length):
    """Pieces that are as long as the tokens that were seen: zeros, and a number."""
    digits = len(str(count))
    zeros = round(length) - digits - 1
    if zeros < 0:
        return [placeholder(expression)]
    number = str(10**digits + int(expression)) if expression.isdigit() else "{%d + %s}" % (
        10**digits, expression)
    return ["0" * zeros, number] if zeros else [number]
