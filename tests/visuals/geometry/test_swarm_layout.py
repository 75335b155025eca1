"""Assignment of time spans to lanes so that they do not overlap."""

import itertools

import pytest

from ecosystem.visuals.geometry.swarm_layout import assign_lanes


def test_spans_with_room_share_one_lane():
    assert assign_lanes([(0, 10), (20, 30), (40, 50)], 3) == [0, 0, 0]


def test_overlapping_spans_get_separate_lanes():
    assert assign_lanes([(0, 10), (5, 15), (8, 18)], 3) == [0, 1, 2]


def test_span_gets_the_first_free_lane():
    assert assign_lanes([(0, 10), (5, 15), (13, 20)], 3) == [0, 1, 0]


@pytest.mark.parametrize("number", [0, 1, 500])
def test_spans_of_a_lane_do_not_overlap(number):
    spans = [(i * 37 % 365, i * 37 % 365 + 5 + i % 30) for i in range(number)]
    found = assign_lanes(spans, 2)
    for lane in set(found):
        own = sorted(span for span, each in zip(spans, found, strict=True) if each == lane)
        assert all(a[1] + 2 <= b[0] for a, b in itertools.pairwise(own))
