"""Places: where bodies stand, and what stands at one."""

from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView, View

from ecosystem.exports import csv_files
from ecosystem.exports.record_columns import CHUNK, FORMS
from ecosystem.models import Organisation, Place, Region
from ecosystem.records.place_export import PLACES
from ecosystem.visuals.map.locator import locator
from ecosystem.visuals.network.graph import network
from ecosystem.visuals.svg_files import small_network
from ecosystem.web.page_title import Titled


class PlaceList(Titled, ListView):
    page_title = _("Places")
    page_description = _("Campuses, parks and districts where the organisations of the directory stand.")
    template_name = "ecosystem/place_list.html"

    def get_queryset(self):
        return Place.objects.with_counts().in_order()

    def get_context_data(self, **kwargs):
        grouped = groupby(self.object_list, key=lambda place: place.region)
        return super().get_context_data(**kwargs) | {
            "regions": [(Region(region), list(places)) for region, places in grouped],
            "files": [(FORMS["csv"], reverse("place-csv"))],
        }


class PlaceCsv(View):
    """Every place, in the order of the page."""

    def get(self, request):
        places = Place.objects.in_order().iterator(chunk_size=CHUNK)
        return csv_files.streaming("hkai-places", PLACES.header, PLACES.rows(places))


class PlaceDetail(Titled, DetailView):
    model = Place
    template_name = "ecosystem/place_detail.html"
    context_object_name = "place"

    def get_page_title(self):
        # Many a place bears the name of the body that stands there.
        return f"{PlaceList.page_title} · {self.object.name}"

    def get_page_description(self):
        return _("Organisations of Hong Kong’s AI at this place: %(name)s, %(area)s.") % {
            "name": self.object.name,
            "area": self.object.area,
        }

    def get_context_data(self, **kwargs):
        place = self.object
        bodies = list(Organisation.objects.published().filter(place=place).for_list().in_order())
        return super().get_context_data(**kwargs) | {
            "locator": locator(place),
            "organisations": bodies,
            "network": small_network(f"place-{place.slug}", network(), [body.pk for body in bodies])
            if bodies
            else None,
            "nearby": Place.objects.with_counts().filter(district=place.district).exclude(pk=place.pk).in_order()
            if place.district
            else [],
        }
