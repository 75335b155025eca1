"""From a batch of queries to their candidates with scores, and the one of each that is safely meant."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ecosystem.api.reconciliation import candidates as seeking
from ecosystem.api.reconciliation.candidates import Key, Wanted
from ecosystem.api.reconciliation.comparators import agreement
from ecosystem.api.reconciliation.identifiers import KINDS, types_of
from ecosystem.api.reconciliation.name_similarity import is_telling, nearness
from ecosystem.api.reconciliation.properties import PROPERTIES, Property, public, read_with, values
from ecosystem.api.reconciliation.requests import Query
from ecosystem.api.reconciliation.scoring import Judged, in_order, matched
from ecosystem.search.documents import names_of


@dataclass(frozen=True)
class Candidate:
    """A record that a query may mean."""

    record: object
    judged: Judged
    is_match: bool


def answers(queries: Mapping[str, Query]) -> dict[str, list[Candidate]]:
    """Return the candidates of each query, best first.

    One query for all names, one a kind for identifiers, one a kind for the
    records with what is to be compared of them; only for a name that nothing
    has just so the search is asked, each time a fixed number of queries.
    """
    # What is asked for twice is sought once.
    asked = seeking.led_on([seeking.wanted(query) for query in dict.fromkeys(queries.values())])
    found = seeking.candidates(asked)
    shelf = _Shelf(asked)
    shelf.read(key for keys in found for key in keys)
    for one, keys in zip(asked, found, strict=True):
        if not any(nearness(one.text, _names(record)).is_exact for record in shelf.of(keys)):
            for key, prominence in seeking.searched(one).items():
                keys.setdefault(key, prominence)
    shelf.read(key for keys in found for key in keys)
    answered = {one.query: _answer(one, keys, shelf) for one, keys in zip(asked, found, strict=True)}
    return {name: answered[query] for name, query in queries.items()}


class _Shelf:
    """The records of a batch, each read once, with all that any of its queries compares."""

    def __init__(self, asked: Sequence[Wanted]):
        self.properties = [PROPERTIES[pid] for pid in {pid for one in asked for pid, _said in one.query.conditions}]
        self.records: dict[Key, object] = {}

    def read(self, keys: Iterable[Key]) -> None:
        missing = defaultdict(set)
        for kind, pk in keys:
            if (kind, pk) not in self.records:
                missing[kind].add(pk)
        for kind in KINDS:
            if missing[kind]:
                rows = read_with(kind, self.properties)(public(kind)).in_bulk(missing[kind])
                self.records |= {(kind, pk): row for pk, row in rows.items()}

    def of(self, keys: Iterable[Key]) -> list:
        """Return the records by these keys; what is no longer public since it was indexed is left out."""
        return [self.records[key] for key in keys if key in self.records]


def _names(record) -> list[str]:
    return [*names_of(record), *record.aliases]


def _answer(one: Wanted, keys: Mapping[Key, int], shelf: _Shelf) -> list[Candidate]:
    judged = [_judged(one, key, shelf.records[key], known) for key, known in keys.items() if key in shelf.records]
    if one.query.strict != "should":
        judged = [candidate for candidate in judged if candidate.has_type]
    ordered = in_order(judged)
    sure = matched(ordered)
    return [
        Candidate(shelf.records[candidate.key], candidate, candidate is sure)
        for candidate in ordered[: one.query.limit]
    ]


def _judged(one: Wanted, key: Key, record, prominence: int) -> Judged:
    text = one.text if seeking.names_asked(one) else ""
    near = nearness(text, _names(record))
    return Judged(
        key,
        near,
        _agreements(one, record),
        _same_identifier(one, record),
        _has_type(one.query, record),
        prominence,
        is_telling(text),
    )


def _agreements(one: Wanted, record) -> dict[str, float]:
    found: dict[str, float] = {}
    for pid, said in one.query.conditions:
        prop: Property = PROPERTIES[pid]
        if prop.is_identifier or prop.compare is None:
            continue
        agrees = agreement(said, values(prop, record), prop.compare)
        if agrees is not None:
            found[pid] = max(agrees, found.get(pid, 0.0))
    return found


def _same_identifier(one: Wanted, record) -> bool | None:
    """Whether the identifiers that a query gives are this record's; None where either has none."""
    if one.own:
        return (record._meta.model_name, record.slug) in one.own
    given = seeking.identifiers_asked(one)
    pairs = [(said, own) for pid, said in given.items() if (own := getattr(record, pid, ""))]
    return any(own in said for said, own in pairs) if pairs else None


def _has_type(query: Query, record) -> bool:
    if not query.types:
        return True
    own = {one.id for one in types_of(record)}
    return own.issuperset(query.types) if query.strict == "all" else bool(own & set(query.types))
