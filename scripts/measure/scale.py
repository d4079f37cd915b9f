"""How the redline changes with workers and with flats: two sweeps. Long; draws a plot."""

import os
import subprocess

from measure.runs import run
from measure.table import header, row
from measure.tools import ROOT

SEARCH_MINUTES = 6
SWEEPS = (
    ("num_workers", (1, 2, 4, 8, 28, 100, 250, 500), {}),
    ("max_flats", (10, 100, 200, 300), {"num_workers": 28}),
)


def show(tools):
    sweeps = []
    for setting, values, flags in SWEEPS:
        sweeps.append(
            run(
                tools,
                search="rate",
                sweep=f"{setting}:{','.join(map(str, values))}",
                search_minutes=SEARCH_MINUTES,
                **flags,
            )
        )
        table(sweeps[-1])
    plot(sweeps)


def table(sweep):
    header(
        f"Redline by {sweep['setting']}: building, searches of {SEARCH_MINUTES} minutes",
        sweep["setting"], "held (tasks/s)", "in", "failed", "in", "likely", "search", "trials",
    )
    for swept in sweep["searches"]:
        search = swept["result"]
        row(
            swept["value"],
            *bound(search["held"], "held"),
            *bound(search["failed"], "failed"),
            likely(search),
            search["end"],
            len(search["trials"]),
        )


def bound(found, what):
    """A rate, and in how many of its trials it held or failed."""
    if found is None:
        return "-", "-"
    return f"{found['value']:g}", f"{found[what]} of {found['held'] + found['failed']}"


def likely(search):
    if search["likely_least"] is None:
        return "-"
    return f"{search['likely_least']:.0f} to {search['likely_most']:.0f}"


def point(swept):
    """The setting, what held or else the middle of the likely range, and the range's ends."""
    search = swept["result"]
    low, high = search["likely_least"], search["likely_most"]
    height = search["held"]["value"] if search["held"] else (low + high) / 2
    return swept["value"], height, low, high


def plot(sweeps):
    """docs/images/sustained.svg, by gnuplot: what held, with its likely range."""
    subprocess.run([os.path.join(ROOT, "scripts/setup"), "--tests", "gnuplot-nox"], check=True)
    script = [
        "set terminal svg noenhanced size 900,360 background 'white'",
        f"set output '{os.path.join(ROOT, 'docs', 'images', 'sustained.svg')}'",
        "set multiplot layout 1,2",
        "set grid; set yrange [0:*]; set offsets graph 0.05, graph 0.05, graph 0.15, 0",
        "set key off; set ylabel 'redline (tasks/s)'",
    ]
    for sweep in sweeps:
        name = sweep["setting"]
        points = [point(swept) for swept in sweep["searches"] if likely(swept["result"]) != "-"]
        script += ["set logscale x"] if name == "num_workers" else ["unset logscale x"]
        ticks = ", ".join(f"'{x}' {x}" for x, *_ in points)
        script += [f"set title 'by {name}'; set xlabel '{name}'; set xtics ({ticks})"]
        script += [f"${name} << end"]
        script += [f"{x} {y:.0f} {low:.0f} {high:.0f}" for x, y, low, high in points]
        script += ["end"]
        colour = "linecolor rgb '#1f6fb2'"
        script += [
            f"plot ${name} using 1:2 with lines {colour}, "
            f"${name} using 1:2:3:4 with yerrorbars pointtype 7 {colour}, "
            f"${name} using 1:2:2 with labels offset 0,1.2"
        ]
    subprocess.run(["gnuplot"], input="\n".join(script) + "\n", text=True, check=True)
