"""Several tasks in hand against more workers: two sweeps of searches. Long."""

from measure.runs import run
from measure.scale import bound, likely
from measure.table import header, row

SEARCH_MINUTES = 6
WORKERS = 4
AT_ONCE = (1, 2, 4, 8, 16)
SWEEPS = (
    ("worker_concurrency", AT_ONCE, {"num_workers": WORKERS}),
    ("num_workers", tuple(WORKERS * at_once for at_once in AT_ONCE), {}),
)


def show(tools):
    sweeps = [
        run(
            tools,
            search="rate",
            sweep=f"{setting}:{','.join(map(str, values))}",
            search_minutes=SEARCH_MINUTES,
            **flags,
        )
        for setting, values, flags in SWEEPS
    ]
    header(
        f"Tasks at once: building, searches of {SEARCH_MINUTES} minutes",
        "workers", "each at once", "redline (tasks/s)", "in", "likely",
        "CPU a task (ms): workers", "Redis", "all",
    )
    found = [
        (swept["value"], sweep["setting"], swept["result"])
        for sweep in sweeps
        for swept in sweep["searches"]
    ]
    for value, setting, search in found:
        row(
            *shape(value, setting),
            *bound(search["held"], "held"),
            likely(search),
            *cpu_of_a_task(search),
        )
    print("\nThe bottleneck in the last trial at full length that failed, or else held:\n")
    for value, setting, search in found:
        workers, at_once = shape(value, setting)
        print(f"- {workers} × {at_once}: {bottleneck(search)}")


def shape(value, setting):
    return (WORKERS, value) if setting == "worker_concurrency" else (value, 1)


def full_trials(search, *answers):
    return [
        trial
        for trial in search["trials"]
        if trial["purpose"] == "confirm" and trial["answer"] in answers
    ]


def cpu_of_a_task(search):
    """Milliseconds of the workers, of Redis' main thread, of the machine, at the redline."""
    redline = search["held"] and search["held"]["value"]
    held = [trial for trial in full_trials(search, "held") if trial["rate"] == redline]
    if not held:
        return "-", "-", "-"
    result = held[-1]["result"]
    rate = result["messaging"]["completed_rate"]
    percents = (
        sum(worker["cpu_percent"] or 0 for worker in result["workers"]),
        result["redis"]["cpu_percent_mean"],
        result["machine"]["cpu_percent"] * result["machine"]["cores"],
    )
    # A percent of a core is 10 ms of each second.
    return tuple(f"{10 * percent / rate:.3f}" for percent in percents)


def bottleneck(search):
    trials = full_trials(search, "failed", "fell_behind") or full_trials(search, "held")
    found = trials and trials[-1]["result"]["bottleneck"]
    return found["sentence"] if found else "-"
