"""Related records, by a score of shared applications, partners and themes."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import BigIntegerField, Value
from django.db.models.functions import Cast

from ecosystem.core.languages import LocalizedText, TranslatedAttribute
from ecosystem.models import (
    Application,
    InitiativeBody,
    Organisation,
    Participation,
    Record,
    Status,
    cached_relationships,
)
from ecosystem.models.base import OtherNameMixin, reverse_page_url
from ecosystem.models.cached_vocabulary import get_cached_vocabulary
from ecosystem.models.edition_cache import per_edition
from ecosystem.models.organisation_tree import get_organisation_tree

# The points for each shared trait.
TRAIT_POINTS = {"applications": 3, "partners": 2, "themes": 1}
# One of these must be shared.
TELLING_TRAITS = ("applications", "partners")
SHOWN = 6
# The number of shared traits of each sort that are named; the rest are counted.
NAMED = 3
JOINS = {"initiative": InitiativeBody, "collaboration": Participation}
# Attributes with records that the page names anyway.
LINKED_KEYS = ("parent_id", "successor_id", "part_of_id")
LINKED_LISTS = ("public_parts", "public_units", "public_predecessors", "public_foundations", "public_builders")


@dataclass(frozen=True)
class RecordTraits:
    """The primary keys of the applications, partners and themes of a record."""

    applications: frozenset[int] = frozenset()
    partners: frozenset[int] = frozenset()
    themes: frozenset[int] = frozenset()

    def get_shared(self, other: "RecordTraits") -> "RecordTraits":
        return RecordTraits(
            self.applications & other.applications, self.partners & other.partners, self.themes & other.themes
        )

    @property
    def points(self) -> int:
        return sum(points * len(getattr(self, name)) for name, points in TRAIT_POINTS.items())


class TraitIndex:
    def __init__(self, traits: Mapping[int, RecordTraits]):
        self._traits = traits
        self._positions = {key: position for position, key in enumerate(traits)}
        self._keys_by_trait: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
        for key, own in traits.items():
            for name in TELLING_TRAITS:
                for trait in getattr(own, name):
                    self._keys_by_trait[name, trait].append(key)

    def list_partners(self, key: int) -> list[int]:
        own = self._traits.get(key, RecordTraits())
        return sorted(own.partners & self._positions.keys(), key=self._positions.__getitem__)

    def find_related(
        self, key: int, number: int, *, but: Collection[int | None] = ()
    ) -> list[tuple[int, RecordTraits]]:
        """Return records with the traits that they share with this one, most points first, else in order.

        Those that share only themes are left out: hundreds of records have one in common.
        """
        own = self._traits.get(key, RecordTraits())
        points: Counter[int] = Counter()
        for name in TELLING_TRAITS:
            for trait in getattr(own, name):
                for other in self._keys_by_trait[name, trait]:
                    points[other] += TRAIT_POINTS[name]
        for left_out in {key, *but} & points.keys():
            del points[left_out]
        for other in points:
            points[other] += TRAIT_POINTS["themes"] * len(own.themes & self._traits[other].themes)
        best = heapq.nsmallest(number, points, key=lambda other: (-points[other], self._positions[other]))
        return [(other, own.get_shared(self._traits[other])) for other in best]


class PeerRecord(OtherNameMixin):
    name = TranslatedAttribute()

    def __init__(self, kind: str, slug: str, names: tuple[str, str, str], parent_key: int | None):
        self.kind, self.slug, self.parent_key = kind, slug, parent_key
        self.name_en, self.name_zh_hant, self.name_zh_hans = names

    def get_absolute_url(self) -> str:
        return reverse_page_url(f"{self.kind}-detail", self.slug)


class PeerGroup(NamedTuple):
    """All public records of a kind in the order of their names, with their traits."""

    records: dict[int, PeerRecord]
    traits: TraitIndex


@dataclass(frozen=True)
class SharedNames:
    """`more` is the number of further shared traits."""

    names: list[LocalizedText]
    more: int


@dataclass(frozen=True)
class RelatedRecord:
    record: PeerRecord
    points: int
    applications: SharedNames
    partners: SharedNames
    themes: SharedNames


def find_related_records(record: Record) -> list[RelatedRecord]:
    """Return the most related public records of the same kind; `record` is from `for_detail()`.

    One query per edition for each kind.
    """
    peers = _read_peers(type(record))
    trait_rows = _get_trait_rows(record, peers)
    return [
        RelatedRecord(
            peers.records[key],
            shared.points,
            *(_build_shared_names(trait_rows[name], getattr(shared, name)) for name in trait_rows),
        )
        for key, shared in peers.traits.find_related(record.pk, SHOWN, but=_list_linked_keys(record))
    ]


def _list_linked_keys(record: Record) -> set[int | None]:
    keys = (other.pk for name in LINKED_LISTS for other in getattr(record, name, ()))
    return {*(getattr(record, name, None) for name in LINKED_KEYS), *keys}


def _get_trait_rows(record: Record, peers: PeerGroup) -> dict[str, dict]:
    """Return the rows that the record may share by sort of trait, in the order of display."""
    if isinstance(record, Organisation):
        applications = get_cached_vocabulary(Application)
        partners = {key: peers.records[key] for key in peers.traits.list_partners(record.pk)}
    else:
        joins = record.public_involvements if hasattr(record, "public_involvements") else record.public_participations
        applications, partners = record.applications.all(), {join.organisation_id: join.organisation for join in joins}
    return {
        "applications": {word.pk: word for word in applications},
        "partners": partners,
        "themes": {theme.pk: theme for theme in record.themes.all()},
    }


def _build_shared_names(rows: Mapping, shared: frozenset[int]) -> SharedNames:
    names = [row.name for key, row in rows.items() if key in shared]
    return SharedNames(names[:NAMED], len(names[NAMED:]))


@per_edition
def _read_peers(model: type[Record]) -> PeerGroup:
    """Read the names and the traits of all public records of a kind in one query."""
    kind = model._meta.model_name
    records, traits = [], defaultdict(set)
    for trait, key, other, order, slug, *names in _build_union_query(model, kind):
        if trait == "record":
            records.append((order, slug, key, PeerRecord(kind, slug, tuple(names), other)))
        else:
            traits[trait, key].add(other)
    by_name = {key: peer for _order, _slug, key, peer in sorted(records, key=lambda record: record[:2])}
    iter_traits = _iter_organisation_traits if model is Organisation else _iter_record_traits
    return PeerGroup(by_name, TraitIndex(dict(iter_traits(by_name, traits))))


def _build_union_query(model, kind: str):
    """Return `(trait, record, other, order, slug, three names)`: for each record itself, and for each of its traits."""
    no_key, blank = Cast(Value(None), BigIntegerField()), [Value("")] * 5
    parent = "parent_id" if model is Organisation else no_key
    names = ("order_en", "slug", "name_en", "name_zh_hant", "name_zh_hans")
    records = model.objects.published().order_by().values_list(Value("record"), "pk", parent, *names)
    traits = (
        rows.order_by().values_list(Value(trait), f"{kind}_id", other, *blank)
        for trait, rows, other in _iter_trait_queries(model, kind)
    )
    return records.union(*traits, all=True).order_by()


def _iter_trait_queries(model, kind: str) -> Iterator[tuple]:
    public = {f"{kind}__status": Status.PUBLISHED}
    yield "theme", model.themes.through.objects.filter(**public), "theme_id"
    if model is Organisation:
        for name, joins in JOINS.items():
            yield name, joins.objects.published(), f"{name}_id"
    else:
        yield "application", model.applications.through.objects.filter(**public), "application_id"
        yield "partner", JOINS[kind].objects.published(), "organisation_id"


def _iter_record_traits(records: Iterable[int], traits: Mapping) -> Iterator[tuple[int, RecordTraits]]:
    for key in records:
        yield key, RecordTraits(*(frozenset(traits[trait, key]) for trait in ("application", "partner", "theme")))


def _iter_organisation_traits(
    organisations: Mapping[int, PeerRecord], traits: Mapping
) -> Iterator[tuple[int, RecordTraits]]:
    """Yield the traits of organisations; those of units count for what they are part of as well, as on its page."""
    tree = get_organisation_tree()
    parts = {key: {key} | (tree.find_units(key) & organisations.keys()) for key in organisations}
    members, applications = defaultdict(set), defaultdict(set)
    for (trait, organisation), records in list(traits.items()):
        for record in records if trait in JOINS else ():
            members[trait, record].add(organisation)
    for organisation, application, *_rest in cached_relationships.get_cached_evidence(organisations):
        applications[organisation].add(application)
    for key, own in parts.items():
        joined = ((name, record) for name in JOINS for part in own for record in traits[name, part])
        partners = {partner for record in joined for partner in members[record]} - own
        tasks = {application for part in own for application in applications[part]}
        yield key, RecordTraits(frozenset(tasks), frozenset(partners), frozenset(traits["theme", key]))
