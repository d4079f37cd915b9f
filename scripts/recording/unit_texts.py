"""The statements of a task file for what clients did at once: a command, or a transaction."""

from recording.argument_texts import pieces_for
from recording.commands import COMMANDS, MAY_FAIL
from recording.task_text import is_placeholder, literal, word


class UnitText:
    """Of a kind. `key_text` gives the KeyText for a pattern and a command's type."""

    def __init__(self, kind, seen, key_text):
        self._key_text = key_text
        self.literals = set()  # Arguments that are no keys, as they begin.
        self.assignments = []  # Lines.
        self._expressions = self._bind(kind)
        slots = iter(seen.slots)
        self.commands = [self._command(step, slots) for step in kind.steps]

    def _bind(self, kind):
        """The expression of each id: a name where it is needed more than once."""
        keys = [(self._key_text(argument.pattern, COMMANDS[step.command].type), argument)
                for step in kind.steps for argument in step.arguments if argument.role in "Kp"]
        uses = [i for _, argument in keys for i in argument.ids]
        bound = {}
        for key, argument in keys:
            parts = dict(zip(key.population.ids, argument.ids))
            if key.main is None:
                continue
            main = parts[key.main]
            others = {part: i for part, i in parts.items() if i not in bound and i != main}
            if main not in bound:
                expression = key.chosen()
                followed = any(key.follows(part, "") != "1" for part in others)
                if (uses.count(main) > 1 or followed) and not expression.isdigit():
                    name = "id%d" % (len(self.assignments) + 1)
                    self.assignments.append("%s = %s" % (name, expression))
                    expression = name
                bound[main] = expression
            for part, i in others.items():
                bound[i] = key.follows(part, bound[main])
        return bound

    def _command(self, step, slots):
        command = COMMANDS[step.command]
        words = step.command.split("|")
        keys = [self._key_text(argument.pattern, command.type)
                for argument in step.arguments if argument.role in "Kp"]
        population = keys[0].population if keys else None
        keys = iter(keys)
        for argument in step.arguments:
            slot = next(slots)
            if argument.role in "Kp":
                key = next(keys)
                population = key.population
                pieces = key.pieces({part: self._expressions[i] for part, i in
                                     zip(population.ids, argument.ids)})
            elif argument.role == "=":
                pieces = [literal(argument.text)]
            else:
                pieces = pieces_for(argument.role, slot, population)
            if argument.role not in "Kp" and not is_placeholder(pieces[0]):
                self.literals.add(pieces[0])
            words.append(word(pieces))
        if step.command in MAY_FAIL:
            words += ["", "allow", MAY_FAIL[step.command]]
        return " ".join(words)


def patterns_wanted(kind):
    """Pairs of pattern and type of the keys in which its commands want to find something."""
    return {(argument.pattern, COMMANDS[step.command].type)
            for step in kind.steps for argument in step.arguments
            if argument.role == "K" and COMMANDS[step.command].wants_data}
