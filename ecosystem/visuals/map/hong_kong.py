"""Hong Kong: its districts with what stands in them, its sites, and whatever lies about one of these."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from ecosystem.models import District, Place, Region
from ecosystem.visuals.geometry import clusters, label_placement
from ecosystem.visuals.geometry.callouts import Area, callouts
from ecosystem.visuals.geometry.outlines import Outline, Shape, inmost, outlines, path
from ecosystem.visuals.geometry.projection import View
from ecosystem.visuals.geometry.shapes import Box, Point, around, written
from ecosystem.visuals.map.data import Atlas, Spot
from ecosystem.visuals.map.sheet import (
    NAME,
    TERRITORY,
    Disc,
    Ground,
    Sheet,
    Text,
    degrees_of,
    graticule_of,
    land_of,
    look_of,
    scale_of,
    seen_on_a_phone,
    text,
    water_of,
)

# A name on a narrow screen is this high, in the units of the whole map; only the largest districts keep theirs.
NAME_ON_A_PHONE = 40.0
# Each step comes so many times closer.
FACTOR = 3
CLOSEST = 4
# From how many bodies on each step of the tint begins.
STEPS = (1, 5, 10, 20)
_TERRITORY_WATER = (
    (113.86, 22.475, "Deep Bay"),
    (114.415, 22.49, "Mirs Bay"),
    (114.06, 22.165, "South China Sea"),
)


def territory(atlas: Atlas, *, near: Place | None = None, zoom: int = 0, width: float = TERRITORY.width) -> Sheet:
    """Draw the 18 districts with the sites pinned: all of them, or what lies about a place, so many steps closer."""
    view = replace(_closer(near, zoom) if near else TERRITORY, width=width)
    counts = {row.district: row.number for row in atlas.districts}
    grounds = [
        Ground(drawn, district, counts[district], _step(counts[district]))
        for outline in outlines("hong_kong_districts")
        if (drawn := path(outline, view)) and (district := District(outline.name))
    ]
    spots = [
        spot for spot in atlas.sites if spot.place.region == Region.HONG_KONG and view.shows(*degrees_of(spot.place))
    ]
    joined = _clusters(spots, view)
    discs = [_disc(cluster, [spots[spot.key] for spot in cluster.spots], zoom) for cluster in joined]
    graticule, degrees = graticule_of(view, 0.1 if not zoom else 0.05 if zoom == 1 else 0.02, 1 if not zoom else 2)
    taken = [around(cluster.at, cluster.radius) for cluster in joined]
    if near:
        leaders, names = [], _site_names(joined, spots, view)
    else:
        leaders, names = _district_names(view, counts, taken)
    water = [] if near else water_of(view, _TERRITORY_WATER)
    scale, length = scale_of(view)
    return Sheet(
        width=view.width,
        height=round(view.height),
        look="map--territory" if width == TERRITORY.width else "map--territory map--small",
        land=land_of("greater_bay_area", view, but="hong-kong"),
        grounds=grounds,
        graticule=graticule,
        discs=discs,
        leaders=leaders,
        texts=[*degrees, *water, *names, length],
        scale=scale,
    )


def _closer(near: Place, zoom: int) -> View:
    return TERRITORY.closer(*degrees_of(near), FACTOR**zoom)


def _step(number: int) -> int:
    return sum(number >= least for least in STEPS)


def _clusters(spots: Sequence[Spot], view: View) -> list[clusters.Cluster]:
    return clusters.clustered(
        [clusters.Spot(i, view.point(*degrees_of(spot.place)), len(spot.bodies)) for i, spot in enumerate(spots)]
    )


def _disc(cluster: clusters.Cluster, spots: list[Spot], zoom: int) -> Disc:
    closer = None
    if len(spots) > 1 and zoom < CLOSEST:
        closer = (spots[0].place, _where_they_part(spots, zoom))
    return Disc(
        written(cluster.at.x),
        written(cluster.at.y),
        written(cluster.radius),
        "cluster" if len(spots) > 1 else "site",
        cluster.number,
        tuple(spots),
        closer=closer,
    )


def _where_they_part(spots: list[Spot], zoom: int) -> int:
    """Return the first step closer at which sites drawn as one no longer all are."""
    for step in range(zoom + 1, CLOSEST):
        if len(_clusters(spots, _closer(spots[0].place, step))) > 1:
            return step
    return CLOSEST


@lru_cache
def _shape(outline: Outline, view: View) -> Shape:
    return Shape([view.point(*degrees) for degrees in ring] for ring in outline.rings)


@lru_cache
def _middle(outline: Outline, view: View) -> Point:
    return inmost(_shape(outline, view))


def _district_names(view: View, counts: dict, taken: list[Box]) -> tuple[list[str], list[Text]]:
    """Name every district with its number; those that a narrow screen has room for are marked."""
    named = [
        Area(
            outline.name,
            f"{District(outline.name).label} {counts[outline.name]}",
            _shape(outline, view),
            _middle(outline, view),
        )
        for outline in outlines("hong_kong_districts")
    ]
    found = callouts(named, view.box.within(6), taken, NAME)
    by_number = sorted(found, key=lambda callout: (-counts[callout.key], callout.key))
    seen = seen_on_a_phone(by_number, NAME_ON_A_PHONE * view.width / TERRITORY.width, view.box)
    leaders = [
        f"M{written(a.x)},{written(a.y)}L{written(b.x)},{written(b.y)}"
        for a, b in (c.leader for c in found if c.leader)
    ]
    texts = [
        text(
            str(District(callout.key).label),
            Point(callout.x, callout.y),
            callout.anchor,
            look_of(callout, seen),
            counts[callout.key],
        )
        for callout in found
    ]
    return leaders, texts


def _site_names(joined: Sequence[clusters.Cluster], spots: Sequence[Spot], view: View) -> list[Text]:
    wishes = [
        label_placement.Wish(i, _site_name(cluster, spots), cluster.at, cluster.radius, NAME)
        for i, cluster in enumerate(joined)
    ]
    taken = [around(cluster.at, cluster.radius) for cluster in joined]
    found = label_placement.place(wishes, view.box.within(4), taken)
    seen = seen_on_a_phone(found, NAME_ON_A_PHONE, view.box)
    return [
        text(
            label.text,
            Point(label.x, label.y),
            label.anchor,
            look_of(label, seen),
            lang=spots[joined[label.key].strongest.key].place.name.lang,
        )
        for label in found
    ]


def _site_name(cluster: clusters.Cluster, spots: Sequence[Spot]) -> str:
    name = str(spots[cluster.strongest.key].place.name)
    rest = len(cluster.spots) - 1
    return f"{name} +{rest}" if rest else name
