import pytest

from ecosystem.visuals.geometry.graph import MAX_PATHS, Graph
from tests.support.graphs import build_grown_graph

# 0 - 1 - 3 - 4 and 0 - 2 - 3, with 5 alone.
KITE = Graph(6, [(0, 1), (1, 3), (0, 2), (2, 3), (3, 4)])


class TestWays:
    def test_are_all_the_shortest_ones(self):
        assert KITE.find_shortest_paths(0, 3) == [[0, 1, 3], [0, 2, 3]]

    def test_begin_where_they_are_asked_from(self):
        assert KITE.find_shortest_paths(4, 0) == [[4, 3, 1, 0], [4, 3, 2, 0]]

    def test_are_none_where_there_is_none(self):
        assert KITE.find_shortest_paths(0, 5) == []

    def test_to_oneself_are_one_without_a_step(self):
        assert KITE.find_shortest_paths(2, 2) == [[2]]

    def test_are_no_more_than_anybody_reads(self):
        wide = Graph(42, [(end, middle) for end in (0, 1) for middle in range(2, 42)])
        assert len(wide.find_shortest_paths(0, 1)) == MAX_PATHS


class TestBetweenness:
    def test_is_greatest_on_the_bridge(self):
        assert max(range(6), key=KITE.betweenness.__getitem__) == 3

    def test_is_all_of_the_ways_in_the_middle_of_a_star(self):
        assert Graph(4, [(0, 1), (0, 2), (0, 3)]).betweenness == [1.0, 0.0, 0.0, 0.0]

    @pytest.mark.parametrize("count", [0, 1, 2])
    def test_is_nothing_where_there_are_no_others(self, count):
        assert Graph(count, []).betweenness == [0.0] * count


class TestCommunities:
    def test_part_what_hangs_together(self):
        two = Graph(6, [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3)])
        assert two.find_communities([1.0] * 7) == [[0, 1, 2], [3, 4, 5]]

    def test_keep_what_has_no_link_together(self):
        assert Graph(4, [(0, 1)]).find_communities([1.0]) == [[0, 1], [2, 3]]

    def test_are_the_same_each_time(self):
        first, second = (build_grown_graph(300, 900) for _time in range(2))
        assert first.find_communities([1.0] * 900) == second.find_communities([1.0] * 900)

    def test_hold_each_node_once(self):
        found = build_grown_graph(300, 900).find_communities([1.0] * 900)
        assert sorted(node for members in found for node in members) == list(range(300))


def test_takes_a_link_once_whichever_way_it_is_said():
    assert Graph(3, [(1, 0), (0, 1), (2, 2)]).links == [(0, 1)]


def test_is_the_same_to_the_last_digit_each_time():
    first, second = (build_grown_graph(300, 900).betweenness for _time in range(2))
    assert first == second
