"""Placement of labels next to points."""

from itertools import combinations

import pytest

from ecosystem.visuals.geometry.label_placement import LabelRequest, place_labels
from ecosystem.visuals.geometry.shapes import Box, Point, build_disc_box

FRAME = Box(0, 0, 400, 300)


def request_label(key, x, y, text="A laboratory", **more):
    return LabelRequest(key, text, Point(x, y), 5.0, 12.0, **more)


def crowd(number):
    return [request_label(i, 40 + i * 17 % 320, 30 + i * 23 % 240) for i in range(number)]


@pytest.mark.parametrize("number", [0, 1, 2, 60, 400])
def test_labels_do_not_overlap(number):
    placed = place_labels(crowd(number), FRAME)
    assert [pair for pair in combinations(placed, 2) if pair[0].box.overlaps(pair[1].box)] == []


def test_labels_stay_within_the_frame():
    placed = place_labels(
        [request_label(i, x, y) for i, (x, y) in enumerate([(1, 1), (399, 1), (1, 299), (399, 299)])], FRAME
    )
    assert len(placed) == 4
    assert all(FRAME.contains(label.box) for label in placed)


def test_label_is_to_the_right_by_default():
    (label,) = place_labels([request_label(1, 100, 100)], FRAME)
    assert (label.anchor, label.x) == ("start", 108.0)


def test_label_is_to_the_left_at_the_right_edge():
    (label,) = place_labels([request_label(1, 395, 100)], FRAME)
    assert label.anchor == "end"


def test_label_does_not_cover_occupied_space():
    taken = build_disc_box(Point(140, 100), 30)
    (label,) = place_labels([request_label(1, 100, 100)], FRAME, [taken])
    assert not label.box.overlaps(taken)


def test_label_is_left_out_if_there_is_no_space():
    assert place_labels([request_label(1, 100, 100)], FRAME, [FRAME]) == []


def test_labels_are_placed_in_the_order_of_requests():
    first, second = request_label(1, 100, 100), request_label(2, 100, 100)
    assert next(label for label in place_labels([second, first], FRAME)).key == 2


def test_label_of_a_community_is_above_its_point():
    (label,) = place_labels([request_label(1, 100, 100, is_above=True)], FRAME)
    assert (label.anchor, label.box.bottom) == ("middle", pytest.approx(92.0))
