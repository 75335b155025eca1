"""Placement of callouts: names of areas on a map, with leader lines where needed."""

from itertools import combinations

import pytest

from ecosystem.visuals.geometry.callouts import CalloutArea, place_callouts
from ecosystem.visuals.geometry.outlines import Polygon
from ecosystem.visuals.geometry.shapes import Box, Point

FRAME = Box(0, 0, 800, 600)


def area(key, left, top, width, height, text="A district 12"):
    right, bottom = left + width, top + height
    ring = [Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom)]
    return CalloutArea(key, text, Polygon([ring]), Point((left + right) / 2, (top + bottom) / 2))


WIDE = area("wide", 100, 50, 300, 100)
SMALL = [area(f"small-{i}", 300 + i % 3 * 30, 250 + i // 3 * 12, 20, 10) for i in range(9)]


def test_callout_is_inside_an_area_that_is_wide_enough():
    (found,) = place_callouts([WIDE], FRAME, [], 13)
    assert (found.anchor, found.leader) == ("middle", None)


def test_callout_of_a_small_area_may_extend_over_the_sea():
    (found,) = place_callouts(SMALL[:1], FRAME, [], 13)
    assert (found.anchor, found.leader) == ("middle", None)


def test_callout_of_a_crowded_area_is_next_to_it_with_a_leader():
    found = next(callout for callout in place_callouts(SMALL, FRAME, [], 13) if callout.key == "small-4")
    assert found.leader[0] == SMALL[4].middle
    assert not found.box.left <= SMALL[4].middle.x <= found.box.right


def test_callouts_name_each_area_once():
    found = place_callouts([WIDE, *SMALL], FRAME, [], 13)
    assert sorted(callout.key for callout in found) == sorted(each.key for each in [WIDE, *SMALL])


def test_callouts_do_not_overlap():
    found = place_callouts([WIDE, *SMALL], FRAME, [Box(340, 240, 360, 260)], 13)
    assert [(a.key, b.key) for a, b in combinations(found, 2) if a.box.overlaps(b.box)] == []
    assert all(FRAME.contains(callout.box) for callout in found)


def test_callout_does_not_cover_the_leader_of_another():
    inside = area("inside", 400, 200, 240, 100)
    small = area("small", 380, 248, 10, 10)
    far = area("far", 100, 248, 10, 10)
    found = {callout.key: callout for callout in place_callouts([inside, far, small], FRAME, [], 13)}
    a, b = found["small"].leader
    box = found["inside"].box
    through = [
        i
        for i in range(101)
        if box.left < a.x + (b.x - a.x) * i / 100 < box.right and box.top < a.y + (b.y - a.y) * i / 100 < box.bottom
    ]
    assert through == []


def test_no_areas_have_no_callouts():
    assert place_callouts([], FRAME, [], 13) == []


@pytest.mark.parametrize("top", [0, 590])
def test_callouts_at_the_edge_stay_within_the_frame(top):
    found = place_callouts([area(str(i), 400, top, 5, 5) for i in range(6)], FRAME, [], 13)
    assert all(FRAME.contains(callout.box) for callout in found)
