"""Discs that would lie on each other, drawn as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from ecosystem.visuals.geometry.shapes import Point

# A disc's area follows its number; the smallest can still be hit.
SMALLEST, GROWTH, LARGEST = 4.0, 3.2, 26.0
GAP = 2.0


@dataclass(frozen=True)
class Spot:
    """Something at a point, with a number that says how much of it there is."""

    key: int
    at: Point
    number: int


@dataclass(frozen=True)
class Cluster:
    """Spots drawn as one disc, those of the largest number first, in their common middle."""

    spots: tuple[Spot, ...]
    at: Point
    number: int

    @property
    def radius(self) -> float:
        return radius(self.number)

    @property
    def strongest(self) -> Spot:
        return self.spots[0]


def radius(number: int) -> float:
    return min(LARGEST, max(SMALLEST, GROWTH * sqrt(number)))


def clustered(spots: Sequence[Spot]) -> list[Cluster]:
    """Join spots until no disc touches another; those of the largest number stand first."""
    clusters = [_joined([spot]) for spot in sorted(spots, key=lambda spot: (-spot.number, spot.key))]
    while True:
        found: list[Cluster] = []
        for cluster in clusters:
            near = next((i for i, other in enumerate(found) if _touch(cluster, other)), None)
            if near is None:
                found.append(cluster)
            else:
                found[near] = _joined([*found[near].spots, *cluster.spots])
        if len(found) == len(clusters):
            return sorted(found, key=lambda cluster: (-cluster.number, cluster.strongest.key))
        clusters = found


def _touch(a: Cluster, b: Cluster) -> bool:
    return a.at.distance(b.at) < a.radius + b.radius + GAP


def _joined(spots: Sequence[Spot]) -> Cluster:
    number = sum(spot.number for spot in spots)
    weights = [max(spot.number, 1) for spot in spots]
    at = Point(
        sum(spot.at.x * weight for spot, weight in zip(spots, weights, strict=True)) / sum(weights),
        sum(spot.at.y * weight for spot, weight in zip(spots, weights, strict=True)) / sum(weights),
    )
    return Cluster(tuple(sorted(spots, key=lambda spot: (-spot.number, spot.key))), at, number)
