"""Writes a task file of what was seen."""

import textwrap

from recording.argument_texts import fixed_names, group_names, member, value_of_prepare
from recording.key_texts import KeyText, main_type
from recording.mix import Seen
from recording.task_text import word
from recording.unit_texts import UnitText, patterns_wanted

RAREST = 0.001  # Of all tasks.
MOST_BRANCHES = 200
COINCIDENCE = 0.2  # Ids that are equal no more often, as in user:5:order:5, are so by chance.
WIDTH = 100


class TaskFile:
    def __init__(self, mix):
        """REQUIRES: the mix is finished, and not empty."""
        self._mix = mix
        self._keys = {}  # KeyText, by pattern and type.
        self._branches = _branches(mix)
        self.tasks = sum(seen.count for _, seen in self._branches)
        self.rare = mix.units - self.tasks
        self._units = [UnitText(kind, seen, self._key_text) for kind, seen in self._branches]
        self._rename()
        # Those that are only prepared are named as well.
        self._wanted = self._keys_wanted()

    def text(self, comments):
        blocks = ["".join("# %s\n" % line for comment in comments
                          for line in textwrap.wrap(comment, WIDTH - 2))]
        keys = sorted(self._keys.values(), key=KeyText.begins)
        blocks.append(self._params(keys))
        blocks.append("".join("keys %s\n" % name for name in _shortest(
            key.begins() for key in keys)))
        blocks += [self._prepare(key) for key in self._wanted]
        blocks.append("task:\n" + self._task())
        return "\n".join(block for block in blocks if block)

    def has_unknown_sizes(self):
        return any(key.type in ("list", "set", "zset", "stream", "hyperloglog", "hash")
                   for key in self._wanted)

    def _key_text(self, pattern, type_):
        population = self._mix.populations[pattern]
        type_ = type_.rstrip("#")
        if type_ in ("-", "channel"):
            type_ = main_type(population)
        if (pattern, type_) not in self._keys:
            self._keys[pattern, type_] = KeyText(
                population, type_, {key.param for key in self._keys.values()})
        return self._keys[pattern, type_]

    def _rename(self):
        """An argument that begins like a key would become one."""
        for number in range(1, 4):
            literals = set().union(*(unit.literals for unit in self._units))
            clashing = [key for key in self._keys.values()
                        if any(text.startswith(key.begins()) for text in literals)]
            for key in clashing:
                key.rename(number)
            if not clashing:
                return
            self._units = [UnitText(kind, seen, self._key_text) for kind, seen in self._branches]

    def _keys_wanted(self):
        wanted = {self._key_text(pattern, type_) for kind, _ in self._branches
                  for pattern, type_ in patterns_wanted(kind)}
        return sorted(wanted, key=lambda key: (key.begins(), key.param))

    def _params(self, keys):
        lines = ["param %s = %d%s" % (
            key.param, key.count, "  # " + "".join(key.of_all()))
            for key in keys if not key.is_single()]
        if self.has_unknown_sizes():
            lines.append("param items = 10  # in a list, a set and so on: a guess, since MONITOR "
                         "does not show how many there are")
        width = max((line.find("#") for line in lines if "#" in line), default=0)
        return "".join("%s%s\n" % (line[: line.find("#")].ljust(width), line[line.find("#") :])
                       for line in lines)

    def _prepare(self, key):
        population = key.population
        name = word(key.of_all())
        value = value_of_prepare(population)
        many = {"list": ["RPUSH", name, value], "set": ["SADD", name, word(member(population))],
                "zset": ["ZADD", name, "{uniform(1, 1000000)}", word(member(population))],
                "stream": ["XADD", name, "*", "field", value],
                "hyperloglog": ["PFADD", name, word(member(population))]}
        fields = fixed_names(population.fields) if key.type == "hash" else []
        if fields:
            lines = ["HSET %s %s" % (name, " ".join(
                "%s %s" % (word([field]), value_of_prepare(population, field))
                for field in fields))]
        elif key.type == "hash":
            field = word(member(population)) if population.members.distinct.count() else "field"
            lines = ["repeat items times: HSET %s %s %s" % (name, field, value)]
        elif key.type in many:
            lines = ["repeat items times: " + " ".join(many[key.type])]
        else:
            lines = ["SET %s %s" % (name, value)]
        if key.type == "stream" and population.groups.total():
            lines += ["XGROUP CREATE %s %s 0  allow BUSYGROUP" % (name, word([group]))
                      for group in group_names(population)]
        if key.type in ("string", "-") and not population.values.count and value != "0":
            lines[0] += "  # the size is a guess: none was written meanwhile"
        return "prepare %s times:\n%s" % (1 if key.is_single() else key.param,
                                          "".join("  %s\n" % line for line in lines))

    def _task(self):
        if len(self._units) == 1:
            return _statements("  ", "", self._units[0], self._branches[0][0])
        lines = "  choose:\n"
        for share, unit, (kind, _) in zip(_percentages(
                [seen.count for _, seen in self._branches]), self._units, self._branches):
            lines += _statements("    ", "%.1f%%:" % share, unit, kind)
        return lines


def _shortest(names):
    """Without those that begin like another."""
    shortest = []
    for name in sorted(names):
        if not shortest or not name.startswith(shortest[-1]):
            shortest.append(name)
    return shortest


def _branches(mix):
    """The kinds, those that came most first; without what is rare, and without which ids are
    equal where that is."""
    by_form = {}
    order = sorted(mix.kinds.items(), key=lambda item: (-item[1].count, repr(item[0])))
    for kind, seen in order:
        alike = by_form.setdefault(kind.loosely(), [])
        if alike and seen.count < COINCIDENCE * alike[0][1].count:
            alike[0][1].merge(seen)
        else:
            copy = Seen(kind)
            copy.merge(seen)
            alike.append((kind, copy))
    kinds = sorted((pair for pairs in by_form.values() for pair in pairs),
                   key=lambda pair: (-pair[1].count, repr(pair[0])))
    kinds = kinds[:MOST_BRANCHES]
    total = sum(seen.count for _, seen in kinds)
    return [pair for pair in kinds if pair[1].count >= RAREST * total]


def _percentages(counts):
    """With one digit behind the point; together exactly 100 (largest remainders)."""
    exact = [1000 * count / sum(counts) for count in counts]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: shares[i] - exact[i])
    for i in by_remainder[: 1000 - sum(shares)]:
        shares[i] += 1
    return [share / 10 for share in shares]


def _statements(indent, chance, unit, kind):
    commands = ["MULTI", *unit.commands, "EXEC"] if kind.is_transaction else unit.commands
    lead = indent + chance + " " if chance else indent
    one_line = " | ".join(commands)
    if not unit.assignments and len(lead + one_line) <= WIDTH:
        return lead + one_line + "\n"
    lines = list(unit.assignments)
    if len(indent + one_line) + 2 <= WIDTH:
        lines.append(one_line)
    else:
        lines += [commands[0], *("| " + command for command in commands[1:])]
    if not chance:
        return "".join("%s%s\n" % (indent, line) for line in lines)
    return "%s%s\n%s" % (indent, chance, "".join("%s  %s\n" % (" " * len(indent) + "  ", line)
                                                 for line in lines))
