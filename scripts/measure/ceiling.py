"""Which share of the closed-loop ceiling the workers sustain.

The speed of a virtual machine changes from minute to minute, so the ceiling is measured just
before and just after each run, and the run's rate is a share of the first.
"""

import statistics
import subprocess

from measure.redis_server import own_redis
from measure.runs import ROUNDS, run
from measure.table import header, row


def closed_loop(tools, redis):
    """Tasks per second of clients that cost next to nothing, with the workload's commands."""
    redis.ask("FLUSHALL")
    run(
        tools,
        num_workers=28,
        tasks_per_second=2800,
        test_duration_seconds=2,
        warmup_seconds=0,
        max_worker_backlog=10_000,
        redis_url=redis.url,
        keep_data=True,
    )
    redis.ask("CONFIG", "RESETSTAT")
    command = [tools.program("ceiling"), f"--socket={redis.socket}", "--seconds=6"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    calls = redis.calls()
    for name in ("get", "hgetall", "set", "rpush", "hset", "exec"):
        assert abs(calls[name] - calls["ping"]) < calls["ping"] / 100, calls
    redis.ask("FLUSHALL")
    return float(done.stdout)


def show(tools):
    header(
        "Ceiling: 28 workers, building, runs of 20 s, one Redis",
        "share asked", "ceiling before, after: tasks/s", "run: tasks/s", "verdict",
        "share of the mean ceiling", "highest backlog",
    )
    with own_redis() as redis:
        before = closed_loop(tools, redis)
        for share in (0.80, 0.85, 0.90, 0.95) * ROUNDS:
            report = run(
                tools,
                num_workers=28,
                tasks_per_second=round(share * before),
                test_duration_seconds=20,
                warmup_seconds=1,
                redis_url=redis.url,
            )
            after = closed_loop(tools, redis)
            asked = report["messaging"]["asked_rate"]
            row(
                f"{share:.2f}",
                f"{before:.0f}, {after:.0f}",
                round(asked),
                report["verdict"]["status"],
                f"{asked / statistics.mean([before, after]):.2f}",
                max(worker["max_backlog"] for worker in report["workers"]),
            )
            before = after
