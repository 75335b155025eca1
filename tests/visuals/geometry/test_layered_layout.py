from ecosystem.visuals.geometry.layered_layout import ROW_HEIGHT, WIDTH, lay_out_layers


def test_lead_from_left_to_right():
    found = lay_out_layers([[1], [2, 3], [4]]).points
    assert found[1].x < found[2].x == found[3].x < found[4].x


def test_stand_apart_in_their_column():
    found = lay_out_layers([[1], [2, 3], [4]]).points
    assert found[3].y - found[2].y == ROW_HEIGHT


def test_stay_within_the_picture():
    found = lay_out_layers([list(range(10)), [10]])
    assert all(0 < p.x < WIDTH and 0 < p.y < found.height for p in found.points.values())


def test_of_nothing_are_nothing():
    assert lay_out_layers([]).points == {}
