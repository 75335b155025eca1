"""Map drawings for templates, and the parts that all maps share."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext as _, ngettext, pgettext

from ecosystem.models import District, Place
from ecosystem.visuals.geometry import label_placement
from ecosystem.visuals.geometry.callouts import Callout
from ecosystem.visuals.geometry.outlines import build_outline_path, load_outlines
from ecosystem.visuals.geometry.projection import MapProjection
from ecosystem.visuals.geometry.shapes import Box, Point, format_coordinate
from ecosystem.visuals.map.data import MapCity, OccupiedPlace

TERRITORY_PROJECTION = MapProjection(113.80, 22.14, 114.46, 22.57, 1180)
BAY_PROJECTION = MapProjection(112.2, 21.7, 115.1, 23.6, 680)
EAST_ASIA_PROJECTION = MapProjection(96, 17, 131, 47, 680)
# From the Atlantic eastward, so that lines across the Pacific are not cut.
WORLD_PROJECTION = MapProjection(-25, -48, 335, 74, 1180)
HONG_KONG_COORDINATES = (114.17, 22.31)
# The font size of names.
NAME_SIZE = 13.0


@dataclass(frozen=True)
class DistrictArea:
    """`step` is the tint."""

    path: str
    district: District
    number: int
    step: int


@dataclass(frozen=True)
class MapDisc:
    """A site, a city, or several sites that are too close to each other to be drawn separately."""

    x: str
    y: str
    radius: str
    kind: str
    number: int
    spots: tuple[OccupiedPlace, ...] = ()
    city: MapCity | None = None
    # The place and zoom step at which clustered sites separate.
    zoom_target: tuple[Place, int] | None = None
    address: str = ""

    @property
    def place(self) -> Place | None:
        return self.spots[0].place if self.spots else None

    @property
    def tooltip(self) -> str:
        if self.city:
            return f"{self.city.name} · {_format_organisation_count(self.number)}"
        return "\n".join(map(self._describe_spot, self.spots))

    def _describe_spot(self, spot: OccupiedPlace) -> str:
        text = f"{spot.place.name} · {_format_organisation_count(len(spot.organisations))}"
        if self.kind != "site":
            return text
        names = pgettext("between names", "; ").join(str(body.name) for body in spot.named_organisations)
        return f"{text}{pgettext('before a list', ': ')}{names}{'…' if spot.unnamed_count else ''}"


def _format_organisation_count(number: int) -> str:
    text = ngettext("%(n)s organisation", "%(n)s organisations", number)
    return text % {"n": f"{number:,}"}


@dataclass(frozen=True)
class MapText:
    text: str
    x: str
    y: str
    anchor: str
    look: str
    number: int | None = None
    lang: str = ""


@dataclass(frozen=True)
class CityLink:
    path: str
    width: str
    city: MapCity


@dataclass(frozen=True)
class MapDrawing:
    width: float
    height: float
    look: str = ""
    land: list[str] = field(default_factory=list)
    grounds: list[DistrictArea] = field(default_factory=list)
    graticule: list[str] = field(default_factory=list)
    links: list[CityLink] = field(default_factory=list)
    discs: list[MapDisc] = field(default_factory=list)
    leaders: list[str] = field(default_factory=list)
    texts: list[MapText] = field(default_factory=list)
    scale: str = ""

    @property
    def file_height(self) -> float:
        # Leaves room for the credits.
        return self.height + 30


def get_place_coordinates(place: Place) -> tuple[float, float]:
    """Return `(longitude, latitude)`."""
    return float(place.longitude), float(place.latitude)


def build_water_names(view: MapProjection, named: Sequence[tuple[float, float, str]]) -> list[MapText]:
    """`named` are `(longitude, latitude, English name)`."""
    labels = {
        "Deep Bay": pgettext("on a map", "Deep Bay"),
        "Mirs Bay": pgettext("on a map", "Mirs Bay"),
        "South China Sea": pgettext("on a map", "South China Sea"),
    }
    return [build_map_text(labels[name], view.project_point(x, y), "middle", "water") for x, y, name in named]


def build_map_text(
    text: str, point: Point, anchor: str, look: str, number: int | None = None, lang: str = ""
) -> MapText:
    return MapText(text, format_coordinate(point.x), format_coordinate(point.y), anchor, look, number, lang)


def find_mobile_label_keys(names: Sequence[Callout | label_placement.PlacedLabel], size: float, frame: Box) -> set:
    """Return the keys of names that find room at a font size, in their order."""
    grid, keys = label_placement.OccupancyGrid(), set()
    for name in names:
        width = name.box.width * size / NAME_SIZE
        left = {"start": name.x, "middle": name.x - width / 2, "end": name.x - width}[name.anchor]
        box = Box(left, name.y - size, left + width, name.y + size * 0.25)
        if frame.contains(box) and grid.is_free(box):
            keys.add(name.key)
            grid.occupy(box)
    return keys


def get_label_classes(name: Callout | label_placement.PlacedLabel, mobile_keys: set) -> str:
    """Narrow screens show only the names in `mobile_keys`."""
    return "halo label label--major" if name.key in mobile_keys else "halo label"


def build_graticule(view: MapProjection, step: float, digits: int) -> tuple[list[str], list[MapText]]:
    """Draw a line every `step` degrees, labelled with `digits` decimals."""
    lines, texts = [], []
    height = view.height
    for degree in view.list_meridians(step):
        x = view.project_point(degree, view.south).x
        lines.append(f"M{format_coordinate(x)},0V{format_coordinate(height)}")
        if x < view.width - 50:
            texts.append(build_map_text(_format_longitude(degree, digits), Point(x + 3, height - 6), "start", "degree"))
    for degree in view.list_parallels(step):
        y = view.project_point(view.west, degree).y
        lines.append(f"M0,{format_coordinate(y)}H{format_coordinate(view.width)}")
        if 20 < y < height - 24:
            texts.append(build_map_text(_format_latitude(degree, digits), Point(5, y - 4), "start", "degree"))
    return lines, texts


def _format_longitude(degree: float, digits: int) -> str:
    label = _("%(degrees)s°E") if degree >= 0 else _("%(degrees)s°W")
    return label % {"degrees": f"{abs(degree):.{digits}f}"}


def _format_latitude(degree: float, digits: int) -> str:
    label = _("%(degrees)s°N") if degree >= 0 else _("%(degrees)s°S")
    return label % {"degrees": f"{abs(degree):.{digits}f}"}


def build_scale_bar(view: MapProjection) -> tuple[str, MapText]:
    """Return the path and label of a scale bar of a round length, at most a sixth of the map wide."""
    kilometres = next(
        length
        for length in (500, 200, 100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1)
        if length * view.units_per_kilometre <= view.width / 6
    )
    length = kilometres * view.units_per_kilometre
    x, y = view.width - 24 - length, view.height - 40
    bar = f"M{format_coordinate(x)},{format_coordinate(y)}v6h{format_coordinate(length)}v-6"
    label = _("%(n)s km") % {"n": kilometres} if kilometres >= 1 else _("%(n)s m") % {"n": round(kilometres * 1000)}
    return bar, build_map_text(label, Point(x + length / 2, y), "middle", "minor")


@lru_cache
def _build_land_paths(file: str, view: MapProjection, but: str, tolerance: float) -> tuple[str, ...]:
    paths = (build_outline_path(outline, view, tolerance) for outline in load_outlines(file) if outline.name != but)
    return tuple(path for path in paths if path)


def get_land_paths(file: str, view: MapProjection, *, but: str = "", tolerance: float = 0.5) -> list[str]:
    """Leave out the area `but`."""
    return list(_build_land_paths(file, view, but, tolerance))
