"""The highest rate that the supervisor issues, to workers that do nothing."""

from measure.runs import run
from measure.table import header, row

WORKERS = {"workload": "noop", "num_workers": 2, "max_worker_backlog": 1_000_000}


def show(tools):
    header("Dispatch: noop, 2 workers, 5 s", "asked: tasks/s", "delivered", "verdict")
    for rate in (500_000, 1_000_000, 1_500_000, 2_000_000, 3_000_000):
        report = run(
            tools, **WORKERS, tasks_per_second=rate, test_duration_seconds=5, warmup_seconds=1
        )
        delivered = report["messaging"]["delivered_rate"]
        row(rate, round(delivered), report["verdict"]["status"])


def most(tools):
    """Tasks issued a second by a supervisor that is asked for more than it can."""
    report = run(
        tools,
        **WORKERS,
        tasks_per_second=10_000_000,
        test_duration_seconds=3,
        warmup_seconds=0,
        max_lateness_ms=60_000,
    )
    return report["messaging"]["tasks_sent"] / report["messaging"]["uptime_seconds"]
