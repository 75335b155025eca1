"""Map projection: degrees to the units of a drawing."""

from dataclasses import dataclass
from math import cos, radians

from ecosystem.visuals.geometry.shapes import Box, Point

# Kilometres per degree of latitude.
KILOMETRES = 111.2


@dataclass(frozen=True)
class MapProjection:
    """An equirectangular projection of an area, `width` units wide, true to scale at its middle latitude."""

    west: float
    south: float
    east: float
    north: float
    width: float

    @property
    def _longitude_scale(self) -> float:
        return cos(radians((self.south + self.north) / 2))

    @property
    def units_per_degree(self) -> float:
        """Units per degree of longitude."""
        return self.width / (self.east - self.west)

    @property
    def height(self) -> float:
        return (self.north - self.south) * self.units_per_degree / self._longitude_scale

    @property
    def box(self) -> Box:
        return Box(0, 0, self.width, self.height)

    @property
    def units_per_kilometre(self) -> float:
        return self.units_per_degree / self._longitude_scale / KILOMETRES

    def project_point(self, longitude: float, latitude: float) -> Point:
        return Point(
            (longitude - self.west) * self.units_per_degree,
            (self.north - latitude) * self.units_per_degree / self._longitude_scale,
        )

    def wrap_longitude(self, longitude: float) -> float:
        """Return the longitude counted beyond 180 degrees if the view crosses the 180th meridian."""
        return longitude + 360 if longitude < self.west and longitude + 360 <= self.east else longitude

    def contains(self, longitude: float, latitude: float) -> bool:
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north

    def zoom_in(self, longitude: float, latitude: float, factor: float) -> "MapProjection":
        """Return the view enlarged by `factor` around a point, moved so that it stays within this one."""
        across, down = (self.east - self.west) / factor, (self.north - self.south) / factor
        west = min(max(longitude - across / 2, self.west), self.east - across)
        south = min(max(latitude - down / 2, self.south), self.north - down)
        return MapProjection(west, south, west + across, south + down, self.width)

    def list_meridians(self, step: float) -> list[float]:
        return _list_multiples(self.west, self.east, step)

    def list_parallels(self, step: float) -> list[float]:
        return _list_multiples(self.south, self.north, step)


def _list_multiples(least: float, most: float, step: float) -> list[float]:
    # Multiples, because a sum of steps would accumulate rounding errors.
    multiples = (round(i * step, 6) for i in range(int(least // step), int(most // step) + 2))
    return [value for value in multiples if least < value < most]
