"""This tree against another commit."""

import statistics

from measure import dispatch, lateness, memory, overload, ring
from measure.runs import ROUNDS
from measure.table import header, row
from measure.tools import Tools, tools_of

FIGURES = {
    "ring: pushed and popped a second": ring.rate,
    "noop, 2 workers, all it can: tasks issued a second": dispatch.most,
    "building, 28 workers, all they can: tasks/s": overload.completed,
    "building, 8 workers, 2000/s: lateness p99 (ms)": lateness.p99,
    "building, 28 workers, 1000/s: PSS of a worker (MB)": memory.pss,
}


def show(commit, rounds=2 * ROUNDS + 1):
    """Each figure of this tree and of the other commit, measured by turns."""
    here = Tools()
    with tools_of(commit) as there:
        title = f"This tree against {commit}: medians of {rounds} rounds by turns"
        header(title, "figure", "here", commit, "ratio", "ratios of the rounds")
        for figure, measure in FIGURES.items():
            pairs = [(measure(here), measure(there)) for _ in range(rounds)]
            ours, theirs = (statistics.median(side) for side in zip(*pairs))
            ratios = sorted(a / b for a, b in pairs)
            spread = f"{ratios[0]:.2f} to {ratios[-1]:.2f}"
            row(figure, f"{ours:.4g}", f"{theirs:.4g}", f"{ours / theirs:.2f}", spread)
