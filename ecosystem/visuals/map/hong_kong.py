"""The map of Hong Kong: districts with counts, sites, and enlarged views around a site."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from ecosystem.models import District, Place, Region
from ecosystem.visuals.geometry import clusters, label_placement
from ecosystem.visuals.geometry.callouts import CalloutArea, place_callouts
from ecosystem.visuals.geometry.outlines import Outline, Polygon, build_outline_path, find_inmost_point, load_outlines
from ecosystem.visuals.geometry.projection import MapProjection
from ecosystem.visuals.geometry.shapes import Box, Point, build_disc_box, format_coordinate, format_point
from ecosystem.visuals.map.data import OccupiedPlace, OrganisationLocations
from ecosystem.visuals.map.drawing import (
    NAME_SIZE,
    TERRITORY_PROJECTION,
    DistrictArea,
    MapDisc,
    MapDrawing,
    MapText,
    build_graticule,
    build_map_text,
    build_scale_bar,
    build_water_names,
    find_mobile_label_keys,
    get_label_classes,
    get_land_paths,
    get_place_coordinates,
)

# Height of a name on a narrow screen in units of the whole map; only the largest districts have room for it.
NAME_ON_A_PHONE = 40.0
# The magnification of each zoom step.
ZOOM_FACTOR = 3
MAX_ZOOM = 4
# The lowest number of organisations for each tint.
TINT_THRESHOLDS = (1, 5, 10, 20)
_TERRITORY_WATER = (
    (113.86, 22.475, "Deep Bay"),
    (114.415, 22.49, "Mirs Bay"),
    (114.06, 22.165, "South China Sea"),
)


def draw_hong_kong_map(
    atlas: OrganisationLocations, *, near: Place | None = None, zoom: int = 0, width: float = TERRITORY_PROJECTION.width
) -> MapDrawing:
    """With `near`, draw the surroundings of a place at a zoom step."""
    view = replace(_zoom_in(near, zoom) if near else TERRITORY_PROJECTION, width=width)
    counts = {row.district: row.number for row in atlas.districts}
    grounds = [
        DistrictArea(drawn, district, counts[district], _get_tint_step(counts[district]))
        for outline in load_outlines("hong_kong_districts")
        if (drawn := build_outline_path(outline, view)) and (district := District(outline.name))
    ]
    spots = [
        spot
        for spot in atlas.sites
        if spot.place.region == Region.HONG_KONG and view.contains(*get_place_coordinates(spot.place))
    ]
    site_clusters = _cluster_sites(spots, view)
    discs = [_build_disc(cluster, [spots[spot.key] for spot in cluster.spots], zoom) for cluster in site_clusters]
    graticule, degrees = build_graticule(view, 0.1 if not zoom else 0.05 if zoom == 1 else 0.02, 1 if not zoom else 2)
    taken = [build_disc_box(cluster.point, cluster.radius) for cluster in site_clusters]
    leaders: list[str] = []
    if near:
        names = _place_site_names(site_clusters, spots, view)
    else:
        leaders, names = _place_district_names(view, counts, taken)
    water = [] if near else build_water_names(view, _TERRITORY_WATER)
    scale, length = build_scale_bar(view)
    return MapDrawing(
        width=view.width,
        height=round(view.height),
        look="map--territory" if width == TERRITORY_PROJECTION.width else "map--territory map--small",
        land=get_land_paths("greater_bay_area", view, but="hong-kong"),
        grounds=grounds,
        graticule=graticule,
        discs=discs,
        leaders=leaders,
        texts=[*degrees, *water, *names, length],
        scale=scale,
    )


def _zoom_in(near: Place, zoom: int) -> MapProjection:
    return TERRITORY_PROJECTION.zoom_in(*get_place_coordinates(near), ZOOM_FACTOR**zoom)


def _get_tint_step(number: int) -> int:
    return sum(number >= least for least in TINT_THRESHOLDS)


def _cluster_sites(spots: Sequence[OccupiedPlace], view: MapProjection) -> list[clusters.Cluster]:
    return clusters.cluster_points(
        [
            clusters.WeightedPoint(i, view.project_point(*get_place_coordinates(spot.place)), len(spot.organisations))
            for i, spot in enumerate(spots)
        ]
    )


def _build_disc(cluster: clusters.Cluster, spots: list[OccupiedPlace], zoom: int) -> MapDisc:
    zoom_target = None
    if len(spots) > 1 and zoom < MAX_ZOOM:
        zoom_target = (spots[0].place, _find_separating_zoom(spots, zoom))
    return MapDisc(
        format_coordinate(cluster.point.x),
        format_coordinate(cluster.point.y),
        format_coordinate(cluster.radius),
        "cluster" if len(spots) > 1 else "site",
        cluster.number,
        tuple(spots),
        zoom_target=zoom_target,
    )


def _find_separating_zoom(spots: list[OccupiedPlace], zoom: int) -> int:
    for step in range(zoom + 1, MAX_ZOOM):
        if len(_cluster_sites(spots, _zoom_in(spots[0].place, step))) > 1:
            return step
    return MAX_ZOOM


@lru_cache
def _build_polygon(outline: Outline, view: MapProjection) -> Polygon:
    return Polygon([view.project_point(*degrees) for degrees in ring] for ring in outline.rings)


@lru_cache
def _get_inmost_point(outline: Outline, view: MapProjection) -> Point:
    return find_inmost_point(_build_polygon(outline, view))


def _place_district_names(view: MapProjection, counts: dict, taken: list[Box]) -> tuple[list[str], list[MapText]]:
    areas = [
        CalloutArea(
            outline.name,
            f"{District(outline.name).label} {counts[outline.name]}",
            _build_polygon(outline, view),
            _get_inmost_point(outline, view),
        )
        for outline in load_outlines("hong_kong_districts")
    ]
    callouts = place_callouts(areas, view.box.shrink(6), taken, NAME_SIZE)
    by_number = sorted(callouts, key=lambda callout: (-counts[callout.key], callout.key))
    mobile_keys = find_mobile_label_keys(by_number, NAME_ON_A_PHONE * view.width / TERRITORY_PROJECTION.width, view.box)
    leaders = [
        f"M{format_point(a.x, a.y)}L{format_point(b.x, b.y)}"
        for a, b in (callout.leader for callout in callouts if callout.leader)
    ]
    texts = [
        build_map_text(
            str(District(callout.key).label),
            Point(callout.x, callout.y),
            callout.anchor,
            get_label_classes(callout, mobile_keys),
            counts[callout.key],
        )
        for callout in callouts
    ]
    return leaders, texts


def _place_site_names(
    site_clusters: Sequence[clusters.Cluster], spots: Sequence[OccupiedPlace], view: MapProjection
) -> list[MapText]:
    requests = [
        label_placement.LabelRequest(i, _format_site_name(cluster, spots), cluster.point, cluster.radius, NAME_SIZE)
        for i, cluster in enumerate(site_clusters)
    ]
    taken = [build_disc_box(cluster.point, cluster.radius) for cluster in site_clusters]
    labels = label_placement.place_labels(requests, view.box.shrink(4), taken)
    mobile_keys = find_mobile_label_keys(labels, NAME_ON_A_PHONE, view.box)
    return [
        build_map_text(
            label.text,
            Point(label.x, label.y),
            label.anchor,
            get_label_classes(label, mobile_keys),
            lang=spots[site_clusters[label.key].largest_point.key].place.name.lang,
        )
        for label in labels
    ]


def _format_site_name(cluster: clusters.Cluster, spots: Sequence[OccupiedPlace]) -> str:
    name = str(spots[cluster.largest_point.key].place.name)
    rest = len(cluster.spots) - 1
    return f"{name} +{rest}" if rest else name
