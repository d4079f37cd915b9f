"""How late tasks are issued while workers and Redis compete for the CPUs."""

from measure.runs import ROUNDS, run
from measure.table import header, row


def lateness(tools):
    report = run(tools, num_workers=8, tasks_per_second=2000, test_duration_seconds=10)
    return report["messaging"]["lateness"]


def show(tools):
    header("Lateness: building, 8 workers, 2000/s, 10 s", "round", "p99 (ms)", "max (ms)")
    for number in range(ROUNDS):
        late = lateness(tools)
        row(number + 1, late["p99_ms"], late["max_ms"])


def p99(tools):
    """Milliseconds."""
    return lateness(tools)["p99_ms"]
