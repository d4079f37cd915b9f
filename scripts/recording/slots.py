"""What is kept of the arguments that stand at one place of many equal commands. Never a value."""

from recording.monitor_line import length_of, text_of
from recording.numbers import is_real
from recording.samples import Few, Spread

NEAR = 31 * 86400  # Seconds: a number that is so near to the clock is a time.
_MOST_DIGITS = 18  # That a task file's whole numbers have.


class Value:
    """Its size, and whether it is a number or binary."""

    def __init__(self):
        self.sizes = Spread()
        self.numbers = 0
        self.binary = 0

    def add(self, word, _):
        self.sizes.add(length_of(word))
        self.numbers += len(word) <= _MOST_DIGITS and is_real(word)
        self.binary += word.count(b"\\x") * 8 > len(word)

    def merge(self, other):
        self.sizes.merge(other.sizes)
        self.numbers += other.numbers
        self.binary += other.binary

    def is_number(self):
        return self.numbers > 0 and self.numbers == self.sizes.count

    def is_binary(self):
        return self.binary * 2 > self.sizes.count


class Number:
    """Short ones and infinite ones as they are, times as their distance from the clock, and of
    others the digits before the point and whether they have a fraction."""

    def __init__(self, short):
        """Up to so many characters."""
        self._short = short
        self.small = Few()  # Texts.
        self.seconds, self.milliseconds = Spread(), Spread()  # From now.
        self.digits = Spread()  # 0 of what is between -1 and 1.
        self.fractions = 0
        self.negative = 0

    def add(self, word, now):
        number = word.lstrip(b"(#")
        if not is_real(number):
            self.small.add(text_of(word))
            return
        value = float(number)
        if abs(value - now) < NEAR:
            self.seconds.add(value - now)
        elif abs(value / 1000 - now) < NEAR:
            self.milliseconds.add(value - now * 1000)
        elif len(number) <= self._short:
            self.small.add(text_of(word))
        is_fraction = not value.is_integer()
        digits = 0 if is_fraction and abs(value) < 1 else len("%d" % abs(value))
        self.digits.add(min(digits, _MOST_DIGITS))
        self.fractions += is_fraction
        self.negative += value < 0

    def merge(self, other):
        self.small.merge(other.small)
        self.seconds.merge(other.seconds)
        self.milliseconds.merge(other.milliseconds)
        self.digits.merge(other.digits)
        self.fractions += other.fractions
        self.negative += other.negative


class Time(Number):
    """A Unix time that is given as such, in seconds or in milliseconds."""

    def __init__(self, factor):
        super().__init__(0)
        self._factor = factor

    def add(self, word, now):
        spread = self.seconds if self._factor == 1 else self.milliseconds
        spread.add(float(word) - now * self._factor)


class LexicalBound:
    """Whether it is open; where it lies is a value."""

    def __init__(self):
        self.bounds = Few()

    def add(self, word, _):
        self.bounds.add(text_of(word) if word in (b"-", b"+") else "[")

    def merge(self, other):
        self.bounds.merge(other.bounds)


class Name:
    """Of a field or a group: whether it may be kept shows later."""

    LONGEST = 40

    def __init__(self):
        self.names = Few()

    def add(self, word, _):
        self.names.add(text_of(word) if len(word) <= self.LONGEST else "")

    def merge(self, other):
        self.names.merge(other.names)


class Id:
    """An id in a stream: those with a meaning of their own, and 0."""

    def __init__(self):
        self.special = Few()

    def add(self, word, _):
        text = text_of(word)
        self.special.add(text if text in ("*", ">", "$", "-", "+", "0", "0-0") else "")

    def merge(self, other):
        self.special.merge(other.special)


class Nothing:
    """Of members only their number and size are kept, with their key; of the rest nothing."""

    def add(self, word, _):
        pass

    def merge(self, other):
        pass


# What says how much or how long is kept as it is; of what may be a value, only the smallest.
_KINDS = {"v": Value, "f": Name, "g": Name, "d": Id, "a": lambda: Time(1),
          "A": lambda: Time(1000), "i": lambda: Number(12), "e": lambda: Number(12),
          "u": lambda: Number(12), "r": lambda: Number(4), "l": LexicalBound,
          "n": lambda: Number(2), "N": lambda: Number(2), "s": lambda: Number(0)}


def slot_for(role):
    return _KINDS.get(role, Nothing)()
