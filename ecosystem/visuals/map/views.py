"""The maps as a page, drawings and a CSV file."""

from functools import cached_property
from urllib.parse import urlencode

from django.utils.translation import gettext as _, gettext_lazy, pgettext
from django.views.generic import TemplateView

from ecosystem.models import Organisation, Region
from ecosystem.visuals.map.addresses import add_disc_addresses
from ecosystem.visuals.map.data import OrganisationLocations, get_organisation_locations
from ecosystem.visuals.map.export import MAP_DATASET, iter_location_rows
from ecosystem.visuals.map.filters import MapFilterSet
from ecosystem.visuals.map.hong_kong import TINT_THRESHOLDS, draw_hong_kong_map
from ecosystem.visuals.map.world import draw_bay_map, draw_world_map
from ecosystem.visuals.svg_files import (
    apply_svg_csp,
    get_picture_file_addresses,
    get_picture_page_address,
    list_filter_selects,
    render_picture_file,
)
from ecosystem.web.filtered_pages import FilteredCsvView, FilteredFileView, FilteredPageMixin

# The width of maps on other pages.
SMALL_MAP_WIDTH = 680
FAR = (Region.MAINLAND, Region.OVERSEAS)


def list_tint_steps():
    """Return `(step, label)` of the tints for the legend."""
    lasts = [following - 1 for following in TINT_THRESHOLDS[1:]]
    return [
        (0, "0"),
        *((i, f"{first}–{last}") for i, (first, last) in enumerate(zip(TINT_THRESHOLDS, lasts, strict=False), 1)),
        (len(TINT_THRESHOLDS), _("%(n)s or more") % {"n": TINT_THRESHOLDS[-1]}),
    ]


class MapQueryMixin:
    filterset_class = MapFilterSet

    def get_queryset(self):
        return Organisation.objects.published()

    @cached_property
    def active_filters(self) -> dict:
        return {} if self.listing.problems else self.listing.filterset.active_filters

    @cached_property
    def atlas(self) -> OrganisationLocations:
        return get_organisation_locations().filter(
            themes=self.active_filters.get("theme", ()), kinds=self.active_filters.get("kind", ())
        )

    @property
    def regions(self) -> list[str]:
        return self.active_filters.get("region") or list(Region)

    @property
    def near_place(self):
        return next(iter(self.active_filters.get("near", [])[-1:]), None)

    @property
    def zoom(self) -> int:
        return int(self.active_filters.get("zoom", ["1"])[-1]) if self.near_place else 0

    def draw_region(self, region):
        if region == Region.HONG_KONG:
            drawing = draw_hong_kong_map(self.atlas, near=self.near_place, zoom=self.zoom)
        else:
            drawing = (draw_bay_map if region == Region.GREATER_BAY_AREA else draw_world_map)(self.atlas)
        return add_disc_addresses(drawing, self.list_parameters())

    def list_parameters(self) -> list[tuple[str, str]]:
        """Return the query parameters that apply to all maps and to lists."""
        return [(name, value) for name in ("theme", "kind") for value in self.active_filters.get(name, ())]

    def get_map_title(self, region):
        if region == Region.HONG_KONG and self.near_place:
            return _("Near %(name)s") % {"name": self.near_place.name}
        return {
            Region.HONG_KONG: _("Organisations by district"),
            Region.GREATER_BAY_AREA: _("Greater Bay Area"),
        }.get(region, _("Mainland and the rest of the world"))

    def describe_map(self, region):
        """Return the text alternative of the map of a region."""
        separator = pgettext("between the parts of a title", ", ")
        if region == Region.HONG_KONG:
            most = [row for row in self.atlas.districts if row.number][:5]
            named = separator.join(f"{row.district.label} {row.number}" for row in most)
            return _(
                "Districts with most organisations: %(names)s. The table below gives the number for each district."
            ) % {"names": named}
        regions = FAR if region in FAR else [region]
        cities = [city for each in regions for city in self.atlas.list_cities(each) if city.organisations][:5]
        named = separator.join(f"{city.name} {len(city.organisations)}" for city in cities)
        return _("Cities and regions with most organisations: %(names)s. The lists below name every organisation.") % {
            "names": named
        }


class MapPage(MapQueryMixin, FilteredPageMixin, TemplateView):
    page_title = gettext_lazy("Map")
    page_description = gettext_lazy(
        "Where AI organisations are: by Hong Kong district and site, in Greater Bay Area cities, on "
        "the Mainland and elsewhere, with their collaborations with Hong Kong."
    )
    template_name = "ecosystem/map.html"

    def get_context_data(self, **kwargs):
        parts = {
            region: self.get_region_context(region)
            for region in (Region.HONG_KONG, Region.GREATER_BAY_AREA)
            if region in self.regions
        }
        far = [region for region in FAR if region in self.regions]
        return super().get_context_data(**kwargs) | {
            "atlas": self.atlas,
            "home": parts.get(Region.HONG_KONG),
            "bay": parts.get(Region.GREATER_BAY_AREA),
            "bay_cities": self.atlas.list_cities(Region.GREATER_BAY_AREA),
            "far": self.get_region_context(far[0]) if far else None,
            "far_regions": [(region, cities) for region in far if (cities := self.atlas.list_cities(region))],
            "near": self.near_place,
            "wider": self.get_zoom_out_address(),
            "carried": f"&{urlencode(parameters)}" if (parameters := self.list_parameters()) else "",
            "selects": list_filter_selects(self.listing, "theme", "kind"),
            "steps": list_tint_steps(),
        }

    def get_region_context(self, region):
        return {
            "sheet": self.draw_region(region),
            "title": self.get_map_title(region),
            "description": self.describe_map(region),
            "files": get_picture_file_addresses(
                self.listing, region=None if region == Region.HONG_KONG else region.value
            ),
        }

    def get_zoom_out_address(self):
        if not self.near_place:
            return ""
        if self.zoom > 1:
            return self.listing.build_address(zoom=self.zoom - 1)
        return self.listing.build_address(near=None, zoom=None)


@apply_svg_csp
class MapPicture(MapQueryMixin, FilteredFileView):
    def render_file(self):
        region = self.regions[0]
        context = {
            "sheet": self.draw_region(region),
            "title": self.get_map_title(region),
            "description": self.describe_map(region),
            "key": "map",
            "is_at_home": region == Region.HONG_KONG,
        }
        return render_picture_file("ecosystem/map.svg", "map", get_picture_page_address(self.listing), context)


class MapTable(MapQueryMixin, FilteredCsvView):
    """Coordinates are only for a known site."""

    file_name = "hkai-map"
    table = MAP_DATASET

    def iter_objects(self):
        atlas = self.atlas
        organisations = [
            organisation
            for organisation in atlas.organisations
            if not organisation.place or organisation.place.region in self.regions
        ]
        return iter_location_rows(organisations, atlas.cross_boundary_collaborations)
