"""Records that have most in common with one: the applications, partners and themes that both have, as a score weighs them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import BigIntegerField, Value
from django.db.models.functions import Cast

from ecosystem.core.languages import Text, Translated
from ecosystem.models import (
    Application,
    InitiativeBody,
    Organisation,
    Participation,
    Record,
    Status,
    cached_relationships,
)
from ecosystem.models.base import InTwoScripts, address
from ecosystem.models.cached_vocabulary import words
from ecosystem.models.edition_cache import kept

# What each thing in common counts.
POINTS = {"applications": 3, "partners": 2, "themes": 1}
SHOWN = 6
# So many things of a sort are named, the rest counted.
NAMED = 3
JOINS = {"initiative": InitiativeBody, "collaboration": Participation}
# What the page of a record shows anyhow.
SINGLE = ("parent_id", "successor_id", "part_of_id")
SEVERAL = ("public_parts", "public_predecessors", "public_foundations", "public_builders")


@dataclass(frozen=True)
class Traits:
    """What a record may have in common with others, by the keys of the rows."""

    applications: frozenset[int] = frozenset()
    partners: frozenset[int] = frozenset()
    themes: frozenset[int] = frozenset()

    def shared_with(self, other: "Traits") -> "Traits":
        return Traits(
            self.applications & other.applications, self.partners & other.partners, self.themes & other.themes
        )

    @property
    def points(self) -> int:
        return sum(worth * len(getattr(self, name)) for name, worth in POINTS.items())

    @property
    def makes_related(self) -> bool:
        """Whether it is enough: hundreds of records have a theme in common."""
        return bool(self.applications or self.partners)


def ranked(one: int, traits: Mapping[int, Traits], *, but: Collection[int | None] = ()) -> list[tuple[int, Traits]]:
    """Return what `one` has in common with each of the others, most points first, else in the order of `traits`."""
    own = traits.get(one, Traits())
    found = [(key, own.shared_with(other)) for key, other in traits.items() if key != one and key not in but]
    return sorted((item for item in found if item[1].makes_related), key=lambda item: -item[1].points)


class Peer(InTwoScripts):
    """A public record as others name it, without the rest of its row."""

    name = Translated()

    def __init__(self, kind: str, slug: str, names: tuple[str, str, str], whole: int | None):
        self.kind, self.slug, self.whole = kind, slug, whole
        self.name_en, self.name_zh_hant, self.name_zh_hans = names

    def get_absolute_url(self) -> str:
        return address(f"{self.kind}-detail", self.slug)


class Peers(NamedTuple):
    """All public records of a kind, by name, each with its traits."""

    records: dict[int, Peer]
    traits: dict[int, Traits]


@dataclass(frozen=True)
class Shared:
    """Some things in common by their names, and how many more there are."""

    names: list[Text]
    more: int


@dataclass(frozen=True)
class Related:
    record: Peer
    points: int
    applications: Shared
    partners: Shared
    themes: Shared


def related(record: Record) -> list[Related]:
    """Return the public records of its kind that have most in common with one that `for_detail()` fetched.

    One query in an edition for each kind; none after that.
    """
    kind = record._meta.model_name
    peers = kept(f"peers:{kind}", lambda: _peers(type(record)))
    known = _names(record, peers)
    return [
        Related(peers.records[key], shared.points, *(_named(known[name], getattr(shared, name)) for name in known))
        for key, shared in ranked(record.pk, peers.traits, but=_shown(record))[:SHOWN]
    ]


def _shown(record: Record) -> set[int | None]:
    """Return the keys of the records that the page names as parts, wholes, and what came before and after."""
    several = (other.pk for name in SEVERAL for other in getattr(record, name, ()))
    return {*(getattr(record, name, None) for name in SINGLE), *several}


def _names(record: Record, peers: Peers) -> dict[str, dict]:
    """Return, for each sort of trait, whatever the record may share, in the order in which it is named."""
    if isinstance(record, Organisation):
        applications, partners = words(Application), peers.records
    else:
        joins = record.public_involvements if hasattr(record, "public_involvements") else record.public_participations
        applications, partners = record.applications.all(), {join.organisation_id: join.organisation for join in joins}
    return {
        "applications": {word.pk: word for word in applications},
        "partners": partners,
        "themes": {theme.pk: theme for theme in record.themes.all()},
    }


def _named(known: Mapping, shared: frozenset[int]) -> Shared:
    names = [thing.name for key, thing in known.items() if key in shared]
    return Shared(names[:NAMED], len(names[NAMED:]))


def _peers(model: type[Record]) -> Peers:
    """Read the names and the traits of all public records of a kind in one query."""
    kind = model._meta.model_name
    records, found = [], defaultdict(set)
    for trait, key, other, order, slug, *names in _rows(model, kind):
        if trait == "record":
            records.append((order, slug, key, Peer(kind, slug, tuple(names), other)))
        else:
            found[trait, key].add(other)
    by_name = {key: peer for _order, _slug, key, peer in sorted(records, key=lambda record: record[:2])}
    traits = _of_bodies(by_name, found) if model is Organisation else _of_records(by_name, found)
    return Peers(by_name, dict(traits))


def _rows(model, kind: str):
    """Return `(trait, record, other, order, slug, three names)`: for each record itself, and for each of its traits."""
    nothing, blank = Cast(Value(None), BigIntegerField()), [Value("")] * 5
    whole = "parent_id" if model is Organisation else nothing
    names = ("order_en", "slug", "name_en", "name_zh_hant", "name_zh_hans")
    records = model.objects.published().order_by().values_list(Value("record"), "pk", whole, *names)
    traits = (
        rows.order_by().values_list(Value(trait), f"{kind}_id", other, *blank)
        for trait, rows, other in _traits(model, kind)
    )
    return records.union(*traits, all=True).order_by()


def _traits(model, kind: str) -> Iterator[tuple]:
    public = {f"{kind}__status": Status.PUBLISHED}
    yield "theme", model.themes.through.objects.filter(**public), "theme_id"
    if model is Organisation:
        for name, joins in JOINS.items():
            yield name, joins.objects.published(), f"{name}_id"
    else:
        yield "application", model.applications.through.objects.filter(**public), "application_id"
        yield "partner", JOINS[kind].objects.published(), "organisation_id"


def _of_records(records: Iterable[int], found: Mapping) -> Iterator[tuple[int, Traits]]:
    for key in records:
        yield key, Traits(*(frozenset(found[trait, key]) for trait in ("application", "partner", "theme")))


def _of_bodies(bodies: Mapping[int, Peer], found: Mapping) -> Iterator[tuple[int, Traits]]:
    """Yield the traits of bodies; as on its page, what a part of a body takes part in is the body's as well."""
    parts = {key: {key} for key in bodies}
    for key, peer in bodies.items():
        if peer.whole in parts:
            parts[peer.whole].add(key)
    members, applications = defaultdict(set), defaultdict(set)
    for (trait, body), records in list(found.items()):
        for record in records if trait in JOINS else ():
            members[trait, record].add(body)
    for body, application, *_rest in cached_relationships.evidence(bodies):
        applications[body].add(application)
    for key, own in parts.items():
        joined = ((name, record) for name in JOINS for part in own for record in found[name, part])
        partners = {body for record in joined for body in members[record]} - own
        tasks = {application for part in own for application in applications[part]}
        yield key, Traits(frozenset(tasks), frozenset(partners), frozenset(found["theme", key]))
