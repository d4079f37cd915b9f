"""What it costs a run to be scraped each second, by turns with runs that serve no metrics. Long."""

import os
import statistics
import tempfile
import threading
import urllib.request

from measure.runs import read, start
from measure.table import header, row

PAIRS = 6
PORT = 19464
# A task that leaves the machine time: at its limit all figures are of the backlog.
GET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "tasks", "get.task")
RATE = 4000
FIGURES = ("lateness p99 (ms)", "delivered: tasks/s", "response p99 (ms)", "supervisor (% of a core)")


def show(tools):
    header(
        f"Metrics: GET, 8 workers, {RATE}/s, 20 s, with a scrape each second and without any",
        "round", *(f"{name}: {side}" for name in FIGURES for side in ("scraped", "not")), "scrapes",
    )
    scraped, alone = [], []
    for number in range(PAIRS):
        sides = [(True, scraped), (False, alone)]
        # Each side comes first in half of the rounds.
        for is_scraped, figures in sides if number % 2 else reversed(sides):
            figures.append(measure(tools, is_scraped))
        pairs = list(zip(scraped[-1], alone[-1]))
        cells = [f"{figure:.3f}" for pair in pairs[:-1] for figure in pair]
        row(number + 1, *cells, scraped[-1][-1])
    header("Ratios of the medians", *FIGURES)
    row(*(f"{ratio(scraped, alone, index):.2f}" for index in range(len(FIGURES))))


def ratio(scraped, alone, index):
    return statistics.median(run[index] for run in scraped) / statistics.median(
        run[index] for run in alone
    )


def measure(tools, is_scraped):
    """A run's FIGURES, and how many scrapes were answered."""
    flags = {"metrics_listen": f"127.0.0.1:{PORT}"} if is_scraped else {}
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report.json")
        process = start(
            tools, report, workload=f"file:{GET}", num_workers=8, tasks_per_second=RATE,
            test_duration_seconds=20, **flags,
        )
        scrapes = Scrapes() if is_scraped else None
        process.wait()
        answered = scrapes.end() if scrapes else 0
        result = read(report)
    if result["verdict"]["reason"] != "completed":
        raise SystemExit("This machine does not sustain it: " + result["verdict"]["sentence"])
    return (
        result["messaging"]["lateness"]["p99_ms"],
        result["messaging"]["delivered_rate"],
        result["totals"]["timings"]["response"]["p99_ms"],
        result["supervisor_cpu_percent"],
        answered,
    )


class Scrapes:
    """A scrape each second, as Prometheus' own, until the end."""

    def __init__(self):
        self._ended = threading.Event()
        self._answered = 0
        self._thread = threading.Thread(target=self._scrape)
        self._thread.start()

    def end(self):
        self._ended.set()
        self._thread.join()
        return self._answered

    def _scrape(self):
        request = urllib.request.Request(
            f"http://127.0.0.1:{PORT}/metrics",
            headers={"Accept": "application/openmetrics-text;version=1.0.0"},
        )
        while not self._ended.wait(1):
            try:
                with urllib.request.urlopen(request, timeout=1) as answer:
                    answer.read()
                    self._answered += 1
            except OSError:
                # The run has just ended.
                pass
