"""Measure the layout of made-up networks: python -m benchmarks.layouts."""

import time

GRAPHS = ((500, 2_000), (2_000, 3_000))


def main():
    print("| layout | median of 5 |\n| --- | --: |")
    for nodes, links in GRAPHS:
        times = sorted(measure_layout(nodes, links) for _time in range(5))
        print(f"| {nodes:,} organisations, {links:,} connections | {times[2]:.0f} ms |", flush=True)


def measure_layout(nodes, links):
    """Return how many milliseconds the layout of a network takes, betweenness included."""
    from ecosystem.visuals.geometry.force_layout import lay_out_graph
    from ecosystem.visuals.geometry.shapes import Box
    from tests.support.graphs import build_grown_graph

    started = time.perf_counter()
    graph = build_grown_graph(nodes, links)
    graph.betweenness  # noqa: B018 - computed on access
    lay_out_graph(graph, Box(36, 44, 1144, 840))
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
