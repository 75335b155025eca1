"""The map: Hong Kong by district and site, the Greater Bay Area, partners farther away; as a page, a picture, a table."""

from functools import cached_property
from urllib.parse import urlencode

from django.utils.translation import gettext as _, gettext_lazy, pgettext
from django.views.generic import TemplateView

from ecosystem.exports import csv_files
from ecosystem.models import Organisation, Region
from ecosystem.visuals.map.addresses import addressed
from ecosystem.visuals.map.data import Atlas, atlas
from ecosystem.visuals.map.export import MAP, standings
from ecosystem.visuals.map.filters import MapFilterSet
from ecosystem.visuals.map.hong_kong import STEPS, territory
from ecosystem.visuals.map.world import bay, world
from ecosystem.visuals.svg_files import file_addresses, page_address, picture_file, selects, stands_alone
from ecosystem.web.filtered_pages import Asked, AskedFile

# Of a map that stands beside other things.
MAP_WIDTH = 680
FAR = (Region.MAINLAND, Region.OVERSEAS)


def steps():
    """Return what each step of the tint stands for."""
    lasts = [following - 1 for following in STEPS[1:]]
    return [
        (0, "0"),
        *((i, f"{first}–{last}") for i, (first, last) in enumerate(zip(STEPS, lasts, strict=False), 1)),
        (len(STEPS), _("%(n)s or more") % {"n": STEPS[-1]}),
    ]


class MapQuestion:
    filterset_class = MapFilterSet

    def get_queryset(self):
        return Organisation.objects.published()

    @cached_property
    def chosen(self) -> dict:
        return {} if self.listing.problems else self.listing.filterset.chosen

    @cached_property
    def atlas(self) -> Atlas:
        return atlas().narrowed(themes=self.chosen.get("theme", ()), kinds=self.chosen.get("kind", ()))

    @property
    def regions(self) -> list[str]:
        return self.chosen.get("region") or list(Region)

    @property
    def near(self):
        """The place that the map has come closer to, if any."""
        return next(iter(self.chosen.get("near", [])[-1:]), None)

    @property
    def zoom(self) -> int:
        return int(self.chosen.get("zoom", ["1"])[-1]) if self.near else 0

    def sheet(self, region):
        """Return the map that shows a region."""
        if region == Region.HONG_KONG:
            drawn = territory(self.atlas, near=self.near, zoom=self.zoom)
        else:
            drawn = (bay if region == Region.GREATER_BAY_AREA else world)(self.atlas)
        return addressed(drawn, self.asked)

    @property
    def asked(self) -> list[tuple[str, str]]:
        """What of the question holds for any part of the map, and for lists."""
        return [(name, value) for name in ("theme", "kind") for value in self.chosen.get(name, ())]

    def title(self, region):
        if region == Region.HONG_KONG and self.near:
            return _("Near %(name)s") % {"name": self.near.name}
        return {
            Region.HONG_KONG: _("Organisations by district"),
            Region.GREATER_BAY_AREA: _("Across the boundary: the Greater Bay Area"),
        }.get(region, _("Farther away: the mainland and the rest of the world"))

    def described(self, region):
        """Return what the map of a region shows, for those who do not see it."""
        separator = pgettext("between the parts of a title", ", ")
        if region == Region.HONG_KONG:
            most = [row for row in self.atlas.districts if row.number][:5]
            named = separator.join(f"{row.district.label} {row.number}" for row in most)
            return _("Most organisations stand in: %(names)s. The table below gives every count.") % {"names": named}
        regions = FAR if region in FAR else [region]
        cities = [city for each in regions for city in self.atlas.cities(each) if city.bodies][:5]
        named = separator.join(f"{city.name} {len(city.bodies)}" for city in cities)
        return _("Most organisations stand in: %(names)s. The lists below name every one.") % {"names": named}


class MapPage(MapQuestion, Asked, TemplateView):
    page_title = gettext_lazy("Map")
    page_description = gettext_lazy(
        "Where the organisations of Hong Kong’s AI stand: by district and site, in the cities of the Greater Bay Area, "
        "on the mainland and elsewhere, with the collaborations that join them with Hong Kong."
    )
    template_name = "ecosystem/map.html"
    is_kept = True

    def get_context_data(self, **kwargs):
        parts = {
            region: self.part(region)
            for region in (Region.HONG_KONG, Region.GREATER_BAY_AREA)
            if region in self.regions
        }
        far = [region for region in FAR if region in self.regions]
        return super().get_context_data(**kwargs) | {
            "atlas": self.atlas,
            "home": parts.get(Region.HONG_KONG),
            "bay": parts.get(Region.GREATER_BAY_AREA),
            "bay_cities": self.atlas.cities(Region.GREATER_BAY_AREA),
            "far": self.part(far[0]) if far else None,
            "far_regions": [(region, cities) for region in far if (cities := self.atlas.cities(region))],
            "near": self.near,
            "wider": self.wider(),
            "carried": f"&{urlencode(self.asked)}" if self.asked else "",
            "selects": selects(self.listing, "theme", "kind"),
            "steps": steps(),
        }

    def part(self, region):
        return {
            "sheet": self.sheet(region),
            "title": self.title(region),
            "description": self.described(region),
            "files": file_addresses(self.listing, region=None if region == Region.HONG_KONG else region.value),
        }

    def wider(self):
        """Return the address one step farther away, if the map has come closer."""
        if not self.near:
            return ""
        if self.zoom > 1:
            return self.listing.address(zoom=self.zoom - 1)
        return self.listing.address(near=None, zoom=None)


@stands_alone
class MapPicture(MapQuestion, AskedFile):
    """One of the maps as a file of its own, with its style and its credits."""

    def answer(self):
        region = self.regions[0]
        context = {
            "sheet": self.sheet(region),
            "title": self.title(region),
            "description": self.described(region),
            "key": "map",
            "is_at_home": region == Region.HONG_KONG,
        }
        return picture_file("ecosystem/map.svg", "map", page_address(self.listing), context)


class MapTable(MapQuestion, AskedFile):
    """Where each body stands, one a row; a point only for a known site."""

    def answer(self):
        atlas = self.atlas
        bodies = [body for body in atlas.bodies if not body.place or body.place.region in self.regions]
        return csv_files.download("hkai-map", MAP.header, MAP.rows(standings(bodies, atlas.shared)))
