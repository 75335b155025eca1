"""Which bodies stand on the map, and which part of it is drawn."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from ecosystem.models import Organisation, OrganisationKind, Place, Precision, Region, Theme
from ecosystem.visuals.map.hong_kong import CLOSEST, FACTOR
from ecosystem.web.filters.base import FacetedFilterSet
from ecosystem.web.filters.filters import ChoicesFilter, WayFilter, WordsFilter
from ecosystem.web.filters.form_fields import RecordsField


def pinned():
    """The places in Hong Kong at which a map may come closer."""
    return Place.objects.filter(region=Region.HONG_KONG, precision=Precision.SITE)


class PlaceFilter(WayFilter):
    """A place that the map comes closer to, by its slug."""

    field_class = RecordsField

    def __init__(self, **kwargs):
        super().__init__(records=pinned, **kwargs)


class MapFilterSet(FacetedFilterSet):
    theme = WordsFilter(field_name="themes", words=Theme, label=_("Theme"))
    kind = ChoicesFilter(field_name="kind", choices=OrganisationKind.choices, label=_("Kind"))
    region = WayFilter(choices=Region.choices, label=_("Region"))
    near = PlaceFilter(label=pgettext_lazy("a place on a map", "Near"))
    zoom = WayFilter(
        choices=[(str(step), f"{FACTOR**step}×") for step in range(1, CLOSEST + 1)], label=_("How much closer")
    )
    # Nobody searches for words in a picture.
    q = None

    class Meta:
        model = Organisation
        fields = ()
