"""Clusters of nearby points on a map."""

from itertools import combinations

import pytest

from ecosystem.visuals.geometry.clusters import WeightedPoint, cluster_points, compute_cluster_radius
from ecosystem.visuals.geometry.shapes import Point


def spots(number):
    return [WeightedPoint(i, Point(i * 37 % 400, i * 91 % 300), i % 7 + 1) for i in range(number)]


@pytest.mark.parametrize("number", [0, 1, 2, 50, 2_000])
def test_clusters_do_not_touch(number):
    found = cluster_points(spots(number))
    touching = [(a, b) for a, b in combinations(found, 2) if a.point.distance(b.point) < a.radius + b.radius]
    assert touching == []


@pytest.mark.parametrize("number", [1, 50, 2_000])
def test_clusters_contain_every_point(number):
    found = cluster_points(spots(number))
    assert sorted(spot.key for cluster in found for spot in cluster.spots) == list(range(number))
    assert sum(cluster.number for cluster in found) == sum(spot.number for spot in spots(number))


def test_distant_points_are_not_clustered():
    found = cluster_points([WeightedPoint(1, Point(0, 0), 1), WeightedPoint(2, Point(100, 0), 1)])
    assert [len(cluster.spots) for cluster in found] == [1, 1]


def test_cluster_is_at_the_weighted_middle_of_its_points():
    (found,) = cluster_points([WeightedPoint(1, Point(0, 0), 3), WeightedPoint(2, Point(8, 0), 1)])
    assert found.point == Point(2, 0)
    assert found.largest_point.key == 1


def test_clusters_are_independent_of_the_order_of_points():
    given = spots(50)
    assert cluster_points(given) == cluster_points(given[::-1])


def test_cluster_area_is_proportional_to_its_number():
    assert compute_cluster_radius(36) / compute_cluster_radius(9) == pytest.approx(2)
