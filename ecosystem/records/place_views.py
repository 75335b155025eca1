"""Places: the list, its CSV file and the page of one."""

from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView, View

from ecosystem.exports import csv_files
from ecosystem.exports.export_table import CHUNK_SIZE
from ecosystem.exports.releases.tables import PLACES_TABLE
from ecosystem.models import Organisation, Place, Region
from ecosystem.visuals.map.locator import draw_locator_map
from ecosystem.visuals.svg_files import build_network_preview
from ecosystem.web.list_files import FILE_FORMATS
from ecosystem.web.page_title import PageTitleMixin


class PlaceList(PageTitleMixin, ListView):
    page_title = _("Locations")
    page_description = _("Campuses, parks and districts where organisations in the directory are based.")
    template_name = "ecosystem/place_list.html"

    def get_queryset(self):
        return Place.objects.with_counts().in_order()

    def get_context_data(self, **kwargs):
        grouped = groupby(self.object_list, key=lambda place: place.region)
        return super().get_context_data(**kwargs) | {
            "listed": self.object_list,
            "regions": [(Region(region), list(places)) for region, places in grouped],
            "files": [(FILE_FORMATS["csv"], reverse("place-csv"))],
        }


class PlaceCsv(View):
    def get(self, request):
        places = Place.objects.in_order().iterator(chunk_size=CHUNK_SIZE)
        return csv_files.build_streaming_csv_response(
            "hkai-places", PLACES_TABLE.header, PLACES_TABLE.iter_rows(places)
        )


class PlaceDetail(PageTitleMixin, DetailView):
    model = Place
    template_name = "ecosystem/place_detail.html"
    context_object_name = "place"

    def get_page_title(self):
        # Many places have the same name as an organisation.
        return f"{PlaceList.page_title} · {self.object.name}"

    def get_page_description(self):
        return _("AI organisations at this location: %(name)s, %(area)s.") % {
            "name": self.object.name,
            "area": self.object.area,
        }

    def get_context_data(self, **kwargs):
        place = self.object
        organisations = list(Organisation.objects.published().filter(place=place).for_list().in_order())
        return super().get_context_data(**kwargs) | {
            "locator": draw_locator_map(place),
            "organisations": organisations,
            "network": build_network_preview(f"place-{place.slug}", about=[row.pk for row in organisations])
            if organisations
            else None,
            "nearby": Place.objects.with_counts().filter(district=place.district).exclude(pk=place.pk).in_order()
            if place.district
            else [],
        }
