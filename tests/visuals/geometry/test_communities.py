"""Communities of a graph."""

from itertools import combinations

import pytest

from ecosystem.visuals.geometry.communities import find_communities
from tests.support.graphs import build_grown_graph


def build_ring_of_cliques(cliques, size):
    """Return the links of fully connected groups that are joined in a ring by one link each."""
    inner = [pair for i in range(cliques) for pair in combinations(range(i * size, (i + 1) * size), 2)]
    return inner + [(i * size, (i + 1) % cliques * size + 1) for i in range(cliques)]


def compute_modularity(graph, weights, communities):
    """Return the share of weight within communities less the share expected by chance."""
    group = {node: i for i, members in enumerate(communities) for node in members}
    strengths, within = [0.0] * len(communities), 0.0
    for (a, b), weight in zip(graph.links, weights, strict=True):
        strengths[group[a]] += weight
        strengths[group[b]] += weight
        within += weight * (group[a] == group[b])
    total = sum(weights)
    return within / total - sum((strength / (2 * total)) ** 2 for strength in strengths)


def test_communities_are_the_cliques_of_a_ring():
    links = build_ring_of_cliques(8, 5)
    assert find_communities(40, links, [1.0] * len(links)) == [list(range(i * 5, i * 5 + 5)) for i in range(8)]


def test_communities_join_nodes_with_stronger_links():
    assert find_communities(4, [(0, 1), (1, 2), (2, 3)], [1.0, 5.0, 1.0]) == [[0, 1, 2, 3]]
    path = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)]
    assert find_communities(6, path, [9.0, 1.0, 9.0, 1.0, 9.0]) == [[0, 1], [2, 3], [4, 5]]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_communities_without_links_are_single_nodes(count):
    assert find_communities(count, [], []) == [[node] for node in range(count)]


def test_communities_reach_the_modularity_of_igraph():
    # igraph 1.0 reaches 0.457 to 0.466 by the same method, with 20 random orders of the nodes.
    graph = build_grown_graph(2_000, 3_740)
    weights = [1.0] * len(graph.links)
    communities = find_communities(graph.count, graph.links, weights)
    assert compute_modularity(graph, weights, communities) > 0.457
