"""Suggestions while typing: names, acronyms and aliases that begin with the query."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ecosystem.core.tokens import TEXT_SEPARATOR, extract_terms, split_indexed_text
from ecosystem.models import SearchEntry, SearchText
from ecosystem.search.expressions import (
    KeywordExpression,
    NamesOnlyExpression,
    PhraseExpression,
    SearchExpression,
    WholeNameExpression,
    join_with_and,
    join_with_or,
)
from ecosystem.search.query import QueryUnit, SearchQuery
from ecosystem.search.query_terms import find_unit_corrections, list_prefix_forms, list_typed_forms
from ecosystem.search.ranking import QueryTermForm
from ecosystem.search.results import FoundEntries

MAX_SUGGESTIONS = 8
# The number of most prominent matches that are sorted.
MAX_SUGGESTION_CANDIDATES = 120
# The number of most prominent entries that are compared with each text.
NAMES_READ = 1000
# The names and aliases of entries, as indexed, by key.
NamesByKey = dict[int, list[str]]


def suggest_search_entries(typed: str, kinds: Sequence[str] = (), most: int = MAX_SUGGESTIONS) -> list[SearchEntry]:
    """Return the entries whose names match a query being typed, best first; a fixed number of queries for each word.

    Exact names come first, then names that begin with the query, each by prominence; with `kinds` only of these.
    """
    question = SearchQuery(typed)
    if not question.units:
        return []
    *whole, last = question.units
    names = _find_names([*map(list_typed_forms, whole), (*list_typed_forms(last), *list_prefix_forms(last))], kinds)
    if len(names) == MAX_SUGGESTION_CANDIDATES:
        # What has just this name might be beyond the limit.
        names |= _read_names(WholeNameExpression(question.terms), kinds, MAX_SUGGESTION_CANDIDATES)
    if not names and (corrected := _list_corrected_forms(last)):
        names = _find_names([*map(list_typed_forms, whole), corrected], kinds)
    keys = sorted(names, key=lambda key: (_get_name_distance(names[key], question.terms), key))
    return FoundEntries(keys)[:most]


def find_similar_names(texts: Sequence[str], kinds: Sequence[str], most: int = 3) -> dict[str, list[SearchEntry]]:
    """Return the entries with most parts of each text in their names; two queries."""
    parts_by_text = {text: list(_iter_query_parts(SearchQuery(text))) for text in texts}
    phrases = list(dict.fromkeys(phrase for parts in parts_by_text.values() for phrase in parts))
    if not phrases:
        return {}
    expression = NamesOnlyExpression(join_with_or([PhraseExpression(phrase) for phrase in phrases]))
    between = f" {TEXT_SEPARATOR} "
    joined = {key: f" {between.join(names)} " for key, names in _read_names(expression, kinds, NAMES_READ).items()}
    best = {}
    for text, parts in parts_by_text.items():
        counts = {key: sum(f" {' '.join(part)} " in names for part in parts) for key, names in joined.items()}
        best[text] = sorted((key for key, n in counts.items() if n), key=lambda key: (-counts[key], key))[:most]
    entries = {entry.pk: entry for entry in FoundEntries(list({key for keys in best.values() for key in keys}))[:]}
    return {text: [entries[key] for key in keys if key in entries] for text, keys in best.items()}


def _iter_query_parts(question: SearchQuery) -> Iterator[tuple[str, ...]]:
    for unit in question.units:
        if unit.is_han and len(unit.terms) > 1:
            yield from pairwise(unit.terms)
        else:
            yield from ((term,) for term in unit.terms)


def _list_corrected_forms(unit: QueryUnit) -> tuple[QueryTermForm, ...]:
    return tuple(QueryTermForm(tuple(extract_terms(other))) for other in find_unit_corrections(unit))


def _find_names(units: Sequence[Sequence[QueryTermForm]], kinds: Sequence[str]) -> NamesByKey:
    expression = NamesOnlyExpression(join_with_and([_build_forms_expression(forms) for forms in units]))
    return _read_names(expression, kinds, MAX_SUGGESTION_CANDIDATES)


def _read_names(expression: SearchExpression, kinds: Sequence[str], most: int) -> NamesByKey:
    """Read the most prominent entries; without `kinds`, of all kinds."""
    if kinds:
        expression = join_with_and([expression, KeywordExpression("kind", tuple(kinds))])
    rows = SearchText.objects.matching(expression, most).values_list("pk", "names", "aliases")
    return {key: [name for text in texts for name in split_indexed_text(text)] for key, *texts in rows}


def _build_forms_expression(forms: Sequence[QueryTermForm]) -> SearchExpression:
    return join_with_or([PhraseExpression(form.terms, form.is_prefix) for form in forms])


def _get_name_distance(names: Sequence[str], terms: Sequence[str]) -> int:
    typed = " ".join(terms)
    if typed in names:
        return 0
    return 1 if any(name.startswith(typed) for name in names) else 2
