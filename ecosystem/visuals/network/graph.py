"""The network: the public bodies, and what ties each two of them, read once for an edition."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import combinations

from ecosystem.core.languages import fold
from ecosystem.models import Collaboration, Initiative, InitiativeBody, Organisation, Participation, Region
from ecosystem.models.base import texts
from ecosystem.models.edition_cache import kept
from ecosystem.visuals.geometry.graph import Graph

LEADING = {"lead", "host"}
COLUMNS = ("acronym", "home_region", "parent", "founded", "closed", "place")
# Later than any year: what has no date.
NEVER = 10_000


class TieKind(StrEnum):
    COLLABORATION = "collaboration"
    INITIATIVE = "initiative"
    PART = "part"


@dataclass(frozen=True)
class Tie:
    """What ties two bodies: a collaboration, an initiative that `a` leads, or that `b` is a part of `a`."""

    a: int
    b: int
    kind: TieKind
    record: Collaboration | Initiative | None = field(default=None, compare=False)
    record_pk: int = 0


class Network:
    """Bodies by their keys, and the ties among them."""

    def __init__(self, bodies: dict[int, Organisation], ties: Iterable[Tie]):
        self.bodies = bodies
        self.ties = [tie for tie in ties if tie.a in bodies and tie.b in bodies]

    @cached_property
    def keys(self) -> list[int]:
        """The bodies that are tied to any other, in the order of their slugs, which no language changes."""
        tied = {pk for tie in self.ties for pk in (tie.a, tie.b)}
        return sorted(tied, key=lambda pk: self.bodies[pk].slug)

    @cached_property
    def pairs(self) -> dict[tuple[int, int], list[Tie]]:
        """The ties of each two bodies, under their keys in ascending order."""
        found = defaultdict(list)
        for tie in self.ties:
            found[min(tie.a, tie.b), max(tie.a, tie.b)].append(tie)
        return dict(found)

    @cached_property
    def neighbours(self) -> dict[int, set[int]]:
        found = defaultdict(set)
        for a, b in self.pairs:
            found[a].add(b)
            found[b].add(a)
        return found

    @cached_property
    def graph(self) -> Graph:
        """The network as numbers, in the order of `keys`."""
        number = {pk: i for i, pk in enumerate(self.keys)}
        return Graph(len(self.keys), [(number[a], number[b]) for a, b in self.pairs])

    def ties_between(self, a: int, b: int) -> list[Tie]:
        return self.pairs.get((min(a, b), max(a, b)), [])

    def is_across(self, a: int, b: int) -> bool:
        """Whether a link crosses the boundary: one of the two is at home in Hong Kong, the other elsewhere."""
        regions = {self.bodies[pk].region for pk in (a, b)} - {""}
        return len(regions) == 2 and Region.HONG_KONG in regions

    def narrowed(self, *, themes=(), kinds=(), reaches=(), year=None) -> "Network":
        """Keep bodies with any of these themes and kinds, and ties with any of these reaches that began by the year.

        The reach of a tie is where the other body of it is from: a tie within Hong
        Kong joins two bodies that are at home there. A tie without a date, as
        between a body and its part, began when nobody knows, so that a year leaves it out.
        """
        bodies = {
            pk: body
            for pk, body in self.bodies.items()
            if (not kinds or body.kind in kinds) and (not themes or set(themes) & set(body.theme_slugs))
        }
        ties = [
            tie
            for tie in self.ties
            if (not reaches or self._reach(tie) & set(reaches)) and (not year or _year(tie) <= year)
        ]
        return Network(bodies, ties)

    def _reach(self, tie: Tie) -> set[str]:
        regions = {self.bodies[pk].region for pk in (tie.a, tie.b)} - {""}
        return (regions - {Region.HONG_KONG}) or regions

    def around(self, pk: int, depth: int) -> "Network":
        """Keep a body and those that are at most so many ties away."""
        near = {pk}
        for _step in range(depth):
            near |= {other for body in near for other in self.neighbours.get(body, ())}
        return Network({key: self.bodies[key] for key in near}, self.ties)

    def strongest(self, number: int, *, first: Iterable[int] = ()) -> "Network":
        """Keep so many bodies: those of `first` before their partners, of each those with most partners."""
        own = {pk for pk in first if pk in self.neighbours}
        near = {other for pk in own for other in self.neighbours[pk]} if own else set(self.neighbours)
        order = sorted(own | near, key=lambda pk: (pk not in own, -len(self.neighbours[pk]), self.bodies[pk].slug))
        return Network({pk: self.bodies[pk] for pk in order[:number]}, self.ties)

    def ways(self, a: int, b: int) -> list[list[int]]:
        """Return the shortest ways from one body to another, each as the bodies on it; none where there is no way."""
        if a not in self.neighbours or b not in self.neighbours:
            return []
        number = {pk: i for i, pk in enumerate(self.keys)}
        return [[self.keys[i] for i in way] for way in self.graph.shortest_ways(number[a], number[b])]


def _year(tie: Tie) -> int:
    dates = [getattr(tie.record, name, None) for name in ("announced", "starts")]
    return min((date.first_day.year for date in dates if date), default=NEVER)


def network() -> Network:
    """Return the whole network of the present edition."""
    return kept("network", _read)


def years() -> list[int]:
    """Return the years by whose end anything new was tied, the latest first."""
    return kept("network-years", lambda: sorted({_year(tie) for tie in network().ties} - {NEVER}, reverse=True))


def slug_of(text: str) -> str:
    """Return the slug of the public body of exactly this slug, name, acronym or other name; empty where there is none."""
    return kept("network-names", _names).get(fold(text.strip()), "")


def _names() -> dict[str, str]:
    found = {}
    rows = Organisation.objects.published().order_by("slug")
    columns = ("name_en", "name_zh_hant", "name_zh_hans", "acronym")
    # What one body is properly called goes before what another is also called.
    for slug, aliases in rows.values_list("slug", "aliases"):
        found |= {fold(alias): slug for alias in aliases}
    for slug, *names in rows.values_list("slug", *columns):
        found |= {fold(name): slug for name in names if name}
    return found | {slug: slug for slug in rows.values_list("slug", flat=True)}


def _read() -> Network:
    """Read the network in four queries."""
    # Beside what ties them, what maps and lines of time say of bodies, so that they are read but once.
    rows = Organisation.objects.published().only_names(*COLUMNS)
    bodies = rows.select_related("place").prefetch_related("themes").in_bulk()
    for body in bodies.values():
        body.theme_slugs = [theme.slug for theme in sorted(body.themes.all(), key=lambda theme: theme.position)]
        body.first_theme = next(iter(body.theme_slugs), "")
    joint = _joined(Participation, "collaboration", _all_pairs)
    run = _joined(InitiativeBody, "initiative", _leads_with_the_rest)
    return Network(
        bodies,
        [
            *(Tie(a, b, TieKind.COLLABORATION, record, record.pk) for a, b, record in joint),
            *(Tie(a, b, TieKind.INITIATIVE, record, record.pk) for a, b, record in run),
            *(Tie(body.parent_id, pk, TieKind.PART) for pk, body in bodies.items() if body.parent_id),
        ],
    )


def _joined(joins, name, pairs):
    """Return `(a, b, record)` for each two bodies that a record ties."""
    names = ("slug", "kind", *texts("name"), "announced", "starts", "ends")
    columns = [f"{name}__{column}" for column in names]
    rows = joins.objects.published().select_related(name).only("organisation_id", "role", *columns)
    records, roles = {}, defaultdict(lambda: defaultdict(set))
    for join in rows.order_by(f"{name}__slug", "id"):
        record = records.setdefault(getattr(join, f"{name}_id"), getattr(join, name))
        roles[record.pk][join.organisation_id].add(join.role)
    return [(a, b, records[pk]) for pk, bodies in roles.items() for a, b in pairs(bodies)]


def _all_pairs(bodies):
    return combinations(sorted(bodies), 2)


def _leads_with_the_rest(bodies):
    """Return each lead with every other body; among forty banks of one sandbox no two are tied by that alone."""
    leads = [body for body, roles in bodies.items() if roles & LEADING]
    return [(lead, body) for lead in leads for body in bodies if body != lead and (body not in leads or lead < body)]
