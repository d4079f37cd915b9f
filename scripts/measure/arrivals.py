"""Even and Poisson arrivals at one worker, beside what an M/D/1 queue does. Long.

One worker with a queue in front of it is the model's one server. Its service time is the
mean task of the same run; the response times of the model come from Lindley's recursion
over its arrivals, with that time for every task.
"""

import random

from measure.runs import run
from measure.table import header, row

SHARES = (0.5, 0.7, 0.9)
SECONDS = 60
MODEL_TASKS = 2_000_000


def show(tools):
    search = run(tools, search="rate", search_minutes=5, num_workers=1)
    held = search["held"]
    if held is None:
        print("\nArrivals: the search has found no rate that holds.")
        return
    compare(tools, held["value"])


def compare(tools, redline):
    header(
        f"Arrivals: building, 1 worker, runs of {SECONDS} s, redline {redline:g} tasks/s",
        "share", "arrivals", "task mean (ms)", "utilization", "response p50", "M/D/1", "p99", "M/D/1",
    )
    for share in SHARES:
        for arrivals in ("even", "poisson"):
            report = run(
                tools,
                num_workers=1,
                tasks_per_second=round(share * redline),
                test_duration_seconds=SECONDS,
                max_worker_backlog=10_000,
                arrivals=arrivals,
                data="full",
                seed=1,
            )
            timings = report["totals"]["timings"]
            service = timings["task"]["mean_ms"]
            rate = report["messaging"]["delivered_rate"] / 1000
            predicted = model(rate, service) if arrivals == "poisson" else (service, service)
            row(
                share,
                arrivals,
                f"{service:.3f}",
                f"{rate * service:.2f}",
                f"{timings['response']['p50_ms']:.2f}",
                f"{predicted[0]:.2f}" if predicted else "-",
                f"{timings['response']['p99_ms']:.2f}",
                f"{predicted[1]:.2f}" if predicted else "-",
            )


def model(rate, service):
    """The median and the 99th percentile of an M/D/1 queue's response times; none if it has none."""
    if rate * service >= 1:
        return None
    chance = random.Random(1)
    wait = 0.0
    responses = []
    for _ in range(MODEL_TASKS):
        responses.append(wait + service)
        wait = max(0.0, wait + service - chance.expovariate(rate))
    responses.sort()
    return responses[len(responses) // 2], responses[len(responses) * 99 // 100]
