"""The filters of the map."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from ecosystem.models import Organisation, OrganisationKind, Place, Precision, Region, Theme
from ecosystem.visuals.map.hong_kong import MAX_ZOOM, ZOOM_FACTOR
from ecosystem.web.filters.base import FacetedFilterSet
from ecosystem.web.filters.filters import ChoicesFilter, DisplayOptionFilter, VocabularyFilter
from ecosystem.web.filters.form_fields import RecordsField


def get_hong_kong_sites():
    return Place.objects.filter(region=Region.HONG_KONG, precision=Precision.SITE)


class NearPlaceFilter(DisplayOptionFilter):
    field_class = RecordsField

    def __init__(self, **kwargs):
        super().__init__(records=get_hong_kong_sites, **kwargs)


class MapFilterSet(FacetedFilterSet):
    theme = VocabularyFilter(field_name="themes", vocabulary=Theme, label=_("Theme"))
    kind = ChoicesFilter(field_name="kind", choices=OrganisationKind.choices, label=_("Type"))
    region = DisplayOptionFilter(choices=Region.choices, label=_("Region"))
    near = NearPlaceFilter(label=pgettext_lazy("a place on a map", "Near"))
    zoom = DisplayOptionFilter(
        choices=[(str(step), f"{ZOOM_FACTOR**step}×") for step in range(1, MAX_ZOOM + 1)], label=_("Zoom level")
    )
    # A drawing cannot be searched.
    q = None

    class Meta:
        model = Organisation
        fields = ()
