"""Graphs: shortest paths, betweenness and communities."""

import pytest

from ecosystem.visuals.geometry.graph import MAX_PATHS, Graph
from tests.support.graphs import build_grown_graph

# 0 - 1 - 3 - 4 and 0 - 2 - 3, with 5 alone.
KITE = Graph(6, [(0, 1), (1, 3), (0, 2), (2, 3), (3, 4)])


class TestShortestPaths:
    def test_all_shortest_paths_are_found(self):
        assert KITE.find_shortest_paths(0, 3) == [[0, 1, 3], [0, 2, 3]]

    def test_paths_start_at_the_given_node(self):
        assert KITE.find_shortest_paths(4, 0) == [[4, 3, 1, 0], [4, 3, 2, 0]]

    def test_unconnected_nodes_have_no_path(self):
        assert KITE.find_shortest_paths(0, 5) == []

    def test_path_to_the_same_node_has_no_steps(self):
        assert KITE.find_shortest_paths(2, 2) == [[2]]

    def test_number_of_paths_is_limited(self):
        wide = Graph(42, [(end, middle) for end in (0, 1) for middle in range(2, 42)])
        assert len(wide.find_shortest_paths(0, 1)) == MAX_PATHS


class TestGraphBetweenness:
    def test_is_greatest_at_a_bridge(self):
        assert max(range(6), key=KITE.betweenness.__getitem__) == 3

    def test_is_one_in_the_middle_of_a_star(self):
        assert Graph(4, [(0, 1), (0, 2), (0, 3)]).betweenness == [1.0, 0.0, 0.0, 0.0]

    @pytest.mark.parametrize("count", [0, 1, 2])
    def test_is_zero_without_other_nodes(self, count):
        assert Graph(count, []).betweenness == [0.0] * count


class TestGraphCommunities:
    def test_are_separated_at_a_single_link(self):
        two = Graph(6, [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3)])
        assert two.find_communities([1.0] * 7) == [[0, 1, 2], [3, 4, 5]]

    def test_unlinked_nodes_form_one_community(self):
        assert Graph(4, [(0, 1)]).find_communities([1.0]) == [[0, 1], [2, 3]]

    def test_are_deterministic(self):
        first, second = (build_grown_graph(300, 900) for _time in range(2))
        assert first.find_communities([1.0] * 900) == second.find_communities([1.0] * 900)

    def test_contain_each_node_once(self):
        found = build_grown_graph(300, 900).find_communities([1.0] * 900)
        assert sorted(node for members in found for node in members) == list(range(300))


def test_graph_ignores_duplicate_and_self_links():
    assert Graph(3, [(1, 0), (0, 1), (2, 2)]).links == [(0, 1)]


def test_graph_betweenness_is_deterministic():
    first, second = (build_grown_graph(300, 900).betweenness for _time in range(2))
    assert first == second
