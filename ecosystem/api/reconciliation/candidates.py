"""Finding candidates for each query of a batch, by name, identifier and website, in few database queries."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q

from ecosystem.api.reconciliation.comparators import PropertyValue, compare_websites
from ecosystem.api.reconciliation.identifiers import MODELS_BY_KIND, get_entity_type, parse_entity_id
from ecosystem.api.reconciliation.name_similarity import normalize_entity_name
from ecosystem.api.reconciliation.properties import get_public_records_of_kind, get_reconciliation_property
from ecosystem.api.reconciliation.requests import ReconciliationQuery
from ecosystem.core.identifiers import parse_identifier, parse_ror, parse_wikidata
from ecosystem.core.tokens import extract_terms
from ecosystem.core.web_addresses import extract_host
from ecosystem.models import SearchKind
from ecosystem.search.name_lookup import find_entries_by_name
from ecosystem.search.results import SearchResults

RecordKey = tuple[str, int]
MAX_CANDIDATES = 30
# Candidates that have nothing but the host of their website in common with the query.
MAX_CANDIDATES_AT_HOST = 15
MAX_NAME_VARIANTS = 4
_BRACKETS = re.compile(r"[()（）\[\]【】]+")
_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_KINDS_BY_POSITION = tuple(SearchKind.values)


@dataclass(frozen=True)
class CandidateLookup:
    """`own` are `(kind, slug)` of identifiers of this service, `hosts` those of websites."""

    query: ReconciliationQuery
    text: str
    kinds: tuple[str, ...]
    own: tuple[tuple[str, str], ...]
    ror: tuple[str, ...]
    wikidata: tuple[str, ...]
    hosts: tuple[str, ...]

    @property
    def name_variants(self) -> list[str]:
        """The name, its normalized form, and the parts inside and outside its brackets."""
        parts = [part.strip() for part in _BRACKETS.split(self.text)]
        variants = dict.fromkeys(filter(None, (self.text, normalize_entity_name(self.text), *parts)))
        return list(variants)[:MAX_NAME_VARIANTS]


def build_candidate_lookup(query: ReconciliationQuery) -> CandidateLookup:
    """Raise ProblemError for an unknown type or property."""
    kinds = tuple(dict.fromkeys(get_entity_type(type_id).kind for type_id in query.types))
    known: dict[str, list[str]] = defaultdict(list)
    for pid, values in query.conditions:
        known["name" if get_reconciliation_property(pid).is_name else pid] += values
    text = query.text
    own = [key] if (key := parse_entity_id(text)) else []
    if identifier := parse_identifier(text):
        known["wikidata" if identifier.startswith("Q") else "ror"].append(identifier)
    if _URL.fullmatch(text):
        known["website"].append(text)
    return CandidateLookup(
        query,
        # Without a name, the first one among the properties.
        text or next(iter(known["name"]), ""),
        tuple(MODELS_BY_KIND) if not kinds or query.strict == "should" else kinds,
        tuple(own),
        _parse_distinct(parse_ror, known["ror"]),
        _parse_distinct(parse_wikidata, known["wikidata"]),
        _parse_distinct(extract_host, known["website"]),
    )


def resolve_former_identifiers(lookups: Sequence[CandidateLookup]) -> list[CandidateLookup]:
    """Replace the identifiers of renamed and merged records by the present ones."""
    keys = [key for lookup in lookups for key in lookup.own]
    present: dict[tuple[str, str], tuple[str, str]] = {}
    for kind in MODELS_BY_KIND:
        if slugs := {slug for other, slug in keys if other == kind}:
            rows = get_public_records_of_kind(kind).only("slug").map_by_slug(slugs)
            present |= {(kind, slug): (kind, row.slug) for slug, row in rows.items()}
    return [replace(lookup, own=tuple(present.get(key, key) for key in lookup.own)) for lookup in lookups]


def _parse_distinct(parse: Callable[[str], str], texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(parse, texts))))


def find_candidate_keys(lookups: Sequence[CandidateLookup]) -> list[dict[RecordKey, int]]:
    """Return the candidates of each lookup, with their prominence in the search."""
    variants = [variant for lookup in lookups for variant in lookup.name_variants]
    entries_by_name = find_entries_by_name(variants, tuple(MODELS_BY_KIND), MAX_CANDIDATES)
    rows = _find_identified_rows(lookups)
    keys_by_lookup = []
    for lookup in lookups:
        entries = [entry for variant in lookup.name_variants for entry in entries_by_name.get(variant, ())]
        keys = {(entry.kind, entry.target): entry.prominence for entry in entries if entry.kind in lookup.kinds}
        for kind, row in _filter_rows(lookup, rows):
            keys.setdefault((kind, row["pk"]), 0)
        keys_by_lookup.append(keys)
    return keys_by_lookup


def search_candidate_keys(lookup: CandidateLookup) -> dict[RecordKey, int]:
    """Search for a name that no record has exactly; return the prominence of each candidate."""
    if not has_query_name(lookup) or not extract_terms(lookup.text):
        return {}
    results = SearchResults(lookup.text, lookup.kinds[0] if len(lookup.kinds) == 1 else "")
    keys: dict[RecordKey, int] = {}
    for candidate in results.ranked_candidates:
        kind = _KINDS_BY_POSITION[candidate.position]
        if kind in lookup.kinds:
            keys[kind, candidate.target] = candidate.prominence
        if len(keys) == MAX_CANDIDATES:
            break
    return keys


def _find_identified_rows(lookups: Sequence[CandidateLookup]) -> dict[str, list[dict]]:
    """Return rows by kind; one query for each kind."""
    rows_by_kind = {}
    for kind in MODELS_BY_KIND:
        condition = Q()
        for lookup in lookups:
            if kind not in lookup.kinds:
                continue
            slugs = [slug for other, slug in lookup.own if other == kind]
            condition |= Q(slug__in=slugs) if slugs else Q()
            for host in lookup.hosts:
                condition |= Q(website__icontains=host)
            if kind == "organisation" and (lookup.ror or lookup.wikidata):
                condition |= Q(ror__in=lookup.ror) if lookup.ror else Q()
                condition |= Q(wikidata__in=lookup.wikidata) if lookup.wikidata else Q()
        if condition:
            columns = ("ror", "wikidata") if kind == "organisation" else ()
            rows = get_public_records_of_kind(kind).filter(condition).order_by("pk")
            rows_by_kind[kind] = list(rows.values("pk", "slug", "website", *columns))
    return rows_by_kind


def _filter_rows(lookup: CandidateLookup, rows_by_kind: dict[str, list[dict]]) -> list[tuple[str, dict]]:
    """Put rows that match by their website alone at the end."""
    identified, at_host = [], []
    for kind in lookup.kinds:
        for row in rows_by_kind.get(kind, ()):
            is_own = (kind, row["slug"]) in lookup.own
            if is_own or row.get("ror") in lookup.ror or row.get("wikidata") in lookup.wikidata:
                identified.append((kind, row))
            elif any(compare_websites(host, PropertyValue(row["website"])) == 1 for host in lookup.hosts):
                at_host.append((kind, row))
    return identified + at_host[:MAX_CANDIDATES_AT_HOST]


def has_query_name(lookup: CandidateLookup) -> bool:
    """An identifier alone is no name."""
    return bool(normalize_entity_name(lookup.text)) and not (
        lookup.own or (lookup.ror + lookup.wikidata and not lookup.query.conditions)
    )
