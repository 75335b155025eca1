"""The network of public organisations and the connections between them; cached for the edition."""

import heapq
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import combinations

from ecosystem.core.languages import fold_text
from ecosystem.models import (
    Collaboration,
    Initiative,
    InitiativeBody,
    Organisation,
    Participation,
    Record,
    Region,
    Status,
)
from ecosystem.models.base import list_language_columns
from ecosystem.models.edition_cache import per_edition
from ecosystem.models.organisation_tree import get_organisation_tree
from ecosystem.visuals.geometry.graph import Graph

LEADING = {"lead", "host"}
COLUMNS = ("acronym", "home_region", "parent", "founded", "closed", "place")
# Sorts after any year; the year of connections without a date.
NEVER = 10_000


class NetworkEdgeKind(StrEnum):
    COLLABORATION = "collaboration"
    INITIATIVE = "initiative"
    PART = "part"


@dataclass(frozen=True)
class NetworkEdge:
    """A connection of two organisations: a collaboration, an initiative that `a` leads, or `b` is part of `a`."""

    a: int
    b: int
    kind: NetworkEdgeKind
    record: Collaboration | Initiative | None = field(default=None, compare=False)
    record_pk: int = 0


class Network:
    """Organisations by primary key, and the edges between them; `theme_slugs` are the themes in their order."""

    def __init__(
        self,
        organisations: dict[int, Organisation],
        edges: Iterable[NetworkEdge],
        theme_slugs: Mapping[int, Sequence[str]],
    ):
        self.organisations = organisations
        self.edges = [edge for edge in edges if edge.a in organisations and edge.b in organisations]
        self.theme_slugs = theme_slugs

    @cached_property
    def connected_keys(self) -> list[int]:
        """The primary keys of connected organisations, by slug, so that no language changes the order."""
        connected = {pk for edge in self.edges for pk in (edge.a, edge.b)}
        return sorted(connected, key=lambda pk: self.organisations[pk].slug)

    @cached_property
    def edges_by_pair(self) -> dict[tuple[int, int], list[NetworkEdge]]:
        """Keys are pairs of primary keys in ascending order."""
        edges = defaultdict(list)
        for edge in self.edges:
            edges[min(edge.a, edge.b), max(edge.a, edge.b)].append(edge)
        return dict(edges)

    @cached_property
    def _positions_by_organisation(self) -> dict[int, list[int]]:
        positions = defaultdict(list)
        for position, edge in enumerate(self.edges):
            positions[edge.a].append(position)
            positions[edge.b].append(position)
        return dict(positions)

    @cached_property
    def neighbours(self) -> dict[int, set[int]]:
        neighbours = defaultdict(set)
        for a, b in self.edges_by_pair:
            neighbours[a].add(b)
            neighbours[b].add(a)
        return neighbours

    @cached_property
    def graph(self) -> Graph:
        """Nodes are numbered in the order of `connected_keys`."""
        number = {pk: i for i, pk in enumerate(self.connected_keys)}
        return Graph(len(self.connected_keys), [(number[a], number[b]) for a, b in self.edges_by_pair])

    def get_edges_between(self, a: int, b: int) -> list[NetworkEdge]:
        return self.edges_by_pair.get((min(a, b), max(a, b)), [])

    def crosses_boundary(self, a: int, b: int) -> bool:
        """Whether one of two organisations has its home region in Hong Kong and the other elsewhere."""
        regions = {self.organisations[pk].region for pk in (a, b)} - {""}
        return len(regions) == 2 and Region.HONG_KONG in regions

    def filter(self, *, themes=(), kinds=(), reaches=(), year=None) -> "Network":
        """Keep organisations with any of the themes and kinds, and edges with any of the reaches up to a year.

        The reach of an edge is the home region of the organisation from outside Hong Kong; "Hong Kong" joins
        two organisations at home there. A year leaves out edges without a date, such as those to a part.
        """
        if not (themes or kinds or reaches or year):
            return self
        organisations = {
            pk: organisation
            for pk, organisation in self.organisations.items()
            if (not kinds or organisation.kind in kinds) and (not themes or set(themes) & set(self.theme_slugs[pk]))
        }
        edges = [
            edge
            for edge in self.edges
            if (not reaches or self._get_edge_reach(edge) & set(reaches)) and (not year or _get_edge_year(edge) <= year)
        ]
        return Network(organisations, edges, self.theme_slugs)

    def _get_edge_reach(self, edge: NetworkEdge) -> set[str]:
        regions = {self.organisations[pk].region for pk in (edge.a, edge.b)} - {""}
        return (regions - {Region.HONG_KONG}) or regions

    def get_neighbourhood(self, pk: int, depth: int) -> "Network":
        """Keep an organisation and those at most `depth` edges away; its units at any depth are one edge away."""
        near = {pk}
        for _step in range(depth):
            near |= {other for key in near for other in self.neighbours.get(key, ())}
        units = get_organisation_tree().find_units(pk) & self.organisations.keys()
        network = self.get_subnetwork(near | units)
        deeper = [unit for unit in sorted(units) if NetworkEdge(pk, unit, NetworkEdgeKind.PART) not in network.edges]
        edges = [*network.edges, *(NetworkEdge(pk, unit, NetworkEdgeKind.PART) for unit in deeper)]
        return Network(network.organisations, edges, self.theme_slugs)

    def get_subnetwork(self, keys: Iterable[int]) -> "Network":
        organisations = {key: self.organisations[key] for key in keys}
        positions = {position for key in organisations for position in self._positions_by_organisation.get(key, ())}
        return Network(organisations, [self.edges[position] for position in sorted(positions)], self.theme_slugs)

    def get_best_connected(self, number: int, *, first: Iterable[int] = ()) -> "Network":
        """Keep `number` organisations: those of `first`, then their neighbours, by the number of neighbours."""
        own = {pk for pk in first if pk in self.neighbours}
        near = {other for pk in own for other in self.neighbours[pk]} if own else set(self.neighbours)
        return self._keep_best_connected(own | near, number, first=own)

    def limit(self, number: int, *, keep: Collection[int] = ()) -> "Network":
        """Keep at most `number` organisations: those of `keep`, then those with most neighbours; self if no more."""
        if len(self.connected_keys) <= number:
            return self
        return self._keep_best_connected(self.connected_keys, number, first=keep)

    def _keep_best_connected(self, keys: Iterable[int], number: int, *, first: Collection[int]) -> "Network":
        def get_sort_key(pk):
            return pk not in first, -len(self.neighbours[pk]), self.organisations[pk].slug

        return self.get_subnetwork(heapq.nsmallest(number, keys, key=get_sort_key))

    def list_names(self, number: int) -> list[str]:
        """Return the names of those with most neighbours, in alphabetical order."""
        keys = heapq.nsmallest(number, self.organisations, key=lambda pk: -len(self.neighbours.get(pk, ())))
        return sorted({str(self.organisations[pk].name) for pk in keys})

    def find_paths(self, a: int, b: int) -> list[list[int]]:
        """Return the shortest paths as lists of primary keys; empty if there is none."""
        if a not in self.neighbours or b not in self.neighbours:
            return []
        number = {pk: i for i, pk in enumerate(self.connected_keys)}
        return [[self.connected_keys[i] for i in path] for path in self.graph.find_shortest_paths(number[a], number[b])]


