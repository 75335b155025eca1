"""Map projection from degrees to the coordinates of a picture."""

import pytest

from ecosystem.visuals.geometry.projection import MapProjection

TERRITORY = MapProjection(113.80, 22.14, 114.46, 22.57, 1180)


def test_projection_maps_corners_to_corners():
    corners = [TERRITORY.project_point(113.80, 22.57), TERRITORY.project_point(114.46, 22.14)]
    assert [(p.x, p.y) for p in corners] == [pytest.approx((0, 0)), pytest.approx((1180, TERRITORY.height))]


def test_projection_keeps_the_ratio_of_both_directions():
    # Over one kilometre either way: 1/111.2 of a degree northward, more of one eastward.
    a = TERRITORY.project_point(114.0, 22.3)
    north, east = (
        TERRITORY.project_point(114.0, 22.3 + 1 / 111.2),
        TERRITORY.project_point(114.0 + 1 / (111.2 * 0.9252), 22.3),
    )
    assert a.y - north.y == pytest.approx(east.x - a.x, rel=0.001)


def test_projection_knows_the_length_of_a_kilometre():
    assert TERRITORY.units_per_kilometre == pytest.approx(
        TERRITORY.project_point(114, 22.3).y - TERRITORY.project_point(114, 22.3 + 1 / 111.2).y
    )


@pytest.mark.parametrize("at", [(114.16, 22.28), (113.80, 22.14), (114.46, 22.57)])
def test_projection_zooms_in_without_leaving_the_map(at):
    closer = TERRITORY.zoom_in(*at, 9)
    assert closer.contains(*at)
    assert TERRITORY.west <= closer.west <= closer.east <= TERRITORY.east + 1e-9
    assert TERRITORY.south <= closer.south <= closer.north <= TERRITORY.north + 1e-9
    assert closer.units_per_degree == pytest.approx(TERRITORY.units_per_degree * 9)


def test_projection_wraps_longitudes_at_the_180th_meridian():
    world = MapProjection(-25, -48, 335, 74, 1180)
    assert (world.wrap_longitude(-122), world.wrap_longitude(114), world.wrap_longitude(-20)) == (238, 114, -20)


def test_projection_lists_meridians_within_the_view():
    assert TERRITORY.list_meridians(0.1) == [113.9, 114.0, 114.1, 114.2, 114.3, 114.4]
