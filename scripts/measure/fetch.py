"""The gain of reading lists by HGETALL over the original's Lua script."""

import statistics

from measure.runs import ROUNDS, sustained
from measure.table import header, row


def show(tools):
    header(
        "Fetch: 28 workers, building, runs of 10 s",
        "round", "pipeline: tasks/s", "script: tasks/s", "ratio",
    )
    sides = {"pipeline": [], "script": []}
    for number in range(ROUNDS):
        for side, rates in sides.items():
            rates.append(sustained(tools, 10, 6000, num_workers=28, fetch=side))
        pair = [rates[-1] for rates in sides.values()]
        row(number + 1, *(round(rate) for rate in pair), f"{pair[0] / pair[1]:.2f}")
    medians = [statistics.median(rates) for rates in sides.values()]
    row("median", *(round(rate) for rate in medians), f"{medians[0] / medians[1]:.2f}")