def _get_edge_year(edge: NetworkEdge) -> int:
    dates = (edge.record.announced, edge.record.starts) if edge.record else ()
    return min((date.first_day.year for date in dates if date), default=NEVER)


@per_edition
def list_network_years() -> list[int]:
    """Return the years with new connections, latest first."""
    return sorted({_get_edge_year(edge) for edge in get_network().edges} - {NEVER}, reverse=True)


def find_organisation_slug(text: str) -> str:
    """`text` is a slug, name, acronym or alias; return empty if nothing public has it."""
    return _map_names_to_slugs().get(fold_text(text.strip()), "")


@per_edition
def _map_names_to_slugs() -> dict[str, str]:
    slugs: dict[str, str] = {}
    rows = Organisation.objects.published().order_by("slug")
    columns = ("name_en", "name_zh_hant", "name_zh_hans", "acronym")
    # Names take precedence over aliases of other organisations, slugs over both.
    for slug, aliases in rows.values_list("slug", "aliases"):
        slugs |= {fold_text(alias): slug for alias in aliases}
    for slug, *names in rows.values_list("slug", *columns):
        slugs |= {fold_text(name): slug for name in names if name}
    return slugs | {slug: slug for slug in rows.values_list("slug", flat=True)}


@per_edition
def get_network() -> Network:
    """Four queries for an edition."""
    # Includes what maps and timelines show of organisations, so that these are read only once.
    rows = Organisation.objects.published().only_names(*COLUMNS)
    organisations = rows.select_related("place").in_bulk()
    joint = _list_connected_pairs(Participation, Collaboration, _pair_all)
    led = _list_connected_pairs(InitiativeBody, Initiative, _pair_leads_with_others)
    return Network(
        organisations,
        [
            *(NetworkEdge(a, b, NetworkEdgeKind.COLLABORATION, record, record.pk) for a, b, record in joint),
            *(NetworkEdge(a, b, NetworkEdgeKind.INITIATIVE, record, record.pk) for a, b, record in led),
            *(
                NetworkEdge(organisation.parent_id, pk, NetworkEdgeKind.PART)
                for pk, organisation in organisations.items()
                if organisation.parent_id
            ),
        ],
        read_theme_slugs(Organisation),
    )


