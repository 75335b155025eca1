"""Where bodies stand: by district, by site, by city; read once for an edition."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from ecosystem.models import District, Organisation, Place, Precision, Region
from ecosystem.models.edition_cache import kept
from ecosystem.visuals.network.graph import Network, TieKind, network

# So many bodies are named beside the count of a district.
NAMED = 3


@dataclass
class Spot:
    """A place with the bodies that stand at it."""

    place: Place
    bodies: list[Organisation] = field(default_factory=list)

    @property
    def names(self) -> list[Organisation]:
        return self.bodies[:NAMED]

    @property
    def unnamed(self) -> int:
        return len(self.bodies) - len(self.names)


@dataclass(frozen=True)
class DistrictCount:
    district: District
    number: int
    at_sites: int
    # Those with most partners.
    best_connected: list[Organisation]


@dataclass(frozen=True)
class City:
    """A city outside Hong Kong: its places, its bodies, the collaborations that join it with Hong Kong."""

    place: Place
    bodies: list[Organisation]
    collaborations: int

    @property
    def slug(self) -> str:
        return self.place.slug

    @property
    def name(self):
        return self.place.city

    @property
    def longitude(self) -> float:
        return float(self.place.longitude)

    @property
    def latitude(self) -> float:
        return float(self.place.latitude)


class Atlas:
    """Public bodies by where they stand; `ties` tells how each is connected."""

    def __init__(self, places: dict[int, Place], bodies: list[Organisation], ties: Network):
        self.places = places
        self.bodies = bodies
        self.ties = ties

    def narrowed(self, *, themes=(), kinds=()) -> "Atlas":
        bodies = [
            body
            for body in self.bodies
            if (not kinds or body.kind in kinds) and (not themes or set(themes) & set(body.theme_slugs))
        ]
        return Atlas(self.places, bodies, self.ties)

    @cached_property
    def by_place(self) -> dict[int, list[Organisation]]:
        """Bodies under the key of their place, the best connected first."""
        found = defaultdict(list)
        for body in sorted(self.bodies, key=self._rank):
            found[body.place_id].append(body)
        return found

    def _rank(self, body):
        return -len(self.ties.neighbours.get(body.pk, ())), body.slug

    def in_region(self, region: str) -> list[Organisation]:
        return [body for pk, bodies in self.by_place.items() if self._region(pk) == region for body in bodies]

    def _region(self, pk):
        return self.places[pk].region if pk else ""

    # Hong Kong

    @cached_property
    def sites(self) -> list[Spot]:
        """Every known site at which any of the bodies stands; only these are pinned."""
        return [Spot(self.places[pk], bodies) for pk, bodies in self.by_place.items() if pk and self.places[pk].is_site]

    @cached_property
    def districts(self) -> list[DistrictCount]:
        """The 18 districts, those of most bodies first."""
        standing = defaultdict(list)
        for body in sorted(self.bodies, key=self._rank):
            if body.place_id and (district := self.places[body.place_id].district):
                standing[district].append(body)
        at_sites = Counter(spot.place.district for spot in self.sites for _body in spot.bodies)
        found = [
            DistrictCount(district, len(bodies := standing[district]), at_sites[district], bodies[:NAMED])
            for district in District
        ]
        return sorted(found, key=lambda row: -row.number)

    @property
    def at_a_site(self) -> int:
        return sum(row.at_sites for row in self.districts)

    @property
    def by_district_only(self) -> int:
        return sum(row.number - row.at_sites for row in self.districts)

    @property
    def somewhere(self) -> list[Spot]:
        """What stands in Hong Kong, with no known district."""
        return [
            Spot(place, self.by_place.get(pk, []))
            for pk, place in self.places.items()
            if place.precision == Precision.TERRITORY and self.by_place.get(pk)
        ]

    @property
    def without_place(self) -> int:
        return sum(not body.place_id for body in self.bodies)

    @property
    def guests(self) -> int:
        """Bodies that stand in Hong Kong and have their headquarters elsewhere."""
        return sum(body.region != Region.HONG_KONG for body in self.in_region(Region.HONG_KONG))

    # Beyond it

    def cities(self, region: str) -> list[City]:
        """The cities of a region: of the Greater Bay Area all, of the others those where any body stands."""
        grouped = defaultdict(list)
        for place in self.places.values():
            if place.region == region:
                grouped[place.city_en].append(place)
        found = [self._city(places) for places in grouped.values()]
        kept = [city for city in found if city.bodies or region == Region.GREATER_BAY_AREA]
        return sorted(kept, key=lambda city: (-city.collaborations, -len(city.bodies), city.slug))

    def _city(self, places: list[Place]) -> City:
        # The place that is the city itself stands for it; else the first of its places.
        own = min(places, key=lambda place: (place.precision != Precision.CITY, place.slug))
        bodies = sorted((body for place in places for body in self.by_place.get(place.pk, ())), key=self._rank)
        return City(own, bodies, len({pk for body in bodies for pk in self.shared.get(body.pk, ())}))

    @cached_property
    def shared(self) -> dict[int, set[int]]:
        """For each body the keys of the collaborations in which it meets another across the boundary."""
        found = defaultdict(set)
        for tie in self.ties.ties:
            if tie.kind == TieKind.COLLABORATION and self.ties.is_across(tie.a, tie.b):
                found[tie.a].add(tie.record_pk)
                found[tie.b].add(tie.record_pk)
        return found


def atlas() -> Atlas:
    """Return where all public bodies of the present edition stand."""
    return kept("atlas", _read)


def _read() -> Atlas:
    """Read it in one query beside those of the network: places count where nobody stands, too."""
    places = {place.pk: place for place in Place.objects.order_by("slug")}
    return Atlas(places, sorted(network().bodies.values(), key=lambda body: body.slug), network())
