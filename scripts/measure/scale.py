"""How the sustained rate changes with workers and with flats. Long; draws a plot."""

import os
import subprocess

from measure.runs import sustained
from measure.table import header, row
from measure.tools import ROOT


def show(tools):
    series = {}
    for name, values, guess, flags in (
        ("workers", (1, 2, 4, 8, 28, 100, 250, 500), 3000, lambda n: {"num_workers": n}),
        ("flats", (10, 100, 200, 300), 12000, lambda n: {"num_workers": 28, "max_flats": n}),
    ):
        header(f"Sustained by {name}: building, runs of 10 s", name, "tasks/s")
        series[name] = []
        for value in values:
            guess = sustained(tools, 10, guess, within=1.06, **flags(value))
            series[name].append((value, guess))
            row(value, round(guess))
    plot(series)


def plot(series):
    """docs/images/sustained.svg, by gnuplot."""
    subprocess.run([os.path.join(ROOT, "scripts/setup"), "--tests", "gnuplot-nox"], check=True)
    script = [
        "set terminal svg size 900,360 background 'white'",
        f"set output '{os.path.join(ROOT, 'docs', 'images', 'sustained.svg')}'",
        "set multiplot layout 1,2",
        "set grid; set yrange [0:*]; set offsets graph 0.05, graph 0.05, graph 0.15, 0",
        "set key off; set ylabel 'sustained tasks/s'",
    ]
    for name, title in (("workers", "100 flats"), ("flats", "28 workers")):
        points = series[name]
        script += ["set logscale x"] if name == "workers" else ["unset logscale x"]
        ticks = ", ".join(f"'{x}' {x}" for x, _ in points)
        script += [f"set title '{title}'; set xlabel '{name}'; set xtics ({ticks})"]
        script += [f"${name} << end", *(f"{x} {y:.0f}" for x, y in points), "end"]
        script += [
            f"plot ${name} with linespoints pointtype 7 linecolor rgb '#1f6fb2', "
            f"${name} using 1:2:2 with labels offset 0,1"
        ]
    subprocess.run(["gnuplot"], input="\n".join(script) + "\n", text=True, check=True)
