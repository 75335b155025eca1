"""Facets: for each choice of a filter, the number of rows it would leave."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import quote

from django.db.models import Count, Model, QuerySet
from django.utils.timezone import localdate
from pyroaring import FrozenBitMap

from ecosystem.core.key_sets import group_keys
from ecosystem.models import Region, Status
from ecosystem.models.edition_cache import per_edition_by
from ecosystem.models.organisation_tree import get_organisation_tree
from ecosystem.models.places import Reach
from ecosystem.models.record_targets import RECORD_KINDS
from ecosystem.web.filters.base import FacetedFilterSet
from ecosystem.web.filters.form_fields import LongChoicesField, RecordsField

# How many choices are visible at once, and how many of hundreds of records are offered at all.
SHOWN = 6
OFFERED = 12


@dataclass(frozen=True)
class FacetChoice:
    # The id of the form element, so that a script can restore the focus.
    id: str
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """`hidden_choices` are shown on demand."""

    name: str
    label: str
    choices: list[FacetChoice]
    # The section of the glossary that defines the choices; empty if none does.
    definitions_anchor: str = ""

    @property
    def visible_choices(self) -> list[FacetChoice]:
        return self.choices if len(self.choices) <= SHOWN + 1 else self.choices[:SHOWN]

    @property
    def hidden_choices(self) -> list[FacetChoice]:
        return self.choices[len(self.visible_choices) :]

    @property
    def is_open(self) -> bool:
        """Whether a hidden choice is chosen, so that the hidden choices must be visible."""
        return any(choice.is_chosen for choice in self.hidden_choices)


Counts = dict[str, int]
FacetCounter = Callable[[Any, str], Counts]
ValueLister = Callable[[QuerySet], Iterable[tuple[int, str]]]


def count_by_column(column: str) -> FacetCounter:
    def count(filterset: FacetedFilterSet, name: str) -> Counts:
        # A facet ignores its own filter: choosing "company" must not hide the number of universities.
        rows = filterset.filter_without(name).order_by()
        return dict(rows.values_list(column).annotate(n=Count("pk", distinct=True)))

    return count


def count_records(list_values: ValueLister) -> FacetCounter:
    """`list_values` returns `(primary key, value)` of all rows; it is read once for an edition."""

    def count(filterset: FacetedFilterSet, name: str) -> Counts:
        members = _group_rows_by_value(filterset.queryset, name, list_values)
        keys = filterset.get_keys_without(name)
        return {value: n for value, each in members.items() if (n := each.intersection_cardinality(keys))}

    return count


# By day, because the states of initiatives change with it.
@per_edition_by(lambda rows, name, _list_values: (rows.model, name, localdate()))
def _group_rows_by_value(rows: QuerySet, name: str, list_values: ValueLister) -> dict[str, FrozenBitMap]:
    return group_keys(list_values(rows.order_by()))


def values_of_column(column: str) -> ValueLister:
    return lambda rows: rows.values_list("pk", column)


def values_of_record(relation: str) -> ValueLister:
    return lambda rows: rows.filter(**{f"{relation}__status": Status.PUBLISHED}).values_list("pk", f"{relation}__slug")


def list_reaches(rows: QuerySet) -> Iterable[tuple[int, str]]:
    """Return the regions of the participants of collaborations; without another region, within Hong Kong."""
    reached = defaultdict(set)
    for join in _list_organisation_joins(rows.model, "participants"):
        reached[join.record].add(join.region or Region.HONG_KONG)
    for record, regions in reached.items():
        yield from ((record, str(region)) for region in regions - {Reach.HONG_KONG} or regions)


def values_of_organisations(path: str) -> ValueLister:
    """Return what lists participating organisations and what they are part of; `path` is the relation to them."""

    def list_values(rows: QuerySet) -> Iterable[tuple[int, str]]:
        for join in _list_organisation_joins(rows.model, path):
            yield from ((join.record, slug) for slug in (join.organisation, *join.ancestors))

    return list_values


def list_ancestors(rows: QuerySet) -> Iterable[tuple[int, str]]:
    """Return what organisations are part of, at any depth."""
    tree = get_organisation_tree()
    return ((key, tree.slugs[each]) for key in tree.slugs for each in tree.list_ancestors(key) if each != key)


def count_by_record_kind(filterset: FacetedFilterSet, name: str) -> Counts:
    changes = filterset.filter_without(name).order_by()
    return {kind: n for kind, n in changes.aggregate(**{kind: Count(kind) for kind in RECORD_KINDS}).items() if n}


def count_by_change_kind(filterset: FacetedFilterSet, name: str) -> Counts:
    rows = filterset.filter_without(name).order_by().values_list("kind", "is_correction").annotate(n=Count("pk"))
    counts: Counter[str] = Counter()
    for kind, is_correction, n in rows:
        counts.update({kind: n} | ({"correction": n} if is_correction else {}))
    return counts


def count_by_record_theme(filterset: FacetedFilterSet, name: str) -> Counts:
    changes = filterset.filter_without(name).order_by()
    counts: Counter[str] = Counter()
    for kind in RECORD_KINDS:
        for slug, n in changes.values_list(f"{kind}__themes__slug").annotate(n=Count("pk")):
            counts.update({slug: n} if slug else {})
    return counts


class OrganisationJoin(NamedTuple):
    """`record` is a primary key; `organisation` and `ancestors` are slugs."""

    record: int
    organisation: str
    ancestors: tuple[str, ...]
    region: str


def _list_organisation_joins(model: type[Model], path: str) -> Iterable[OrganisationJoin]:
    joins = model._meta.get_field(path).remote_field.through.objects.published()
    tree = get_organisation_tree()
    columns = ("pk", "slug", "home_region", "place__region")
    rows = joins.order_by().values_list(f"{model._meta.model_name}_id", *(f"organisation__{name}" for name in columns))
    for record, pk, slug, home, region in rows:
        yield OrganisationJoin(record, slug, tuple(tree.slugs[key] for key in tree.list_ancestors(pk)), home or region)


def build_facets(filterset: FacetedFilterSet, counters: dict[str, FacetCounter]) -> list[Facet]:
    """Return the non-empty facets in the order of `counters`; none if a value is invalid."""
    if not filterset.is_valid() and not filterset.is_incomplete:
        return []
    facets = (_build_facet(filterset, name, counter) for name, counter in counters.items())
    return [facet for facet in facets if facet.choices]


def _build_facet(filterset: FacetedFilterSet, name: str, counter: FacetCounter) -> Facet:
    counts = _get_facet_counts(filterset, name, counter)
    field = filterset.form.fields[name]
    chosen = {str(getattr(value, "slug", value)) for value in filterset.form.cleaned_data[name]}
    labels = _list_labelled_values(field, counts, chosen)
    keeps_empty_choices = filterset.keeps_empty_choices(name)
    return Facet(
        name=name,
        label=field.label,
        # A chosen value stays even if it counts nothing; otherwise the reader could not remove it.
        choices=[
            FacetChoice(f"f-{name}-{quote(value)}", value, label, counts.get(value, 0), value in chosen)
            for value, label in labels
            if value in counts or value in chosen or keeps_empty_choices
        ],
        definitions_anchor=filterset.get_definitions_anchor(name),
    )


def _get_facet_counts(filterset: FacetedFilterSet, name: str, counter: FacetCounter) -> Counts:
    if filterset.is_incomplete or set(filterset.active_filters) - {name}:
        return counter(filterset, name)
    return _count_unfiltered(filterset, name, counter)


# By day, because the states of initiatives change with it.
@per_edition_by(lambda filterset, name, _counter: (filterset.queryset.model, name, localdate()))
def _count_unfiltered(filterset: FacetedFilterSet, name: str, counter: FacetCounter) -> Counts:
    return counter(filterset, name)


def _list_labelled_values(field, counts: Counts, chosen: set[str]) -> Iterable[tuple[str, str]]:
    """Return `(value, label)` of the choices to offer: records by count, others in their own order."""
    if isinstance(field, LongChoicesField):
        known = {value: label for value, label in field.choices if value in counts or value in chosen}
        offered = [value for value in known if value in counts][:OFFERED]
        return [(value, known[value]) for value in dict.fromkeys([*(v for v in known if v in chosen), *offered])]
    if not isinstance(field, RecordsField):
        return [(str(value), label) for value, label in field.choices]
    top = sorted(counts, key=lambda slug: (-counts[slug], slug))[:OFFERED]
    slugs = [*dict.fromkeys([*sorted(chosen), *top])]
    names = {record.slug: record.name for record in field.records().filter(slug__in=slugs)}
    return [(slug, names[slug]) for slug in slugs if slug in names]
