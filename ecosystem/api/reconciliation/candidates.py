"""Which records may be meant by each query of a batch: found by the search and by identifiers, few queries for all."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q

from ecosystem.api.reconciliation.comparators import Value, host_of, site
from ecosystem.api.reconciliation.identifiers import KINDS, key_of, type_of
from ecosystem.api.reconciliation.name_similarity import bare
from ecosystem.api.reconciliation.properties import PROPERTIES, property_of, public
from ecosystem.api.reconciliation.requests import Query
from ecosystem.core.tokens import terms
from ecosystem.models import SearchKind
from ecosystem.search.name_lookup import named
from ecosystem.search.results import Finding

Key = tuple[str, int]
# So many records are compared with one query.
COMPARED = 30
# Of the records at one host no more come in by their website alone.
MOST_AT_HOST = 15
# A name is looked up in so many readings; of more pairs of brackets the rest tells nothing new.
MOST_VARIANTS = 4
_BRACKETS = re.compile(r"[()（）\[\]【】]+")
_ROR = re.compile(r"(?:https?://ror\.org/)?(0[a-z0-9]{6}\d{2})/?", re.IGNORECASE)
_WIKIDATA = re.compile(r"(?:https?://(?:www\.)?wikidata\.org/(?:wiki|entity)/)?(Q[1-9]\d*)/?", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_POSITIONS = tuple(SearchKind.values)


@dataclass(frozen=True)
class Wanted:
    """A query as candidates are sought for it: by which name, of which kinds, by which identifiers."""

    query: Query
    text: str
    kinds: tuple[str, ...]
    own: tuple[tuple[str, str], ...]
    ror: tuple[str, ...]
    wikidata: tuple[str, ...]
    hosts: tuple[str, ...]

    @property
    def variants(self) -> list[str]:
        """The name, as it is compared as well, and what stands in and before its brackets, each as a name of its own."""
        parts = [part.strip() for part in _BRACKETS.split(self.text)]
        return list(dict.fromkeys(part for part in (self.text, bare(self.text), *parts) if part))[:MOST_VARIANTS]


def wanted(query: Query) -> Wanted:
    """Return what a query asks for; refuse types and properties that there are not."""
    kinds = tuple(dict.fromkeys(type_of(one).kind for one in query.types))
    known = {"ror": [], "wikidata": [], "website": [], "name": []}
    for pid, said in query.conditions:
        prop = property_of(pid)
        known["name" if prop.is_name else pid] = [*known.get("name" if prop.is_name else pid, []), *said]
    text = query.text
    own = [key] if (key := key_of(text)) else []
    if match := _ROR.fullmatch(text):
        known["ror"].append(match[1])
    if match := _WIKIDATA.fullmatch(text):
        known["wikidata"].append(match[1])
    if _ADDRESS.fullmatch(text):
        known["website"].append(text)
    return Wanted(
        query,
        # Without a name the first of those that are given as properties is searched for.
        text or next(iter(known["name"]), ""),
        tuple(KINDS) if not kinds or query.strict == "should" else kinds,
        tuple(own),
        _matched(_ROR, known["ror"], str.lower),
        _matched(_WIKIDATA, known["wikidata"], str.upper),
        tuple(dict.fromkeys(filter(None, map(host_of, known["website"])))),
    )


def led_on(asked: Sequence[Wanted]) -> list[Wanted]:
    """Let the identifiers of records that moved, or were merged, stand for those to which they lead."""
    keys = [key for one in asked for key in one.own]
    present = {}
    for kind in KINDS:
        if slugs := {slug for other, slug in keys if other == kind}:
            rows = public(kind).only("slug").at(slugs)
            present |= {(kind, slug): (kind, row.slug) for slug, row in rows.items()}
    return [replace(one, own=tuple(present.get(key, key) for key in one.own)) for one in asked]


def _matched(pattern: re.Pattern[str], texts: Iterable[str], fold) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(match[1]) for text in texts if (match := pattern.fullmatch(text.strip()))))


def candidates(asked: Sequence[Wanted]) -> list[dict[Key, int]]:
    """Return, for each, the keys of records that may be meant, with how well known they are."""
    by_name = named([variant for one in asked for variant in one.variants], tuple(KINDS), COMPARED)
    rows = _identified(asked)
    found = []
    for one in asked:
        entries = [entry for variant in one.variants for entry in by_name.get(variant, ())]
        keys = {(entry.kind, entry.target): entry.prominence for entry in entries if entry.kind in one.kinds}
        for kind, row in _of(one, rows):
            keys.setdefault((kind, row["pk"]), 0)
        found.append(keys)
    return found


def searched(one: Wanted) -> dict[Key, int]:
    """Return what the search finds for a name that nothing has just so: misspelt, shortened, in other words."""
    if not names_asked(one) or not terms(one.text):
        return {}
    finding = Finding(one.text, one.kinds[0] if len(one.kinds) == 1 else "")
    keys = {}
    for candidate in finding.order:
        kind = _POSITIONS[candidate.position]
        if kind in one.kinds:
            keys[kind, candidate.target] = candidate.prominence
        if len(keys) == COMPARED:
            break
    return keys


def _identified(asked: Sequence[Wanted]) -> dict[str, list[dict]]:
    """Return the public records that any query names by an identifier or a website, by kind; one query a kind at most."""
    found = {}
    for kind in KINDS:
        condition = Q()
        for one in asked:
            if kind not in one.kinds:
                continue
            slugs = [slug for other, slug in one.own if other == kind]
            condition |= Q(slug__in=slugs) if slugs else Q()
            for host in one.hosts:
                condition |= Q(website__icontains=host)
            if kind == "organisation" and (one.ror or one.wikidata):
                condition |= Q(ror__in=one.ror) if one.ror else Q()
                condition |= Q(wikidata__in=one.wikidata) if one.wikidata else Q()
        if condition:
            columns = ("ror", "wikidata") if kind == "organisation" else ()
            found[kind] = list(public(kind).filter(condition).order_by("pk").values("pk", "slug", "website", *columns))
    return found


def _of(one: Wanted, rows: dict[str, list[dict]]) -> list[tuple[str, dict]]:
    """Return those of the rows that this query names."""
    found, at_host = [], []
    for kind in one.kinds:
        for row in rows.get(kind, ()):
            if (kind, row["slug"]) in one.own or row.get("ror") in one.ror or row.get("wikidata") in one.wikidata:
                found.append((kind, row))
            elif any(site(host, Value(row["website"])) == 1 for host in one.hosts):
                at_host.append((kind, row))
    return found + at_host[:MOST_AT_HOST]


def names_asked(one: Wanted) -> bool:
    """Whether a query says how the thing is called, and not only by which identifier."""
    return bool(bare(one.text)) and not (one.own or (one.ror + one.wikidata and not one.query.conditions))


def identifiers_asked(one: Wanted) -> dict[str, tuple[str, ...]]:
    """Return the identifiers of other registers that a query gives, by property."""
    given = {"ror": one.ror, "wikidata": one.wikidata}
    return {pid: said for pid, said in given.items() if said and PROPERTIES[pid].is_identifier}
