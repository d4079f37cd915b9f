"""The cost of the mapper and the client below it for each task, without Redis."""

from measure.table import header, row


def show(tools):
    lines = tools.benchmark(
        "mapper_benchmark",
        "--benchmark_repetitions=3",
        "--benchmark_report_aggregates_only=true",
    )
    header("Mapper: a building of so many flats; medians of 3", "part/flats", "µs")
    for line in lines:
        if line["aggregate_name"] == "median":
            row(line["run_name"], f"{line['cpu_time'] / 1000:.2f}")
