"""Shortest paths, betweenness and communities of a graph; nodes are numbers from 0."""

import random
from collections.abc import Iterable
from functools import cached_property
from threading import Lock

import igraph

SEED = 2026
MAX_PATHS = 12
# igraph has one random number generator for the process; it is used for layouts only.
_random_lock = Lock()


class Graph:
    """An undirected graph without multiple links."""

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
        """The share of shortest paths between all other nodes that pass each node, from 0 to 1."""
        others = (self.count - 1) * (self.count - 2) / 2
        return [value / others for value in self._graph.betweenness()] if others else [0.0] * self.count

    def find_shortest_paths(self, a: int, b: int) -> list[list[int]]:
        """Return at most MAX_PATHS shortest paths between two nodes, in a stable order."""
        return sorted(self._graph.get_all_shortest_paths(a, b))[:MAX_PATHS]

    def find_communities(self, weights: list[float]) -> list[list[int]]:
        """Return the nodes of each community, the largest first; nodes without links form one community."""
        if not self.links:
            return [list(range(self.count))] if self.count else []
        with _random_lock:
            igraph.set_random_number_generator(random.Random(SEED))  # noqa: S311 - the same drawing each time
            communities = [list(members) for members in self._graph.community_multilevel(weights=weights)]
        alone = [node for node, degree in enumerate(self.degrees) if not degree]
        connected = [members for members in communities if self.degrees[members[0]]]
        return sorted([*connected, *([alone] if alone else [])], key=lambda members: (-len(members), members))

    def compute_force_layout(
        self, nodes: list[int], weights: list[float], start: list[tuple[float, float]]
    ) -> list[tuple[float, float]]:
        """Return the positions of nodes, in ascending order, in a force layout that begins with `start`."""
        inner = self._graph.induced_subgraph(nodes)
        if not inner.ecount():
            return start
        weight = dict(zip(self.links, weights, strict=True))
        pulls = [weight[tuple(sorted((nodes[edge.source], nodes[edge.target])))] for edge in inner.es]
        with _random_lock:
            igraph.set_random_number_generator(random.Random(SEED))  # noqa: S311 - the same drawing each time
            return [(x, y) for x, y in inner.layout_fruchterman_reingold(weights=pulls, seed=start, niter=300)]
