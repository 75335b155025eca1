"""Deterministic example graphs."""

import random

from ecosystem.visuals.geometry.graph import Graph


def build_grown_graph(count, links, seed=1):
    """Return a graph grown by preferential attachment, as networks of organisations are."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    ends, edges = list(range(count)), set()
    while len(edges) < links:
        a, b = chance.choice(ends), chance.choice(ends)
        if a != b:
            edges.add((min(a, b), max(a, b)))
            ends += [a, b]
    return Graph(count, edges)


def build_pairs_graph(count):
    """Return a graph of separate pairs of nodes."""
    return Graph(2 * count, [(2 * i, 2 * i + 1) for i in range(count)])
