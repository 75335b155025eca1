"""Clustering of overlapping discs."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from ecosystem.visuals.geometry.shapes import Point

# The area of a disc follows its number; the smallest can still be clicked.
SMALLEST, GROWTH, LARGEST = 4.0, 3.2, 26.0
GAP = 2.0


@dataclass(frozen=True)
class WeightedPoint:
    key: int
    point: Point
    number: int


@dataclass(frozen=True)
class Cluster:
    """Points drawn as one disc at their weighted middle, those with the largest number first."""

    spots: tuple[WeightedPoint, ...]
    point: Point
    number: int

    @property
    def radius(self) -> float:
        return compute_cluster_radius(self.number)

    @property
    def largest_point(self) -> WeightedPoint:
        return self.spots[0]


def compute_cluster_radius(number: int) -> float:
    return min(LARGEST, max(SMALLEST, GROWTH * sqrt(number)))


def cluster_points(spots: Sequence[WeightedPoint]) -> list[Cluster]:
    """Join points until no discs touch; return the clusters, those with the largest number first."""
    clusters = [_join_points([spot]) for spot in sorted(spots, key=lambda spot: (-spot.number, spot.key))]
    while True:
        joined: list[Cluster] = []
        for cluster in clusters:
            near = next((i for i, other in enumerate(joined) if _are_touching(cluster, other)), None)
            if near is None:
                joined.append(cluster)
            else:
                joined[near] = _join_points([*joined[near].spots, *cluster.spots])
        if len(joined) == len(clusters):
            return sorted(joined, key=lambda cluster: (-cluster.number, cluster.largest_point.key))
        clusters = joined


def _are_touching(a: Cluster, b: Cluster) -> bool:
    return a.point.distance(b.point) < a.radius + b.radius + GAP


def _join_points(spots: Sequence[WeightedPoint]) -> Cluster:
    number = sum(spot.number for spot in spots)
    weights = [max(spot.number, 1) for spot in spots]
    point = Point(
        sum(spot.point.x * weight for spot, weight in zip(spots, weights, strict=True)) / sum(weights),
        sum(spot.point.y * weight for spot, weight in zip(spots, weights, strict=True)) / sum(weights),
    )
    return Cluster(tuple(sorted(spots, key=lambda spot: (-spot.number, spot.key))), point, number)
