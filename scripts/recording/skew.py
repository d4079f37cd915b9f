"""How unevenly keys are used: the exponent of a Zipf distribution.

By the chance that two uses are of the same key, which for p1, p2, ... is the sum of their squares.
Of a sample it is estimated without bias by the share of its pairs that are equal.
"""

import collections

EVEN = 1.5  # Up to so many times what equal chances would give.
FEWEST_PAIRS = 5
STEEPEST = 2.5


def power_sum(n, s):
    """1 / 1^s + ... + 1 / n^s."""
    first = min(n, 200)
    total = sum(k**-s for k in range(1, first + 1))
    if n > first:  # The integral, with the ends' correction (Euler and Maclaurin).
        a, b = first + 0.5, n + 0.5
        if abs(s - 1) < 1e-9:
            s += 1e-9
        total += (b ** (1 - s) - a ** (1 - s)) / (1 - s)
    return total


def zipf_exponent(sample, n):
    """For n different ones. None if they are used evenly, as far as that shows."""
    size = len(sample)
    equal = sum(count * (count - 1) for count in collections.Counter(sample).values())
    if n < 3 or equal < 2 * FEWEST_PAIRS:
        return None
    chance = equal / (size * (size - 1))
    if chance * n < EVEN:
        return None
    low, high = 0.0, STEEPEST
    while high - low > 0.001:
        middle = (low + high) / 2
        if power_sum(n, 2 * middle) / power_sum(n, middle) ** 2 < chance:
            low = middle
        else:
            high = middle
    return round(low, 2) or None
