from itertools import combinations

import pytest

from ecosystem.visuals.geometry.clusters import WeightedPoint, cluster_points, compute_cluster_radius
from ecosystem.visuals.geometry.shapes import Point


def spots(number):
    return [WeightedPoint(i, Point(i * 37 % 400, i * 91 % 300), i % 7 + 1) for i in range(number)]


@pytest.mark.parametrize("number", [0, 1, 2, 50, 2_000])
def test_never_touch_each_other(number):
    found = cluster_points(spots(number))
    touching = [(a, b) for a, b in combinations(found, 2) if a.point.distance(b.point) < a.radius + b.radius]
    assert touching == []


@pytest.mark.parametrize("number", [1, 50, 2_000])
def test_leave_nothing_out(number):
    found = cluster_points(spots(number))
    assert sorted(spot.key for cluster in found for spot in cluster.spots) == list(range(number))
    assert sum(cluster.number for cluster in found) == sum(spot.number for spot in spots(number))


def test_leave_alone_what_lies_apart():
    found = cluster_points([WeightedPoint(1, Point(0, 0), 1), WeightedPoint(2, Point(100, 0), 1)])
    assert [len(cluster.spots) for cluster in found] == [1, 1]


def test_stand_in_the_middle_of_what_they_join_by_its_number():
    (found,) = cluster_points([WeightedPoint(1, Point(0, 0), 3), WeightedPoint(2, Point(8, 0), 1)])
    assert found.point == Point(2, 0)
    assert found.largest_point.key == 1


def test_are_the_same_in_any_order_of_what_they_are_given():
    given = spots(50)
    assert cluster_points(given) == cluster_points(given[::-1])


def test_are_so_large_that_their_areas_follow_their_numbers():
    assert compute_cluster_radius(36) / compute_cluster_radius(9) == pytest.approx(2)
