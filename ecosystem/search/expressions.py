"""Search expressions: trees of phrases, rendered in the query syntax of each database.

Terms contain letters and digits only (`ecosystem.core.tokens`), so they need no escaping.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ecosystem.core.han_characters import FIRST_HAN
from ecosystem.core.tokens import NAME_MARK, build_keyword_term, build_whole_name_term


class SearchExpression(Protocol):
    """`names` restricts it to names and aliases."""

    def fts5(self, *, names: bool = False) -> str:
        """Return it in the syntax of SQLite's FTS5."""

    def tsquery(self, *, names: bool = False) -> str:
        """Return it as a PostgreSQL tsquery, in which terms of names and aliases have a mark."""


@dataclass(frozen=True)
class PhraseExpression:
    """Consecutive terms; with `is_prefix` the last is a prefix."""

    terms: tuple[str, ...]
    is_prefix: bool = False

    def fts5(self, *, names: bool = False) -> str:
        return f'{"{names aliases} : " if names else ""}"{" ".join(self.terms)}"{" *" if self.is_prefix else ""}'

    def tsquery(self, *, names: bool = False) -> str:
        mark = NAME_MARK if names else ""
        (start, first), *rest = _pair_han_characters(self.terms)
        text = f"'{mark}{first}'"
        for place, term in rest:
            text += f" <{place - start}> '{mark}{term}'"
            start = place
        # One Han character is a whole term.
        return f"({text}{':*' if self.is_prefix and not _is_han(self.terms[-1]) else ''})"


@dataclass(frozen=True)
class WholeNameExpression:
    terms: tuple[str, ...]

    def fts5(self, *, names: bool = False) -> str:
        return f'"{build_whole_name_term(self.terms)}"'

    def tsquery(self, *, names: bool = False) -> str:
        return f"'{build_whole_name_term(self.terms)}'"


@dataclass(frozen=True)
class KeywordExpression:
    """Any of the values of a filter: kinds, or the primary keys of themes."""

    name: str
    values: tuple[object, ...]

    def fts5(self, *, names: bool = False) -> str:
        return " OR ".join(f'"{term}"' for term in self._terms).join("()")

    def tsquery(self, *, names: bool = False) -> str:
        return " | ".join(f"'{term}'" for term in self._terms).join("()")

    @property
    def _terms(self) -> list[str]:
        return [build_keyword_term(self.name, value) for value in self.values]


@dataclass(frozen=True)
class OrExpression:
    parts: tuple[SearchExpression, ...]

    def fts5(self, *, names: bool = False) -> str:
        return f"({' OR '.join(part.fts5(names=names) for part in self.parts)})"

    def tsquery(self, *, names: bool = False) -> str:
        return f"({' | '.join(part.tsquery(names=names) for part in self.parts)})"


@dataclass(frozen=True)
class AndExpression:
    parts: tuple[SearchExpression, ...]

    def fts5(self, *, names: bool = False) -> str:
        return f"({' AND '.join(part.fts5(names=names) for part in self.parts)})"

    def tsquery(self, *, names: bool = False) -> str:
        return f"({' & '.join(part.tsquery(names=names) for part in self.parts)})"


@dataclass(frozen=True)
class NamesOnlyExpression:
    part: SearchExpression

    def fts5(self, *, names: bool = True) -> str:
        return self.part.fts5(names=True)

    def tsquery(self, *, names: bool = True) -> str:
        return self.part.tsquery(names=True)


def join_with_or(parts: Sequence[SearchExpression]) -> SearchExpression:
    return parts[0] if len(parts) == 1 else OrExpression(tuple(parts))


def join_with_and(parts: Sequence[SearchExpression]) -> SearchExpression:
    return parts[0] if len(parts) == 1 else AndExpression(tuple(parts))


def _pair_han_characters(terms: Sequence[str]) -> list[tuple[int, str]]:
    """Return `(position, term)`, with pairs of adjacent Han characters for the characters themselves.

    PostgreSQL's index has these pairs as terms (migration 0022).
    """
    paired: list[tuple[int, str]] = []
    last = len(terms) - 1
    for place, term in enumerate(terms):
        if place < last and _is_han(term) and _is_han(terms[place + 1]):
            paired.append((place, term + terms[place + 1]))
        elif not (_is_han(term) and place and _is_han(terms[place - 1])):
            paired.append((place, term))
    return paired


def _is_han(term: str) -> bool:
    return len(term) == 1 and ord(term) >= FIRST_HAN
