"""Resolve the units of a query against the index: known words, prefixes, spelling corrections."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ecosystem.core.tokens import extract_terms, extract_words
from ecosystem.models import SearchText, SearchWord
from ecosystem.models.edition_cache import per_edition
from ecosystem.search.expressions import PhraseExpression, SearchExpression, join_with_or
from ecosystem.search.query import QueryUnit
from ecosystem.search.ranking import QueryTerm, QueryTermForm
from ecosystem.search.spelling import find_similar_words

# At most this many matching entries are counted and shown, the most prominent ones.
MAX_COUNTED_ENTRIES = 10_000
# Counts above this are kept for the edition, for so many expressions.
MIN_CACHED_COUNT, MAX_CACHED_COUNTS = 1000, 1000
# A word with so few entries may be a prefix of another.
FEW_ENTRIES = 3
# Shorter prefixes match too many words.
SHORTEST_BEGINNING = 3
MOST_BEGUN = 20
WORTH_OF_EQUIVALENT, WORTH_OF_BEGINNING, WORTH_OF_NEAR = 0.7, 0.6, 0.7


@dataclass(frozen=True)
class ResolvedQueryUnit:
    unit: QueryUnit
    term: QueryTerm
    corrections: tuple[str, ...] = ()

    @property
    def expression(self) -> SearchExpression:
        return join_with_or([PhraseExpression(form.terms, form.is_prefix) for form in self.term.forms])

    @property
    def is_known(self) -> bool:
        return bool(self.term.entries)


def resolve_query_units(
    units: Sequence[QueryUnit], count_entries: Callable[[Sequence[SearchExpression]], list[int]]
) -> list[ResolvedQueryUnit]:
    counts = count_entries([unit.expression for unit in units])
    resolved: list[ResolvedQueryUnit] = []
    for unit, count in zip(units, counts, strict=True):
        if count >= FEW_ENTRIES or (count and unit.is_han):
            resolved.append(ResolvedQueryUnit(unit, QueryTerm(list_typed_forms(unit), count)))
        else:
            resolved += _widen_unit(unit)
    return resolved


def count_matching_entries(expressions: Sequence[SearchExpression]) -> list[int]:
    """Return the number for each expression, at most `MAX_COUNTED_ENTRIES + 1`; one query."""
    common = _get_common_counts()
    counts = _count_matching_texts([expression for expression in expressions if expression not in common])
    if len(common) < MAX_CACHED_COUNTS:
        common |= {expression: n for expression, n in counts.items() if n > MIN_CACHED_COUNT}
    return [counts[expression] if expression in counts else common[expression] for expression in expressions]


@per_edition
def _get_common_counts() -> dict[SearchExpression, int]:
    """Common words take long to count and are searched for often."""
    return {}


def _count_matching_texts(expressions: Sequence[SearchExpression]) -> dict[SearchExpression, int]:
    if not expressions:
        return {}
    counts = SearchText.objects.count_matching(expressions, MAX_COUNTED_ENTRIES + 1)
    return dict(zip(expressions, counts, strict=True))


def list_typed_forms(unit: QueryUnit) -> tuple[QueryTermForm, ...]:
    return (
        *(QueryTermForm(form) for form in unit.forms),
        *(QueryTermForm(form, WORTH_OF_EQUIVALENT) for form in unit.equivalents),
    )


def list_prefix_forms(unit: QueryUnit) -> tuple[QueryTermForm, ...]:
    """Return the forms with the unit as a prefix: its stem, and the stems of known words that do not begin with it."""
    forms = [QueryTermForm(form, WORTH_OF_BEGINNING, is_prefix=True) for form in unit.forms]
    if unit.is_han:
        return tuple(forms)
    for beginning in extract_words(unit.text):
        known = SearchWord.objects.filter(word__begins_with=beginning).order_by("-entries", "word")
        stems = [tuple(extract_terms(word)) for word in known.values_list("word", flat=True)[:MOST_BEGUN]]
        covered = tuple(form[0] for form in unit.forms if len(form) == 1)
        forms += [QueryTermForm(stem, WORTH_OF_BEGINNING) for stem in stems if not stem[0].startswith(covered)]
    return tuple(dict.fromkeys(forms))


def _widen_unit(unit: QueryUnit) -> list[ResolvedQueryUnit]:
    if unit.is_han and len(unit.terms) > 2 and not find_unit_corrections(unit) and (pieces := _split_han_unit(unit)):
        return pieces
    wider = list_typed_forms(unit)
    if _may_be_prefix(unit):
        wider += list_prefix_forms(unit)
    resolved = ResolvedQueryUnit(unit, QueryTerm(wider, _count_form_entries(wider)))
    if resolved.is_known:
        return [resolved]
    corrections = find_unit_corrections(unit)
    forms = (
        *list_typed_forms(unit),
        *(QueryTermForm(tuple(extract_terms(word)), WORTH_OF_NEAR) for word in corrections),
    )
    return [ResolvedQueryUnit(unit, QueryTerm(forms, _count_form_entries(forms)), corrections)]


def find_unit_corrections(unit: QueryUnit) -> tuple[str, ...]:
    return tuple(other for word in extract_words(unit.text) for other in find_similar_words(word))


def _may_be_prefix(unit: QueryUnit) -> bool:
    is_word = len(unit.forms) == len(unit.terms) == 1 and not unit.is_han and not unit.text.isdigit()
    return is_word and len("".join(unit.terms)) >= SHORTEST_BEGINNING


def _count_form_entries(forms: Sequence[QueryTermForm]) -> int:
    return count_matching_entries([join_with_or([PhraseExpression(form.terms, form.is_prefix) for form in forms])])[0]


def _split_han_unit(unit: QueryUnit) -> list[ResolvedQueryUnit]:
    """Split between characters that are never adjacent in the index; return none if no two have entries."""
    pairs = list(pairwise(unit.terms))
    counts = count_matching_entries([PhraseExpression(pair) for pair in pairs])
    runs: list[list[str]] = [[unit.terms[0]]]
    for (_first, second), count in zip(pairs, counts, strict=True):
        if count:
            runs[-1].append(second)
        else:
            runs.append([second])
    parts = [tuple(run) for run in runs if len(run) > 1]
    if parts == [unit.terms]:
        # Each pair has entries, but the whole run has none.
        parts = pairs
    part_counts = zip(parts, count_matching_entries([PhraseExpression(part) for part in parts]), strict=True)
    resolved = [_resolve_han_part(unit, part, count) for part, count in part_counts]
    return [piece for pieces in resolved for piece in pieces]


def _resolve_han_part(unit: QueryUnit, part: tuple[str, ...], count: int) -> list[ResolvedQueryUnit]:
    if count:
        return [ResolvedQueryUnit(unit, QueryTerm((QueryTermForm(part),), count))]
    pairs = list(pairwise(part))
    return [
        ResolvedQueryUnit(unit, QueryTerm((QueryTermForm(pair),), n))
        for pair, n in zip(pairs, count_matching_entries([PhraseExpression(pair) for pair in pairs]), strict=True)
    ]
