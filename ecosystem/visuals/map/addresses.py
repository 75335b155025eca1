"""Where the discs of a map lead."""

from dataclasses import replace
from urllib.parse import urlencode

from django.urls import reverse

from ecosystem.visuals.map.sheet import Sheet


def addressed(sheet: Sheet, asked=()) -> Sheet:
    """Return a map whose discs say where they lead; `asked` is what the way closer keeps of a question."""
    return replace(sheet, discs=[replace(disc, address=_address(disc, asked)) for disc in sheet.discs])


def _address(disc, asked):
    if disc.closer:
        place, zoom = disc.closer
        return f"{reverse('map')}?{urlencode([*asked, ('near', place.slug), ('zoom', zoom)])}"
    if disc.city:
        return f"{reverse('map')}#city-{disc.city.slug}" if disc.city.bodies else disc.city.place.get_absolute_url()
    return disc.place.get_absolute_url() if disc.place else ""
