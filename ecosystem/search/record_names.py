"""Find the records that a query names among other words: “HKSTP incubation funding”."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ecosystem.core.tokens import TextToken, extract_terms, split_indexed_text
from ecosystem.models import SearchText
from ecosystem.models.record_targets import RECORD_KINDS
from ecosystem.search.expressions import KeywordExpression, WholeNameExpression, join_with_and, join_with_or

# Longer names, and those further on in a query, are not looked for.
MAX_NAME_TERMS, MAX_QUERY_TERMS = 14, 40
# A name of so many terms is meant even if it consists of usual words.
TELLING_LENGTH = 3
ARTIFICIAL_INTELLIGENCE = tuple(extract_terms("artificial intelligence"))


@dataclass(frozen=True)
class NamedRecord:
    """A name in a text, `text[start:end]`, its terms, and the primary keys of the search entries of its records."""

    start: int
    end: int
    terms: tuple[str, ...]
    entries: frozenset[int]


def find_record_names(tokens: Sequence[TextToken], rare: Collection[int]) -> list[NamedRecord]:
    """Return the names, acronyms and aliases of records that tokens contain whole, none within another; one query.

    `rare` are the positions in the text of tokens that are no usual words: a short name must contain one of them.
    """
    spans: dict[tuple[str, ...], tuple[int, int]] = {}
    tokens = tokens[:MAX_QUERY_TERMS]
    for first in range(len(tokens)):
        for end in range(first + 1, min(first + MAX_NAME_TERMS, len(tokens)) + 1):
            piece = tokens[first:end]
            if len(piece) >= TELLING_LENGTH or len(piece) == len(tokens) or any(t.start in rare for t in piece):
                terms = tuple(token.term for token in piece)
                spans.setdefault(terms, (piece[0].start, piece[-1].end))
                spans.setdefault(_spell_out(terms), spans[terms])
    entries = _find_entries_by_whole_name(spans)
    named = [NamedRecord(*spans[name], name, frozenset(keys)) for name, keys in entries.items()]
    return [one for one in named if not any(_contains(other, one) for other in named)]


def _spell_out(terms: tuple[str, ...]) -> tuple[str, ...]:
    """Return the terms with “AI” as most names have it: Artificial Intelligence Subsidy Scheme."""
    return tuple(part for term in terms for part in (ARTIFICIAL_INTELLIGENCE if term == "ai" else (term,)))


def _contains(one: NamedRecord, other: NamedRecord) -> bool:
    return one != other and one.start <= other.start and other.end <= one.end


def _find_entries_by_whole_name(names: Collection[tuple[str, ...]]) -> dict[tuple[str, ...], set[int]]:
    """Return primary keys by name, of records only."""
    if not names:
        return {}
    whole = join_with_or([WholeNameExpression(name) for name in names])
    rows = SearchText.objects.matching(join_with_and([whole, KeywordExpression("kind", tuple(RECORD_KINDS))]))
    entries: dict[tuple[str, ...], set[int]] = {}
    for key, *texts in rows.values_list("pk", "names", "aliases"):
        for name in {tuple(name.split()) for text in texts for name in split_indexed_text(text)}:
            if name in names:
                entries.setdefault(name, set()).add(key)
    return entries
