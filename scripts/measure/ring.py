"""The task ring against boost::lockfree::spsc_queue."""

from measure.table import header, row


def show(tools):
    medians = {}
    for line in tools.benchmark(
        "ring_benchmark",
        "--benchmark_repetitions=9",
        "--benchmark_enable_random_interleaving=true",
    ):
        if line.get("aggregate_name") == "median":
            side = line["run_name"].split("<")[1].split(">")[0]
            medians[side] = line["items_per_second"]
    header(
        "Ring: push and pop across two processes, 32 bytes, 128 slots; medians of 9",
        "ring: tasks/s", "boost::lockfree::spsc_queue: tasks/s", "ratio",
    )
    ours, theirs = medians["Ring"], medians["BoostQueue"]
    row(f"{ours / 1e6:.1f} M", f"{theirs / 1e6:.1f} M", f"{ours / theirs:.2f}")


def rate(tools):
    """Pushed and popped a second."""
    return tools.benchmark("ring_benchmark", "--benchmark_filter=<Ring>")[0]["items_per_second"]
