"""Force-directed layout of graphs."""

import pytest

from ecosystem.visuals.geometry.force_layout import lay_out_graph
from ecosystem.visuals.geometry.graph import Graph
from ecosystem.visuals.geometry.shapes import Box, build_disc_box
from tests.support.graphs import build_grown_graph, build_pairs_graph

FRAME = Box(36, 44, 1144, 840)
GRAPHS = {
    "none": Graph(0, []),
    "one": Graph(1, []),
    "two": Graph(2, [(0, 1)]),
    "a star": Graph(41, [(0, i) for i in range(1, 41)]),
    "no links": Graph(60, []),
    "pairs": build_pairs_graph(150),
    "500": build_grown_graph(500, 2_000),
    "2,000": build_grown_graph(2_000, 3_000),
}
everywhere = pytest.mark.parametrize("graph", GRAPHS.values(), ids=GRAPHS.keys())


@everywhere
def test_force_layout_keeps_discs_within_the_frame(graph):
    found = lay_out_graph(graph, FRAME)
    # Half a unit is less than a line is wide.
    frame = FRAME.shrink(-0.5)
    assert [
        i for i, point in enumerate(found.points) if not frame.contains(build_disc_box(point, found.radii[i]))
    ] == []


@everywhere
def test_force_layout_discs_do_not_overlap(graph):
    found = lay_out_graph(graph, FRAME)
    order = sorted(range(graph.count), key=lambda i: found.points[i].x)
    reach = 2 * max(found.radii, default=0)
    overlaps = []
    for rank, i in enumerate(order):
        for j in order[rank + 1 :]:
            if found.points[j].x - found.points[i].x > reach:
                break
            if found.points[i].distance(found.points[j]) < found.radii[i] + found.radii[j] - 0.05:
                overlaps.append((i, j))
    assert overlaps == []


@everywhere
def test_force_layout_is_deterministic(graph):
    assert lay_out_graph(graph, FRAME) == lay_out_graph(Graph(graph.count, list(reversed(graph.links))), FRAME)


def test_force_layout_draws_nodes_with_more_links_larger():
    found = lay_out_graph(GRAPHS["a star"], FRAME)
    assert found.radii[0] > found.radii[1]


def test_force_layout_knows_the_best_connected_node_of_a_community():
    (group,) = lay_out_graph(GRAPHS["a star"], FRAME).groups
    assert group.best_connected == 0


def test_force_layout_separates_communities():
    found = lay_out_graph(GRAPHS["500"], FRAME)
    # Where nodes stand, the nearest one is mostly of the same community.
    group = {node: i for i, each in enumerate(found.groups) for node in each.members}
    same = 0
    for i, point in enumerate(found.points):
        nearest = min((j for j in range(500) if j != i), key=lambda j: point.distance(found.points[j]))
        same += group[i] == group[nearest]
    assert same > 450


def test_force_layout_puts_linked_nodes_closer_together():
    graph = GRAPHS["500"]
    points = lay_out_graph(graph, FRAME).points
    tied = sum(points[a].distance(points[b]) for a, b in graph.links) / len(graph.links)
    every = [points[a].distance(points[b]) for a in range(0, 500, 7) for b in range(3, 500, 11) if a != b]
    assert tied < 0.8 * sum(every) / len(every)
