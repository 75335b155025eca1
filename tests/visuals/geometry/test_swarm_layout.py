import itertools

import pytest

from ecosystem.visuals.geometry.swarm_layout import assign_lanes


def test_lie_in_one_lane_where_there_is_room():
    assert assign_lanes([(0, 10), (20, 30), (40, 50)], 3) == [0, 0, 0]


def test_rise_where_they_would_lie_on_each_other():
    assert assign_lanes([(0, 10), (5, 15), (8, 18)], 3) == [0, 1, 2]


def test_come_down_again_as_soon_as_there_is_room():
    assert assign_lanes([(0, 10), (5, 15), (13, 20)], 3) == [0, 1, 0]


@pytest.mark.parametrize("number", [0, 1, 500])
def test_never_overlap_in_a_lane(number):
    spans = [(i * 37 % 365, i * 37 % 365 + 5 + i % 30) for i in range(number)]
    found = assign_lanes(spans, 2)
    for lane in set(found):
        own = sorted(span for span, each in zip(spans, found, strict=True) if each == lane)
        assert all(a[1] + 2 <= b[0] for a, b in itertools.pairwise(own))
