"""A task of the user's, as text and in Lua, against the same in C++ and redis-benchmark."""

import csv
import os
import statistics
import subprocess

from measure.redis_server import own_redis
from measure.runs import ROUNDS, run, sustained
from measure.table import header, row

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "tasks")
# 4 workers × 16 tasks, over a connection each.
TOGETHER = {"num_workers": 4, "worker_concurrency": 16, "max_worker_backlog": 5000}
CLIENTS = {
    "redis-benchmark -c 28 -P 1": ("-c", "28", "-P", "1"),
    "redis-benchmark -c 64 -P 1": ("-c", "64", "-P", "1"),
    "redis-benchmark -c 4 -P 16": ("-c", "4", "-P", "16"),
}


def sides_of(task, compiled):
    """The flags of each way to write a task."""
    return {
        "C++": compiled,
        "text": {"workload": f"file:{HERE}/{task}.task"},
        "Lua": {"workload": f"file:{HERE}/{task}.lua"},
    }


def show(tools):
    get = sides_of("get", {"worker": tools.example("get_worker"), "item_payload_kb": 0.1})
    building = sides_of("building", {"data": "full"})
    rates(tools, get)
    costs(tools, "GET, 4 workers × 16, 40 000/s", get, tasks_per_second=40_000, **TOGETHER)
    costs(tools, "GET, 28 workers, 5000/s", get, tasks_per_second=5000, num_workers=28)
    costs(tools, "building, 28 workers, 1500/s", building, tasks_per_second=1500, num_workers=28)


def rates(tools, sides):
    """What each sustains of GET, by turns."""
    header("GET: the highest rate", "by", "per second, by round", "median")
    found = {name: [] for name in [*CLIENTS, *sides]}
    with own_redis() as redis:
        for _ in range(ROUNDS):
            for name, options in CLIENTS.items():
                found[name].append(closed_loop(redis, options))
            for name, own in sides.items():
                rate = sustained(tools, 5, 60_000, 1.1, redis_url=redis.url, **own, **TOGETHER)
                found[name].append(rate)
    for name, each in found.items():
        shown = f"redline, 4 workers × 16, {name}" if name in sides else name
        row(shown, ", ".join(f"{rate:.0f}" for rate in each), f"{statistics.median(each):.0f}")


def closed_loop(redis, options):
    """Requests per second of redis-benchmark."""
    command = ["redis-benchmark", "-s", redis.socket, "-n", "400000", "-r", "100000", "--csv"]
    command += [*options, "GET", "user:__rand_int__"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(next(csv.DictReader(done.stdout.splitlines()))["rps"])


def costs(tools, title, sides, **flags):
    """The CPU of a task at one rate, by turns."""
    header(
        f"CPU of a task: {title}",
        "written in", "workers (µs)", "÷ C++", "Redis' main thread (µs)",
    )
    found = {side: [] for side in sides}
    for _ in range(ROUNDS):
        for side, own in sides.items():
            report = run(tools, test_duration_seconds=10, warmup_seconds=1, **own, **flags)
            assert report["verdict"]["status"] == "success", report["verdict"]["sentence"]
            found[side].append(microseconds(report))
    base = statistics.median(workers for workers, _ in found["C++"])
    for side, pairs in found.items():
        workers, redis = (statistics.median(each) for each in zip(*pairs))
        row(side, f"{workers:.2f}", f"{workers / base:.2f}", f"{redis:.2f}")


def microseconds(report):
    """Of CPU a task: the workers', and that of Redis' main thread."""
    rate = report["messaging"]["completed_rate"]
    workers = sum(worker["cpu_percent"] for worker in report["workers"])
    # A percent of a core is 10 ms of each second.
    return 10_000 * workers / rate, 10_000 * report["redis"]["cpu_percent_mean"] / rate
