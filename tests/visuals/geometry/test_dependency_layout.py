"""Layout of initiatives that build on others, in columns from left to right."""

import pytest

from ecosystem.visuals.geometry.dependency_layout import WIDTH, lay_out_dependencies

# 1 and 2 build on 0, 3 on 1 and on 4.
ARROWS = [(1, 0), (2, 0), (3, 1), (3, 4)]


def points(count, arrows):
    return lay_out_dependencies([100.0] * count, arrows).points


def test_dependency_layout_puts_nodes_right_of_their_dependencies():
    found = points(5, ARROWS)
    assert all(found[base].x < found[thing].x for thing, base in ARROWS)


def test_dependency_layout_gives_each_node_its_own_place():
    found = points(5, ARROWS)
    assert len({(round(p.x), round(p.y)) for p in found}) == 5


def test_dependency_layout_keeps_rows_of_a_column_apart():
    found = points(40, [(i, (i - 1) // 3) for i in range(1, 40)])
    by_column = {}
    for point in found:
        by_column.setdefault(point.x, []).append(point.y)
    assert all(b - a >= 29.9 for ys in by_column.values() for a, b in zip(sorted(ys), sorted(ys)[1:], strict=False))


@pytest.mark.parametrize("count", [0, 1, 12])
def test_dependency_layout_stays_within_its_frame(count):
    found = lay_out_dependencies([100.0] * count, [])
    assert all(0 < p.x < WIDTH and 0 < p.y < found.height for p in found.points)


def test_dependency_layout_draws_each_arrow():
    assert len(lay_out_dependencies([100.0] * 5, ARROWS).curves) == 4


def test_dependency_layout_handles_cycles():
    found = lay_out_dependencies([100.0] * 3, [(0, 1), (1, 2), (2, 0)])
    assert len(found.curves) == 3
    assert len({(p.x, p.y) for p in found.points}) == 3


def test_dependency_layout_starts_arrows_at_the_end_of_a_name():
    short, long = (lay_out_dependencies([width, 10.0], [(1, 0)]).curves[0] for width in (20.0, 120.0))
    assert float(long[1:].split(",")[0]) - float(short[1:].split(",")[0]) == 100
