"""What stands in a task file for arguments that were seen."""

import re

from recording.key_texts import holds_numbers, long_id, main_type
from recording.task_text import fraction_of_digits, literal, of_digits, text_of_size

RECURS = 10
SIZE_UNKNOWN = 100  # Characters of a value that nobody wrote meanwhile.

_FIELD = re.compile(r"(?!.*\d{4})[A-Za-z_][\w.:/-]{0,31}", re.ASCII)


def fixed_names(few):
    """Of fields and groups: a few that recur, and make up nearly all. As with words in keys."""
    total = few.total()
    names = {name for name, count in few.counts.items()
             if count >= max(RECURS, total / 100) and _FIELD.fullmatch(name)}
    if len(names) > 16 or sum(few.counts[name] for name in names) < 0.8 * total:
        return []
    return sorted(names)


def pieces_for(role, slot, population):
    """The pieces of the argument. `population` is that of the key before it."""
    if role == "v":
        return [_value(slot, population)]
    if role in "fg":
        return _name(role, slot, population)
    if role == "m":
        return member(population)
    if role in "ieurnNs":
        return _number(role, slot)
    if role == "l":
        return _lexical_bound(slot)
    if role in "aA":
        return [_time(slot)]
    if role == "d":
        return _id(slot)
    return {"o": ["{real(-180, 180)}"], "O": ["{real(-85, 85)}"],
            "c": ["worker-", "{worker}"], "x": ["*"]}[role]


def value_of_prepare(population, field=None):
    if holds_numbers(population):
        return "0"
    sizes = population.field_values.get(field, population.values)
    return text_of_size(sizes.mean, sizes.deviation()) if sizes.count else text_of_size(
        SIZE_UNKNOWN, 0)


def member(population):
    """One of as many as there were, and as long."""
    members = population.members
    count = max(1, members.distinct.count())
    return long_id("uniform(1, %d)" % count, count, members.lengths.mean)


def group_names(population):
    return fixed_names(population.groups) or ["group"]


def _value(slot, population):
    if slot.is_number() or (population and holds_numbers(population) and
                            main_type(population) in ("string", "hash")):
        return of_digits(min(18, round(slot.sizes.mean)))
    return text_of_size(slot.sizes.mean, slot.sizes.deviation(),
                        "bytes" if slot.is_binary() else "text")


def _name(role, slot, population):
    fixed = group_names(population) if role == "g" else fixed_names(population.fields)
    here = [name for name in fixed if slot.names.counts.get(name, 0) * 50 > slot.names.total()]
    if role == "g":
        return [literal((here or fixed)[0])]
    if not here:
        return member(population) if not fixed else [literal(fixed[0])]
    return [literal(here[0])] if len(here) == 1 else [
        "{pick(%s)}" % ", ".join('"%s"' % name for name in here)]


def _number(role, slot):
    for spread, clock in ((slot.seconds, "now_s"), (slot.milliseconds, "now_ms")):
        if spread.count * 2 > slot.digits.count:
            return [_from_clock(clock, spread)]
    small = slot.small
    often = sorted(small.counts, key=lambda text: (-small.counts[text], text))
    total = max(1, small.total(), slot.digits.count)
    if role in "ieu" or (role == "r" and often and small.counts[often[0]] * 10 >= total) or (
            role in "nN" and often and often[0] in ("1", "-1")):
        if often and (small.counts[often[0]] >= 0.8 * total or len(often) == 1):
            return [often[0]]
        whole = sorted(int(text) for text in often if re.fullmatch(r"-?\d+", text))
        if len(whole) == len(often) and not small.others and 1 < len(whole) <= 4:
            return ["{pick(%s)}" % ", ".join(map(str, whole))]
        if role == "r" and often:
            return [often[0]]
        if whole:
            return ["{uniform(%d, %d)}" % (whole[0], whole[-1])]
    sign = ["-"] if slot.negative * 2 > slot.digits.count else []
    of_size = fraction_of_digits if slot.fractions * 2 > slot.digits.count else of_digits
    return [*sign, of_size(round(slot.digits.mean))]


def _lexical_bound(slot):
    counts = slot.bounds.counts
    often = max(counts, key=lambda text: (counts[text], text))
    return [often] if often != "[" else ["[", "{text(8)}"]


def _time(slot):
    return (_from_clock("now_s", slot.seconds) if slot.seconds.count
            else _from_clock("now_ms", slot.milliseconds))


def _from_clock(clock, spread):
    """The mean distance; a clock's own tick is no distance."""
    tick = 2 if clock == "now_s" else 2000
    away = round(spread.mean)
    if abs(away) < tick:
        return "{%s}" % clock
    return "{%s %s %d}" % (clock, "+" if away > 0 else "-", abs(away))


def _id(slot):
    special = slot.special
    often = max(special.counts, key=lambda text: (special.counts[text], text), default="*")
    return [often] if often else ["{now_ms}", "-0"]