def read_theme_slugs(model: type[Record]) -> defaultdict[int, list[str]]:
    """Return the slugs of the themes of public records by primary key, in the order of the themes."""
    name = model._meta.model_name
    themes = model.themes.through.objects.filter(**{f"{name}__status": Status.PUBLISHED})
    slugs: defaultdict[int, list[str]] = defaultdict(list)
    for pk, slug in themes.order_by("theme__position").values_list(f"{name}_id", "theme__slug"):
        slugs[pk].append(slug)
    return slugs


def _list_connected_pairs(joins, model, pair: Callable[[Mapping[int, set[str]]], Iterable[tuple[int, int]]]):
    """Return `(a, b, record)` for each two organisations that a record connects."""
    name = model._meta.model_name
    columns = ("id", "slug", "kind", *list_language_columns("name"), "announced", "starts", "ends")
    rows = joins.objects.published().order_by(f"{name}__slug", "id")
    rows = rows.values_list("organisation_id", "role", *(f"{name}__{column}" for column in columns))
    records: dict[int, Collaboration | Initiative] = {}
    roles: defaultdict[int, defaultdict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for organisation, role, pk, *values in rows:
        # One object for each record: by select_related() each join would have its own.
        if pk not in records:
            records[pk] = model.from_db(rows.db, columns, (pk, *values))
        roles[pk][organisation].add(role)
    return [(a, b, records[pk]) for pk, participants in roles.items() for a, b in pair(participants)]


def _pair_all(participants: Mapping[int, set[str]]) -> Iterable[tuple[int, int]]:
    return combinations(sorted(participants), 2)


def _pair_leads_with_others(participants: Mapping[int, set[str]]) -> Iterable[tuple[int, int]]:
    """Return each lead with every other participant; forty banks in one sandbox are not connected by that alone."""
    leads = [pk for pk, roles in participants.items() if roles & LEADING]
    return [(lead, pk) for lead in leads for pk in participants if pk != lead and (pk not in leads or lead < pk)]
