"""The links of the discs of a map."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from django.urls import reverse

from ecosystem.visuals.map.drawing import MapDisc, MapDrawing


def add_disc_addresses(drawing: MapDrawing, parameters: Sequence[tuple[str, str]] = ()) -> MapDrawing:
    """`parameters` are kept in links that zoom in."""
    return replace(
        drawing, discs=[replace(disc, address=_get_disc_address(disc, parameters)) for disc in drawing.discs]
    )


def _get_disc_address(disc: MapDisc, parameters: Sequence[tuple[str, str]]) -> str:
    if disc.zoom_target:
        place, zoom = disc.zoom_target
        return f"{reverse('map')}?{urlencode([*parameters, ('near', place.slug), ('zoom', zoom)])}"
    if disc.city:
        return (
            f"{reverse('map')}#city-{disc.city.slug}" if disc.city.organisations else disc.city.place.get_absolute_url()
        )
    return disc.place.get_absolute_url() if disc.place else ""
