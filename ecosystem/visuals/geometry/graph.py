"""What a network says in numbers: ways, bridges, communities; nodes are numbers from 0."""

import random
from collections.abc import Iterable
from functools import cached_property
from threading import Lock

import igraph

SEED = 2026
# More ways than this are no answer that anybody reads.
MOST_WAYS = 12
# The library takes its chance from one source for the whole process; it lays out and is no secret (S311).
_chance = Lock()


class Graph:
    """Nodes and links without direction, each link once."""

    def __init__(self, count: int, links: Iterable[tuple[int, int]]):
        self.count = count
        self.links = sorted({(min(a, b), max(a, b)) for a, b in links if a != b})

    @cached_property
    def _graph(self) -> igraph.Graph:
        return igraph.Graph(n=self.count, edges=self.links)

    @cached_property
    def degrees(self) -> list[int]:
        return self._graph.degree()

    @cached_property
    def betweenness(self) -> list[float]:
        """How much of the shortest ways between all others leads over each node, from 0 to 1."""
        others = (self.count - 1) * (self.count - 2) / 2
        return [value / others for value in self._graph.betweenness()] if others else [0.0] * self.count

    def shortest_ways(self, a: int, b: int) -> list[list[int]]:
        """Return the shortest ways between two nodes, the same ones in the same order each time."""
        ways = self._graph.get_all_shortest_paths(a, b)
        return sorted(ways)[:MOST_WAYS]

    def communities(self, weights: list[float]) -> list[list[int]]:
        """Return the nodes by communities, the largest first; nodes without links stand together."""
        if not self.links:
            return [list(range(self.count))] if self.count else []
        with _chance:
            igraph.set_random_number_generator(random.Random(SEED))  # noqa: S311 - the same drawing each time
            found = [list(members) for members in self._graph.community_multilevel(weights=weights)]
        alone = [node for node, degree in enumerate(self.degrees) if not degree]
        together = [members for members in found if self.degrees[members[0]]]
        return sorted([*together, *([alone] if alone else [])], key=lambda members: (-len(members), members))

    def drawn(
        self, nodes: list[int], weights: list[float], start: list[tuple[float, float]]
    ) -> list[tuple[float, float]]:
        """Return where forces bring these nodes, in ascending order, from where they start; only links among them pull."""
        inner = self._graph.induced_subgraph(nodes)
        if not inner.ecount():
            return start
        weight = dict(zip(self.links, weights, strict=True))
        pulls = [weight[tuple(sorted((nodes[edge.source], nodes[edge.target])))] for edge in inner.es]
        with _chance:
            igraph.set_random_number_generator(random.Random(SEED))  # noqa: S311 - the same drawing each time
            return [(x, y) for x, y in inner.layout_fruchterman_reingold(weights=pulls, seed=start, niter=300)]
