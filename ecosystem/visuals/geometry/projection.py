"""A stretch of the earth on a flat frame: degrees to the units of a picture."""

from dataclasses import dataclass
from math import cos, radians

from ecosystem.visuals.geometry.shapes import Box, Point

# Of a degree of latitude.
KILOMETRES = 111.2


@dataclass(frozen=True)
class View:
    """What lies between these degrees, `width` units wide.

    Equirectangular, with the true ratio of both directions in the middle: over a
    city or a delta nobody sees a difference from any other projection.
    """

    west: float
    south: float
    east: float
    north: float
    width: float

    @property
    def _squeeze(self) -> float:
        return cos(radians((self.south + self.north) / 2))

    @property
    def per_degree(self) -> float:
        """Units for a degree of longitude."""
        return self.width / (self.east - self.west)

    @property
    def height(self) -> float:
        return (self.north - self.south) * self.per_degree / self._squeeze

    @property
    def box(self) -> Box:
        return Box(0, 0, self.width, self.height)

    @property
    def per_kilometre(self) -> float:
        return self.per_degree / self._squeeze / KILOMETRES

    def point(self, longitude: float, latitude: float) -> Point:
        return Point(
            (longitude - self.west) * self.per_degree,
            (self.north - latitude) * self.per_degree / self._squeeze,
        )

    def turned(self, longitude: float) -> float:
        """Return a longitude as it is counted from the western edge of a view across the 180th meridian."""
        return longitude + 360 if longitude < self.west and longitude + 360 <= self.east else longitude

    def shows(self, longitude: float, latitude: float) -> bool:
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north

    def closer(self, longitude: float, latitude: float, factor: float) -> "View":
        """Return the view so many times closer about a point, moved to where it still lies within this one."""
        across, down = (self.east - self.west) / factor, (self.north - self.south) / factor
        west = min(max(longitude - across / 2, self.west), self.east - across)
        south = min(max(latitude - down / 2, self.south), self.north - down)
        return View(west, south, west + across, south + down, self.width)

    def meridians(self, step: float) -> list[float]:
        return _multiples(self.west, self.east, step)

    def parallels(self, step: float) -> list[float]:
        return _multiples(self.south, self.north, step)


def _multiples(least: float, most: float, step: float) -> list[float]:
    # A sum of steps would drift.
    found = (round(i * step, 6) for i in range(int(least // step), int(most // step) + 2))
    return [value for value in found if least < value < most]
