"""What is remembered of many things in little room. All can be added up."""

import hashlib
import heapq
import random


def digest(text):
    """A number below 2^64 that looks random, and is the same each time."""
    data = text if isinstance(text, bytes) else text.encode("latin-1")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")


class Distinct:
    """How many different ones: exact up to KEPT, then to some per cent, by the KEPT smallest
    digests (Bar-Yossef et al. 2002)."""

    KEPT = 1024

    def __init__(self):
        self._heap = []  # Of negative digests: the largest first.
        self._members = set()

    def add(self, number):
        if number in self._members:
            return
        if len(self._heap) < self.KEPT:
            heapq.heappush(self._heap, -number)
        elif number < -self._heap[0]:
            self._members.discard(-heapq.heapreplace(self._heap, -number))
        else:
            return
        self._members.add(number)

    def merge(self, other):
        for number in sorted(other._members):
            self.add(number)

    def count(self):
        if len(self._heap) < self.KEPT:
            return len(self._heap)
        return round((self.KEPT - 1) * 2**64 / -self._heap[0])


class Reservoir:
    """A sample of KEPT of all that were added, each as likely (Vitter 1985)."""

    KEPT = 2048

    def __init__(self):
        self.seen = 0
        self.kept = []
        self._random = random.Random(1)

    def add(self, number):
        self.seen += 1
        if len(self.kept) < self.KEPT:
            self.kept.append(number)
        elif (at := int(self._random.random() * self.seen)) < self.KEPT:
            self.kept[at] = number

    def merge(self, other):
        seen = self.seen + other.seen
        if len(self.kept) + len(other.kept) <= self.KEPT:
            self.kept += other.kept
        else:
            mine = min(len(self.kept), max(self.KEPT - len(other.kept),
                                           round(self.KEPT * self.seen / seen)))
            self.kept = (self._random.sample(self.kept, mine) +
                         self._random.sample(other.kept, self.KEPT - mine))
        self.seen = seen


class Spread:
    """Mean and deviation of numbers."""

    def __init__(self):
        self.count = 0
        self.mean = 0.0
        self._squares = 0.0

    def add(self, number):
        self.count += 1
        away = number - self.mean
        self.mean += away / self.count
        self._squares += away * (number - self.mean)

    def merge(self, other):
        if not other.count:
            return
        count = self.count + other.count
        away = other.mean - self.mean
        self._squares += other._squares + away * away * self.count * other.count / count
        self.mean += away * other.count / count
        self.count = count

    def deviation(self):
        return (self._squares / self.count) ** 0.5 if self.count else 0.0


class Few:
    """How often each came, of the first KEPT different ones; of the others only how many."""

    KEPT = 64

    def __init__(self):
        self.counts = {}
        self.others = 0

    def add(self, thing, times=1):
        if thing in self.counts or len(self.counts) < self.KEPT:
            self.counts[thing] = self.counts.get(thing, 0) + times
        else:
            self.others += times

    def merge(self, other):
        for thing, times in other.counts.items():
            self.add(thing, times)
        self.others += other.others

    def total(self):
        return sum(self.counts.values()) + self.others
