"""Each worker's memory."""

import statistics

from measure.runs import run
from measure.table import header, row


def show(tools):
    header(
        "Memory: building, 1000/s, 10 s",
        "workers", "resident, mean (MB)", "PSS, mean (MB)", "PSS, max (MB)",
    )
    for workers in (1, 28, 100, 500):
        report = run(tools, num_workers=workers, test_duration_seconds=10)
        held = [worker["mean_mem_mb"] for worker in report["workers"]]
        own = [worker["pss_mb"] for worker in report["workers"]]
        means = [f"{statistics.mean(each):.2f}" for each in (held, own)]
        row(workers, *means, f"{max(own):.2f}")


def pss(tools):
    """Megabytes, the mean of the workers."""
    report = run(tools, num_workers=28, test_duration_seconds=5, warmup_seconds=1)
    return statistics.mean(worker["pss_mb"] for worker in report["workers"])
