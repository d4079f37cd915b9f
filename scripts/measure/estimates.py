"""How well one run estimates the redline, beside the redline that a search finds. Long."""

from measure.runs import run
from measure.table import header, row

SEARCH_MINUTES = 6
SETTINGS = (
    {"num_workers": 1},
    {"num_workers": 4},
    {"num_workers": 28},
    {"num_workers": 200},
    {"num_workers": 28, "max_flats": 10},
    {"num_workers": 28, "max_flats": 300},
)
SHARES = (0.1, 0.3, 0.6, 0.9)


def show(tools):
    redlines = []
    for flags in SETTINGS:
        search = run(tools, search="rate", search_minutes=SEARCH_MINUTES, **flags)
        redlines.append(search["held"] and search["held"]["value"])
    compare(tools, zip(SETTINGS, redlines))


def compare(tools, known):
    """Estimates from runs below the redlines that are known, each of 12 s with full data."""
    header(
        "Estimates: building, runs of 12 s",
        "workers", "flats", "redline", "share", "estimate (tasks/s)", "by", "holds it",
    )
    held, all_of_them = 0, 0
    for flags, redline in known:
        if redline is None:
            continue
        for share in SHARES:
            report = run(
                tools,
                tasks_per_second=round(share * redline),
                test_duration_seconds=12,
                warmup_seconds=1,
                data="full",
                **flags,
            )
            estimate = report["estimate"]
            holds = estimate is not None and estimate["least"] <= redline <= estimate["most"]
            all_of_them += 1
            held += holds
            row(
                flags["num_workers"],
                flags.get("max_flats", 100),
                f"{redline:g}",
                share,
                f"{estimate['least']:g} to {estimate['most']:g}" if estimate else "-",
                estimate["limit"] if estimate else "-",
                "yes" if holds else "no",
            )
    print(f"\n{held} of {all_of_them} ranges hold the redline.")
