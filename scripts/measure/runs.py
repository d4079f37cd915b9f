"""Runs of redline, and what they have come to."""

import json
import os
import subprocess
import tempfile

# How often what is compared is measured by turns.
ROUNDS = 3


def start(tools, report, **flags):
    arguments = [f"--{name}={value}" for name, value in flags.items()]
    return subprocess.Popen(
        [tools.runner, f"--report_json={report}", *arguments], stdout=subprocess.DEVNULL
    )


def read(report):
    with open(report) as file:
        return json.load(file)


def run(tools, **flags):
    """One run; its JSON report."""
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report.json")
        start(tools, report, **flags).wait()
        return read(report)


def sustained(tools, seconds, guess=2000.0, within=1.02, **flags):
    """The highest rate that is held, by bisection to 2 % or so: a run that fell behind has not."""
    good, bad = None, None
    rate = guess
    while good is None or bad is None or bad / good > within:
        report = run(
            tools,
            tasks_per_second=round(rate),
            test_duration_seconds=seconds,
            warmup_seconds=1,
            **flags,
        )
        if report["verdict"]["reason"] == "completed":
            good = rate
        else:
            bad = rate
        if bad is None:
            rate = good * 1.4
        elif good is None:
            rate = bad / 1.4
        else:
            rate = (good * bad) ** 0.5
    return good
