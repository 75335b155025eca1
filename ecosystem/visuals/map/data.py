"""Locations of organisations by district, site and city; cached for the edition."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from ecosystem.core.languages import LocalizedText
from ecosystem.models import District, Organisation, Place, Precision, Region
from ecosystem.models.edition_cache import per_edition
from ecosystem.visuals.network.data import Network, NetworkEdgeKind, get_network

# The number of organisations named for a place or district.
NAMED = 3


@dataclass
class OccupiedPlace:
    place: Place
    organisations: list[Organisation] = field(default_factory=list)

    @property
    def named_organisations(self) -> list[Organisation]:
        return self.organisations[:NAMED]

    @property
    def unnamed_count(self) -> int:
        return len(self.organisations) - len(self.named_organisations)


@dataclass(frozen=True)
class DistrictCount:
    district: District
    number: int
    at_sites: int
    # Those with most partners.
    best_connected: list[Organisation]


@dataclass(frozen=True)
class MapCity:
    """`collaborations` is the number of those with Hong Kong."""

    place: Place
    organisations: list[Organisation]
    collaborations: int

    @property
    def slug(self) -> str:
        return self.place.slug

    @property
    def name(self) -> LocalizedText:
        return self.place.city

    @property
    def longitude(self) -> float:
        return float(self.place.longitude)

    @property
    def latitude(self) -> float:
        return float(self.place.latitude)


class OrganisationLocations:
    """`network` orders organisations by their connections."""

    def __init__(self, places: dict[int, Place], organisations: list[Organisation], network: Network):
        self.places = places
        self.organisations = organisations
        self.network = network

    def filter(self, *, themes=(), kinds=()) -> "OrganisationLocations":
        organisations = [
            organisation
            for organisation in self.organisations
            if (not kinds or organisation.kind in kinds)
            and (not themes or set(themes) & set(self.network.theme_slugs[organisation.pk]))
        ]
        return OrganisationLocations(self.places, organisations, self.network)

    @cached_property
    def by_place(self) -> dict[int, list[Organisation]]:
        """Organisations by the primary key of their place, the best connected first."""
        organisations = defaultdict(list)
        for organisation in sorted(self.organisations, key=self._get_sort_key):
            organisations[organisation.place_id].append(organisation)
        return organisations

    def _get_sort_key(self, organisation: Organisation) -> tuple[int, str]:
        return -len(self.network.neighbours.get(organisation.pk, ())), organisation.slug

    def list_organisations_in_region(self, region: str) -> list[Organisation]:
        return [
            organisation
            for pk, organisations in self.by_place.items()
            if self._get_region(pk) == region
            for organisation in organisations
        ]

    def _get_region(self, pk: int | None) -> str:
        return self.places[pk].region if pk else ""

    # Hong Kong

    @cached_property
    def sites(self) -> list[OccupiedPlace]:
        """Only these have a disc on the map."""
        return [
            OccupiedPlace(self.places[pk], organisations)
            for pk, organisations in self.by_place.items()
            if pk and self.places[pk].is_site
        ]

    @cached_property
    def districts(self) -> list[DistrictCount]:
        """All 18, those with most organisations first."""
        located = defaultdict(list)
        for organisation in sorted(self.organisations, key=self._get_sort_key):
            if organisation.place_id and (district := self.places[organisation.place_id].district):
                located[district].append(organisation)
        at_sites = Counter(spot.place.district for spot in self.sites for _organisation in spot.organisations)
        counts = [
            DistrictCount(district, len(organisations := located[district]), at_sites[district], organisations[:NAMED])
            for district in District
        ]
        return sorted(counts, key=lambda row: -row.number)

    @property
    def site_organisation_count(self) -> int:
        return sum(row.at_sites for row in self.districts)

    @property
    def district_only_count(self) -> int:
        return sum(row.number - row.at_sites for row in self.districts)

    @property
    def places_without_district(self) -> list[OccupiedPlace]:
        return [
            OccupiedPlace(place, self.by_place.get(pk, []))
            for pk, place in self.places.items()
            if place.precision == Precision.TERRITORY and self.by_place.get(pk)
        ]

    @property
    def without_place_count(self) -> int:
        return sum(not organisation.place_id for organisation in self.organisations)

    @property
    def headquartered_elsewhere_count(self) -> int:
        return sum(
            organisation.region != Region.HONG_KONG
            for organisation in self.list_organisations_in_region(Region.HONG_KONG)
        )

    # Outside Hong Kong

    def list_cities(self, region: str) -> list[MapCity]:
        """Return the cities of a region with organisations; of the Greater Bay Area, all cities."""
        grouped = defaultdict(list)
        for place in self.places.values():
            if place.region == region:
                grouped[place.city_en].append(place)
        cities = [self._build_city(places) for places in grouped.values()]
        shown = [city for city in cities if city.organisations or region == Region.GREATER_BAY_AREA]
        return sorted(shown, key=lambda city: (-city.collaborations, -len(city.organisations), city.slug))

    def _build_city(self, places: list[Place]) -> MapCity:
        # The place of the city itself, else the first of its places.
        representative = min(places, key=lambda place: (place.precision != Precision.CITY, place.slug))
        organisations = sorted(
            (organisation for place in places for organisation in self.by_place.get(place.pk, ())),
            key=self._get_sort_key,
        )
        return MapCity(
            representative,
            organisations,
            len(
                {
                    pk
                    for organisation in organisations
                    for pk in self.cross_boundary_collaborations.get(organisation.pk, ())
                }
            ),
        )

    @cached_property
    def cross_boundary_collaborations(self) -> dict[int, set[int]]:
        """Primary keys of collaborations with partners across the boundary, by organisation."""
        collaborations = defaultdict(set)
        for edge in self.network.edges:
            if edge.kind == NetworkEdgeKind.COLLABORATION and self.network.crosses_boundary(edge.a, edge.b):
                collaborations[edge.a].add(edge.record_pk)
                collaborations[edge.b].add(edge.record_pk)
        return collaborations


@per_edition
def get_organisation_locations() -> OrganisationLocations:
    """Return all places, also empty ones, and their organisations; one query in addition to those of the network."""
    places = {place.pk: place for place in Place.objects.order_by("slug")}
    network = get_network()
    return OrganisationLocations(
        places, sorted(network.organisations.values(), key=lambda organisation: organisation.slug), network
    )
