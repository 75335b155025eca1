from itertools import combinations

import pytest

from ecosystem.visuals.geometry.label_placement import LabelRequest, place_labels
from ecosystem.visuals.geometry.shapes import Box, Point, build_disc_box

FRAME = Box(0, 0, 400, 300)


def wish(key, x, y, text="A laboratory", **more):
    return LabelRequest(key, text, Point(x, y), 5.0, 12.0, **more)


def crowd(number):
    return [wish(i, 40 + i * 17 % 320, 30 + i * 23 % 240) for i in range(number)]


@pytest.mark.parametrize("number", [0, 1, 2, 60, 400])
def test_never_overlap(number):
    placed = place_labels(crowd(number), FRAME)
    assert [pair for pair in combinations(placed, 2) if pair[0].box.overlaps(pair[1].box)] == []


def test_stay_within_the_frame():
    placed = place_labels([wish(i, x, y) for i, (x, y) in enumerate([(1, 1), (399, 1), (1, 299), (399, 299)])], FRAME)
    assert len(placed) == 4
    assert all(FRAME.contains(label.box) for label in placed)


def test_stand_to_the_right_where_they_can():
    (label,) = place_labels([wish(1, 100, 100)], FRAME)
    assert (label.anchor, label.x) == ("start", 108.0)


def test_stand_to_the_left_of_what_is_at_the_right_edge():
    (label,) = place_labels([wish(1, 395, 100)], FRAME)
    assert label.anchor == "end"


def test_hide_nothing_that_is_taken():
    taken = build_disc_box(Point(140, 100), 30)
    (label,) = place_labels([wish(1, 100, 100)], FRAME, [taken])
    assert not label.box.overlaps(taken)


def test_are_left_out_where_no_place_is_free():
    assert place_labels([wish(1, 100, 100)], FRAME, [FRAME]) == []


def test_come_in_the_order_of_the_wishes():
    first, second = wish(1, 100, 100), wish(2, 100, 100)
    assert next(label for label in place_labels([second, first], FRAME)).key == 2


def test_of_a_community_stand_nowhere_but_above():
    (label,) = place_labels([wish(1, 100, 100, is_above=True)], FRAME)
    assert (label.anchor, label.box.bottom) == ("middle", pytest.approx(92.0))
