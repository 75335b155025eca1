"""Matching a batch of queries: candidates with scores, and the safe match of each query."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ecosystem.api.reconciliation.candidates import (
    CandidateLookup,
    RecordKey,
    build_candidate_lookup,
    find_candidate_keys,
    has_query_name,
    resolve_former_identifiers,
    search_candidate_keys,
)
from ecosystem.api.reconciliation.comparators import compute_agreement
from ecosystem.api.reconciliation.identifiers import MODELS_BY_KIND, list_entity_types
from ecosystem.api.reconciliation.name_similarity import compute_name_similarity, is_distinctive_name
from ecosystem.api.reconciliation.properties import (
    PROPERTIES,
    ReconciliationProperty,
    get_public_records_of_kind,
    prefetch_properties,
    read_property_values,
)
from ecosystem.api.reconciliation.requests import ReconciliationQuery
from ecosystem.api.reconciliation.scoring import ScoredCandidate, find_safe_match, rank_scored_candidates
from ecosystem.models import Organisation
from ecosystem.search.documents import list_row_names


@dataclass(frozen=True)
class ReconciliationCandidate:
    record: Any
    scored: ScoredCandidate
    is_match: bool


def match_queries(queries: Mapping[str, ReconciliationQuery]) -> dict[str, list[ReconciliationCandidate]]:
    """Return the candidates of each query, best first.

    One database query for all names, one for each kind of identifiers, one for each kind of records
    with the compared properties. Only for a name that no record has exactly the search is
    used, with a fixed number of database queries each time. Equal queries are matched once.
    """
    lookups = resolve_former_identifiers([build_candidate_lookup(query) for query in dict.fromkeys(queries.values())])
    keys_by_lookup = find_candidate_keys(lookups)
    cache = _RecordCache(lookups)
    cache.load(key for keys in keys_by_lookup for key in keys)
    for lookup, keys in zip(lookups, keys_by_lookup, strict=True):
        records = cache.list_records(keys)
        if not any(compute_name_similarity(lookup.text, _list_names(record)).is_exact for record in records):
            for key, prominence in search_candidate_keys(lookup).items():
                keys.setdefault(key, prominence)
    cache.load(key for keys in keys_by_lookup for key in keys)
    candidates = {
        lookup.query: _rank_candidates(lookup, keys, cache)
        for lookup, keys in zip(lookups, keys_by_lookup, strict=True)
    }
    return {key: candidates[query] for key, query in queries.items()}


class _RecordCache:
    """Loads each record of a batch once, with the properties that any of its queries compares."""

    def __init__(self, lookups: Sequence[CandidateLookup]):
        pids = {pid for lookup in lookups for pid, _values in lookup.query.conditions}
        self.properties = [PROPERTIES[pid] for pid in pids]
        self.records: dict[RecordKey, Any] = {}

    def load(self, keys: Iterable[RecordKey]) -> None:
        missing = defaultdict(set)
        for kind, pk in keys:
            if (kind, pk) not in self.records:
                missing[kind].add(pk)
        for kind in MODELS_BY_KIND:
            if missing[kind]:
                rows = prefetch_properties(get_public_records_of_kind(kind), kind, self.properties)
                self.records |= {(kind, pk): row for pk, row in rows.in_bulk(missing[kind]).items()}

    def list_records(self, keys: Iterable[RecordKey]) -> list:
        """Leave out records that are not public any more."""
        return [self.records[key] for key in keys if key in self.records]


def _list_names(record) -> list[str]:
    return [*list_row_names(record), *record.aliases]


def _rank_candidates(
    lookup: CandidateLookup, keys: Mapping[RecordKey, int], cache: _RecordCache
) -> list[ReconciliationCandidate]:
    scored = [
        _score_candidate(lookup, key, cache.records[key], prominence)
        for key, prominence in keys.items()
        if key in cache.records
    ]
    if lookup.query.strict != "should":
        scored = [candidate for candidate in scored if candidate.has_type]
    ordered = rank_scored_candidates(scored)
    match = find_safe_match(ordered)
    return [
        ReconciliationCandidate(cache.records[candidate.key], candidate, candidate is match)
        for candidate in ordered[: lookup.query.limit]
    ]


def _score_candidate(lookup: CandidateLookup, key: RecordKey, record, prominence: int) -> ScoredCandidate:
    text = lookup.text if has_query_name(lookup) else ""
    return ScoredCandidate(
        key,
        compute_name_similarity(text, _list_names(record)),
        _compare_properties(lookup, record),
        _has_same_identifier(lookup, record),
        _has_type(lookup.query, record),
        prominence,
        is_distinctive_name(text),
    )


def _compare_properties(lookup: CandidateLookup, record) -> dict[str, float]:
    agreements: dict[str, float] = {}
    for pid, texts in lookup.query.conditions:
        prop: ReconciliationProperty = PROPERTIES[pid]
        if prop.is_identifier or prop.compare is None:
            continue
        agreement = compute_agreement(texts, read_property_values(prop, record), prop.compare)
        if agreement is not None:
            agreements[pid] = max(agreement, agreements.get(pid, 0.0))
    return agreements


def _has_same_identifier(lookup: CandidateLookup, record) -> bool | None:
    """Return None if there is no identifier to compare."""
    if lookup.own:
        return (record._meta.model_name, record.slug) in lookup.own
    if not isinstance(record, Organisation):
        return None
    pairs = ((lookup.ror, record.ror), (lookup.wikidata, record.wikidata))
    agreements = [known in texts for texts, known in pairs if texts and known]
    return any(agreements) if agreements else None


def _has_type(query: ReconciliationQuery, record) -> bool:
    if not query.types:
        return True
    types = {entity_type.id for entity_type in list_entity_types(record)}
    return types.issuperset(query.types) if query.strict == "all" else bool(types & set(query.types))
