"""What workers complete that are asked for more than they can."""

from measure.runs import run


def completed(tools):
    """Tasks a second."""
    report = run(
        tools,
        num_workers=28,
        tasks_per_second=20_000,
        max_worker_backlog=1_000_000,
        test_duration_seconds=5,
        warmup_seconds=1,
        drain_seconds=0,
    )
    return sum(report["series"]["completed"]) / report["messaging"]["uptime_seconds"]
