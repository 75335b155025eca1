"""Suggestions while typing: names, acronyms and aliases that begin with the query."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ecosystem.core.tokens import TEXT_SEPARATOR, extract_terms
from ecosystem.models import SearchEntry
from ecosystem.search.expressions import (
    NamesOnlyExpression,
    PhraseExpression,
    SearchExpression,
    join_with_and,
    join_with_or,
)
from ecosystem.search.query import QueryUnit, SearchQuery
from ecosystem.search.query_terms import find_unit_corrections, list_prefix_forms, list_typed_forms
from ecosystem.search.ranking import QueryTermForm

MAX_SUGGESTIONS = 8
# The number of most prominent matches that are sorted.
MAX_SUGGESTION_CANDIDATES = 120
# The number of most prominent entries that are compared with each text.
NAMES_READ = 1000


def suggest_search_entries(typed: str, kinds: Sequence[str] = (), most: int = MAX_SUGGESTIONS) -> list[SearchEntry]:
    """Return the entries whose names match a query being typed, best first; a fixed number of queries for each word.

    Exact names come first, then names that begin with the query, each by prominence; with `kinds` only of these.
    """
    question = SearchQuery(typed)
    if not question.units:
        return []
    *whole, last = question.units
    entries = _find_entries([*map(list_typed_forms, whole), (*list_typed_forms(last), *list_prefix_forms(last))], kinds)
    if not entries and (corrected := _list_corrected_forms(last)):
        entries = _find_entries([*map(list_typed_forms, whole), corrected], kinds)
    return sorted(entries, key=lambda entry: (_get_name_distance(entry, question.terms), -entry.prominence, entry.pk))[
        :most
    ]


def find_similar_names(texts: Sequence[str], kinds: Sequence[str], most: int = 3) -> dict[str, list[SearchEntry]]:
    """Return, for each text, the entries of these kinds with most of its parts in their names; one query."""
    parts_by_text = {text: list(_iter_query_parts(SearchQuery(text))) for text in texts}
    phrases = list(dict.fromkeys(phrase for parts in parts_by_text.values() for phrase in parts))
    if not phrases:
        return {}
    rows = SearchEntry.objects.filter(kind__in=kinds).matching(
        NamesOnlyExpression(join_with_or([PhraseExpression(phrase) for phrase in phrases]))
    )
    entries = [
        (f" {e.text.names} {e.text.aliases} ", e) for e in rows.select_related("text").by_prominence()[:NAMES_READ]
    ]
    matches = {}
    for text, parts in parts_by_text.items():
        held = [(sum(f" {' '.join(part)} " in names for part in parts), entry) for names, entry in entries]
        best = sorted((item for item in held if item[0]), key=lambda item: (-item[0], -item[1].prominence, item[1].pk))
        matches[text] = [entry for _number, entry in best[:most]]
    return matches


def _iter_query_parts(question: SearchQuery) -> Iterator[tuple[str, ...]]:
    """Yield each word of a query, and each pair of characters of a run of Han characters."""
    for unit in question.units:
        if unit.is_han and len(unit.terms) > 1:
            yield from pairwise(unit.terms)
        else:
            yield from ((term,) for term in unit.terms)


def _list_corrected_forms(unit: QueryUnit) -> tuple[QueryTermForm, ...]:
    return tuple(QueryTermForm(tuple(extract_terms(other))) for other in find_unit_corrections(unit))


def _find_entries(units: Sequence[Sequence[QueryTermForm]], kinds: Sequence[str]) -> list[SearchEntry]:
    expression = NamesOnlyExpression(join_with_and([_build_forms_expression(forms) for forms in units]))
    entries = SearchEntry.objects.filter(kind__in=kinds) if kinds else SearchEntry.objects.all()
    return list(entries.matching(expression).select_related("text").by_prominence()[:MAX_SUGGESTION_CANDIDATES])


def _build_forms_expression(forms: Sequence[QueryTermForm]) -> SearchExpression:
    return join_with_or([PhraseExpression(form.terms, form.is_prefix) for form in forms])


def _get_name_distance(entry: SearchEntry, terms: Sequence[str]) -> int:
    """Return 0 if a name is the query, 1 if one begins with it, else 2."""
    typed = " ".join(terms)
    names = f"{entry.text.names} {TEXT_SEPARATOR} {entry.text.aliases}".split(f" {TEXT_SEPARATOR} ")
    if typed in names:
        return 0
    return 1 if any(name.startswith(typed) for name in names) else 2
