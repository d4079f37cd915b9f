"""Five hundred workers: how long they take to start, and what they cost idle."""

from measure.runs import ROUNDS, run
from measure.table import header, row


def show(tools):
    header(
        "500 workers, one task in ten seconds, 20 s: % of one core",
        "round", "spawn to ready (s)", "workers", "supervisor", "Redis", "together",
    )
    for number in range(ROUNDS):
        report = run(
            tools,
            num_workers=500,
            tasks_per_second=0.1,
            test_duration_seconds=20,
            warmup_seconds=0,
        )
        parts = [
            sum(worker["cpu_percent"] for worker in report["workers"]),
            report["supervisor_cpu_percent"],
            report["redis"]["cpu_percent_mean"],
        ]
        cells = [f"{part:.1f}" for part in [*parts, sum(parts)]]
        row(number + 1, f"{report['workers_ready_seconds']:.2f}", *cells)
