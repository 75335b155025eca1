"""Shortest paths, betweenness and communities of a graph; nodes are numbers from 0."""

from collections.abc import Iterable
from functools import cached_property

import rustworkx

from ecosystem.visuals.geometry import communities

MAX_PATHS = 12
LAYOUT_STEPS = 300


class Graph:
    """An undirected graph without multiple links."""

    def __init__(self, count: int, links: Iterable[tuple[int, int]]):
        self.count = count
        self.links = sorted({(min(a, b), max(a, b)) for a, b in links if a != b})

    @cached_property
    def _graph(self) -> rustworkx.PyGraph[int, float]:
        return _build_graph(self.count, [(a, b, 1.0) for a, b in self.links])

    @cached_property
    def degrees(self) -> list[int]:
        return [self._graph.degree(node) for node in range(self.count)]

    @cached_property
    def betweenness(self) -> list[float]:
        """The share of shortest paths between all other nodes that pass each node, from 0 to 1."""
        others = (self.count - 1) * (self.count - 2) / 2
        # Threads would add up the shares in another order each time, and so round them differently.
        values = rustworkx.betweenness_centrality(self._graph, normalized=False, parallel_threshold=self.count + 1)
        return [values[node] / others if others else 0.0 for node in range(self.count)]

    def find_shortest_paths(self, a: int, b: int) -> list[list[int]]:
        """Return at most MAX_PATHS paths, in a stable order."""
        if a == b:
            return [[a]]
        return sorted(list(path) for path in rustworkx.all_shortest_paths(self._graph, a, b))[:MAX_PATHS]

    def find_communities(self, weights: list[float]) -> list[list[int]]:
        """Return the nodes of each community, the largest first; nodes without links form one community."""
        found = communities.find_communities(self.count, self.links, weights)
        alone = [node for node, degree in enumerate(self.degrees) if not degree]
        connected = [members for members in found if self.degrees[members[0]]]
        return sorted([*connected, *([alone] if alone else [])], key=lambda members: (-len(members), members))

    def compute_force_layout(
        self, nodes: list[int], weights: list[float], start: list[tuple[float, float]]
    ) -> list[tuple[float, float]]:
        """Return the positions of nodes in a force layout that begins with `start`, within a circle of radius 1."""
        position = {node: i for i, node in enumerate(nodes)}
        links = [
            (position[a], position[b], weight)
            for (a, b), weight in zip(self.links, weights, strict=True)
            if a in position and b in position
        ]
        if not links:
            return start
        # The method of Fruchterman and Reingold: forces push with the inverse of the distance. As `start` gives
        # every position, nothing is random.
        places = rustworkx.spring_layout(
            _build_graph(len(nodes), links),
            pos=dict(enumerate(start)),
            repulsive_exponent=1,
            adaptive_cooling=False,
            num_iter=LAYOUT_STEPS,
            weight_fn=float,
        )
        return [(places[i][0], places[i][1]) for i in range(len(nodes))]


def _build_graph(count: int, links: list[tuple[int, int, float]]) -> rustworkx.PyGraph[int, float]:
    graph = rustworkx.PyGraph[int, float](multigraph=False)
    graph.add_nodes_from(range(count))
    graph.add_edges_from(links)
    return graph
