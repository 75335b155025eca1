"""Outlines of districts and countries, drawn as SVG paths."""

import itertools
import re
from math import hypot

import pytest

from ecosystem.models import District
from ecosystem.visuals.geometry.outlines import (
    Outline,
    Polygon,
    build_outline_path,
    find_inmost_point,
    load_outlines,
    simplify_line,
)
from ecosystem.visuals.geometry.projection import MapProjection
from ecosystem.visuals.geometry.shapes import Point

TERRITORY = MapProjection(113.80, 22.14, 114.46, 22.57, 1180)
SQUARE = [Point(0, 0), Point(10, 0), Point(10, 10), Point(0, 10)]


def corners(d):
    """Return the corners of a path of relative steps."""
    found = []
    for part in re.findall(r"M([^z]+)z", d):
        start, _l, steps = part.partition("l")
        x, y = map(float, start.split(","))
        found.append((x, y))
        for step in steps.split():
            dx, dy = map(float, step.split(","))
            x, y = x + dx, y + dy
            found.append((x, y))
    return found


def test_outlines_exist_for_each_district():
    assert {outline.name for outline in load_outlines("hong_kong_districts")} == set(District.values)


@pytest.mark.parametrize("zoom", [1, 9, 81])
@pytest.mark.parametrize("file", ["hong_kong_districts", "greater_bay_area", "world"])
def test_outline_path_stays_near_the_frame(file, zoom):
    view = TERRITORY.zoom_in(114.16, 22.28, zoom)
    found = [corner for outline in load_outlines(file) for corner in corners(build_outline_path(outline, view))]
    assert found
    assert [(x, y) for x, y in found if not (-9 <= x <= 1189 and -9 <= y <= view.height + 9)] == []


def test_simplified_line_stays_within_its_tolerance():
    line = [Point(i, (i * 7919) % 13 / 10) for i in range(200)]
    kept = simplify_line(line, 0.5)
    assert len(kept) < len(line)

    def away(point):
        pairs = itertools.pairwise(kept)
        a, b = next((a, b) for a, b in pairs if a.x <= point.x <= b.x)
        return abs((b.x - a.x) * (a.y - point.y) - (a.x - point.x) * (b.y - a.y)) / hypot(b.x - a.x, b.y - a.y)

    assert max(map(away, line)) <= 0.5


def test_outline_around_the_whole_frame_is_clipped():
    around = Outline("all", (((110, 20), (118, 20), (118, 25), (110, 25)),))
    found = corners(build_outline_path(around, TERRITORY))
    assert (min(x for x, _y in found), max(x for x, _y in found)) == (-8, 1188)


def test_outline_outside_the_frame_has_no_path():
    assert build_outline_path(Outline("far", (((0, 0), (1, 0), (1, 1)),)), TERRITORY) == ""


@pytest.mark.parametrize(("point", "is_in"), [(Point(5, 5), True), (Point(15, 5), False), (Point(-1, -1), False)])
def test_polygon_contains_points_inside_only(point, is_in):
    assert Polygon([SQUARE]).contains(point) is is_in


def test_inmost_point_of_a_horseshoe_is_inside_it():
    horseshoe = [Point(*xy) for xy in [(0, 0), (30, 0), (30, 30), (20, 30), (20, 10), (10, 10), (10, 30), (0, 30)]]
    shape = Polygon([horseshoe])
    assert shape.contains(find_inmost_point(shape))


def test_inmost_point_of_each_district_is_inside_it():
    for outline in load_outlines("hong_kong_districts"):
        shape = Polygon([TERRITORY.project_point(*degrees) for degrees in ring] for ring in outline.rings)
        assert shape.contains(find_inmost_point(shape)), outline.name
