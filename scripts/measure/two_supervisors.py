"""The original's failing Test 2: two supervisors side by side, one Redis. Long."""

import os
import tempfile

from measure.redis_server import own_redis
from measure.runs import read, start
from measure.table import header, row


def show(tools):
    header(
        "Two supervisors, each 2000/s, 100 workers, 240 s; one Redis",
        "supervisor", "verdict", "completed", "response p99 (ms)", "lateness p99 (ms)",
        "max backlog", "machine (%)",
    )
    with own_redis() as redis, tempfile.TemporaryDirectory() as folder:
        reports = [os.path.join(folder, f"{side}.json") for side in "12"]
        flags = {"num_workers": 100, "tasks_per_second": 2000, "redis_url": redis.url}
        both = [start(tools, report, **flags) for report in reports]
        for supervisor in both:
            supervisor.wait()
        for number, path in enumerate(reports):
            report = read(path)
            row(
                number + 1,
                report["verdict"]["status"],
                report["messaging"]["tasks_completed"],
                report["totals"]["timings"]["response"]["p99_ms"],
                report["messaging"]["lateness"]["p99_ms"],
                max(worker["max_backlog"] for worker in report["workers"]),
                f"{report['machine']['cpu_percent']:.0f}",
            )
