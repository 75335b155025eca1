"""Made-up graphs, the same each time."""

import random

from ecosystem.visuals.geometry.graph import Graph


def grown(count, links, seed=1):
    """Return a graph in which those that have many links get more, as in any network of bodies."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    ends, found = list(range(count)), set()
    while len(found) < links:
        a, b = chance.choice(ends), chance.choice(ends)
        if a != b:
            found.add((min(a, b), max(a, b)))
            ends += [a, b]
    return Graph(count, found)


def pairs(count):
    """Return so many pairs, each tied to none of the others."""
    return Graph(2 * count, [(2 * i, 2 * i + 1) for i in range(count)])
