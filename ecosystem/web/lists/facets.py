"""Count, for each choice of a filter, the records it would leave."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

from django.db.models import Count
from django.utils.timezone import localdate

from ecosystem.models import Region, Status, cached_relationships
from ecosystem.models.changes import KINDS
from ecosystem.models.collaborations import WITHIN
from ecosystem.models.edition_cache import kept
from ecosystem.web.filters.form_fields import LongChoicesField

# So many choices are shown at once, the rest on demand; of bodies, which are hundreds, no more are offered.
SHOWN = 6
OFFERED = 12


@dataclass(frozen=True)
class Choice:
    # What an element of the form is called, so that a script can give it back its focus.
    id: str
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A filter with its choices; `shown` and `folded` are those seen at once and those on demand."""

    name: str
    label: str
    choices: list[Choice]

    @property
    def shown(self) -> list[Choice]:
        return self.choices if len(self.choices) <= SHOWN + 1 else self.choices[:SHOWN]

    @property
    def folded(self) -> list[Choice]:
        return self.choices[len(self.shown) :]

    @property
    def is_open(self) -> bool:
        """Whether the folded choices must be seen, because one of them is chosen."""
        return any(choice.is_chosen for choice in self.folded)


Counts = dict[str, int]
Counter_ = Callable[..., Counts]


def by_column(column: str) -> Counter_:
    """Count by the values of a column, which may lie across a relation."""

    def count(filterset, name) -> Counts:
        # A facet ignores its own filter: choosing "company" must not hide how
        # many universities there are.
        others = filterset.filter_queryset(filterset.queryset.all(), without={name})
        return dict(others.order_by().values_list(column).annotate(n=Count("pk", distinct=True)))

    return count


def by_record(relation: str) -> Counter_:
    """Count by the public records that a relation leads to; one that is not public takes no seat among those offered."""

    def count(filterset, name) -> Counts:
        others = filterset.filter_queryset(filterset.queryset.all(), without={name})
        public = others.filter(**{f"{relation}__status": Status.PUBLISHED})
        return dict(public.order_by().values_list(f"{relation}__slug").annotate(n=Count("pk")))

    return count


def by_application_or_tie(filterset, name) -> Counts:
    """Count bodies by their ties to applications, under the one of the two filters that is not `name`."""
    position, other = (1, "tie") if name == "application" else (2, "application")
    chosen = set(filterset.form.cleaned_data[other])
    slugs = {word.pk: word.slug for word in filterset.vocabularies["application"]}
    rows = [(body, slugs[application], tie) for body, application, tie in _ties(filterset)]
    found = {(row[0], row[position]) for row in rows if not chosen or row[3 - position] in chosen}
    return Counter(value for _body, value in found)


def _ties(filterset):
    """Return the ties of the bodies that all other filters leave; fetched once for both facets."""
    if not hasattr(filterset, "_ties"):
        bodies = _others(filterset, "application", "tie")
        filterset._ties = [row for row in cached_relationships.triples() if row[0] in bodies]
    return filterset._ties


def _others(filterset, *names) -> set[int]:
    """Return the keys of the records that the filters but for these leave.

    Read apart rather than as a subquery of joins, which PostgreSQL may work out anew for every join.
    """
    rows = filterset.filter_queryset(filterset.queryset.all(), without=set(names))
    return set(rows.order_by().values_list("pk", flat=True))


def by_reach(filterset, name) -> Counts:
    """Count collaborations by the regions that they reach; those that reach none stay within Hong Kong."""
    others = _others(filterset, name)
    reached = defaultdict(set)
    for join in _joins(filterset, "participants"):
        if join.record in others:
            reached[join.record].add(join.region or Region.HONG_KONG)
    counts = Counter(region for regions in reached.values() for region in regions if region != WITHIN)
    counts[WITHIN] = sum(regions == {WITHIN} for regions in reached.values())
    return {str(region): n for region, n in counts.items() if n}


def by_body(path: str) -> Counter_:
    """Count by the bodies that take part, and by those that they are parts of; `path` leads to the bodies."""

    def count(filterset, name) -> Counts:
        others = _others(filterset, name)
        joins = [join for join in _joins(filterset, path) if join.record in others]
        found = {(join.record, slug) for join in joins for slug in (join.body, join.parent) if slug}
        return Counter(slug for _record, slug in found)

    return count


