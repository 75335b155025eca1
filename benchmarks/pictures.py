"""Measure the pictures: layouts of made-up graphs, and pages drawn and kept over the real facts: python -m benchmarks.pictures."""

import sys

from benchmarks.__main__ import load
from benchmarks.measuring import fetched, in_turn, open_database, summary, timed

ROUNDS = 20
GRAPHS = ((500, 2_000), (2_000, 3_000))
PAGES = {
    "the network": "/en/network/",
    "around an organisation": "/en/network/?organisation=hkust&depth=2",
    "how two are connected": "/en/network/?from=hkust&to=hsbc",
    "the network as a file": "/en/network.svg",
    "the map": "/en/map/",
    "the map as a file": "/en/map.svg",
    "timeline": "/en/timeline/",
    "one year of it": "/en/timeline/?year=2024",
    "social card": "/en/organisations/hkust.png",
    "indicators": "/en/indicators/",
    "the ecosystem in numbers": "/en/figures/",
}


def main():
    open_database("benchmark.sqlite3")
    load()
    from django.core.cache import cache, caches
    from django.test import Client

    from benchmarks.bare import BARE
    from ecosystem.models import edition_cache

    say("| layout | median of 5 |")
    say("| --- | --: |")
    for nodes, links in GRAPHS:
        times = [timed(lambda nodes=nodes, links=links: laid_out(nodes, links)) for _time in range(5)]
        say(f"| {nodes:,} organisations, {links:,} links | {sorted(times)[2]:.0f} ms |")
    client = Client()
    say("| page | bytes | drawn for the first time | kept, median | bare view, median | ratio |")
    say("| --- | --: | --: | --: | --: | --: |")
    for name, path in PAGES.items():
        fetched(client, "/en/about/")
        edition_cache.clear_edition_cache()
        cache.clear()
        caches["cards"].clear()
        first = timed(lambda path=path: fetched(client, path))
        size = BARE["size"] = len(fetched(client, path))
        actions = {"page": lambda path=path: fetched(client, path), "bare": lambda: fetched(client, "/bare/")}
        times = in_turn(actions, ROUNDS)
        page, bare = summary(times["page"])[0], summary(times["bare"])[0]
        say(f"| {name} | {size:,} | {first:.0f} ms | {page:.1f} ms | {bare:.2f} ms | {page / bare:.0f} |")


def laid_out(nodes, links):
    """Lay a made-up network out: those with many links get more."""
    from ecosystem.visuals.geometry.force_layout import lay_out_graph
    from ecosystem.visuals.geometry.shapes import Box
    from tests.support.graphs import build_grown_graph

    graph = build_grown_graph(nodes, links)
    graph.betweenness  # noqa: B018 - computed on access, and measured with the rest
    return lay_out_graph(graph, Box(36, 44, 1144, 840))


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
