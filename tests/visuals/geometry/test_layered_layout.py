"""Layout of layers in columns from left to right."""

from ecosystem.visuals.geometry.layered_layout import ROW_HEIGHT, WIDTH, lay_out_layers


def test_layered_layout_runs_from_left_to_right():
    found = lay_out_layers([[1], [2, 3], [4]]).points
    assert found[1].x < found[2].x == found[3].x < found[4].x


def test_layered_layout_keeps_nodes_of_a_column_apart():
    found = lay_out_layers([[1], [2, 3], [4]]).points
    assert found[3].y - found[2].y == ROW_HEIGHT


def test_layered_layout_stays_within_its_frame():
    found = lay_out_layers([list(range(10)), [10]])
    assert all(0 < p.x < WIDTH and 0 < p.y < found.height for p in found.points.values())


def test_layered_layout_of_no_layers_is_empty():
    assert lay_out_layers([]).points == {}