def by_kind_of_record(filterset, name) -> Counts:
    """Count changes by the kind of the record that was changed."""
    others = filterset.filter_queryset(filterset.queryset.all(), without={name}).order_by()
    return {kind: n for kind, n in others.aggregate(**{kind: Count(kind) for kind in KINDS}).items() if n}


def by_what_was_done(filterset, name) -> Counts:
    others = filterset.filter_queryset(filterset.queryset.all(), without={name}).order_by()
    rows = others.values_list("kind", "is_correction").annotate(n=Count("pk"))
    counts: Counter[str] = Counter()
    for kind, is_correction, n in rows:
        counts.update({kind: n} | ({"correction": n} if is_correction else {}))
    return counts


def by_theme_of_record(filterset, name) -> Counts:
    others = filterset.filter_queryset(filterset.queryset.all(), without={name}).order_by()
    counts: Counter[str] = Counter()
    for kind in KINDS:
        for slug, n in others.values_list(f"{kind}__themes__slug").annotate(n=Count("pk")):
            counts.update({slug: n} if slug else {})
    return counts


class Join(NamedTuple):
    """A public body in a public record: the record's key, slugs of the body and of its public parent, home region."""

    record: int
    body: str
    parent: str
    region: str


def _joins(filterset, path: str) -> list[Join]:
    """Return how bodies take part in records of the list's kind; the same until the next edition."""
    model = filterset.queryset.model

    def read() -> list[Join]:
        joins = model._meta.get_field(path).remote_field.through.objects.published()
        body = ("slug", "parent__slug", "parent__status", "home_region", "place__region")
        rows = joins.order_by().values_list(f"{model._meta.model_name}_id", *(f"organisation__{name}" for name in body))
        return [
            Join(record, slug, parent if status == Status.PUBLISHED else "", home or region)
            for record, slug, parent, status, home, region in rows
        ]

    return kept(f"joins:{path}", read)


def facets(filterset, counters: dict[str, Counter_]) -> list[Facet]:
    """Return the facets in the order of `counters`; none where the filters are not valid."""
    if not filterset.is_valid():
        return []
    found = (_facet(filterset, name, counter) for name, counter in counters.items())
    return [facet for facet in found if facet.choices]


def _facet(filterset, name: str, counter: Counter_) -> Facet:
    counts = _counts(filterset, name, counter)
    field = filterset.form.fields[name]
    chosen = {str(getattr(value, "slug", value)) for value in filterset.form.cleaned_data[name]}
    labels = _labels(filterset, name, field, counts, chosen)
    return Facet(
        name=name,
        label=field.label,
        # A chosen value stays even when it counts nothing, or the reader could not take it back.
        choices=[
            Choice(f"f-{name}-{quote(value)}", value, label, counts.get(value, 0), value in chosen)
            for value, label in labels
            if value in counts or value in chosen
        ],
    )


def _counts(filterset, name: str, counter: Counter_) -> Counts:
    """Count, or remember what was counted of the whole list: without other filters it is the same for everybody."""
    if set(filterset.chosen) - {name}:
        return counter(filterset, name)
    # The states of initiatives change with the day.
    kind = filterset.queryset.model._meta.model_name
    return kept(f"facet:{kind}:{name}:{localdate()}", lambda: counter(filterset, name))


def _labels(filterset, name, field, counts: Counts, chosen: set[str]) -> Iterable[tuple[str, str]]:
    """Return values with their labels: words in their own order, records by how many they count."""
    if isinstance(field, LongChoicesField):
        known = {value: label for value, label in field.choices if value in counts or value in chosen}
        offered = [value for value in known if value in counts][:OFFERED]
        return [(value, known[value]) for value in dict.fromkeys([*(v for v in known if v in chosen), *offered])]
    if not hasattr(field, "records"):
        return [(str(value), label) for value, label in field.choices]
    top = sorted(counts, key=lambda slug: (-counts[slug], slug))[:OFFERED]
    wanted = [*dict.fromkeys([*sorted(chosen), *top])]
    named = {record.slug: record.name for record in field.records().filter(slug__in=wanted)}
    return [(slug, named[slug]) for slug in wanted if slug in named]
