"""Search expressions: trees of phrases, rendered in the query syntax of each database.

Terms contain letters and digits only (`ecosystem.core.tokens`), so they need no escaping.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class SearchExpression(Protocol):
    """A query to the index; `names` restricts it to names and aliases."""

    def fts5(self, *, names: bool = False) -> str:
        """Return it in the syntax of SQLite's FTS5."""

    def tsquery(self, *, names: bool = False) -> str:
        """Return it as a PostgreSQL tsquery, in which names and aliases have the weights A and B."""


@dataclass(frozen=True)
class PhraseExpression:
    """Consecutive terms; with `is_prefix` the last is a prefix."""

    terms: tuple[str, ...]
    is_prefix: bool = False

    def fts5(self, *, names: bool = False) -> str:
        return f'{"{names aliases} : " if names else ""}"{" ".join(self.terms)}"{" *" if self.is_prefix else ""}'

    def tsquery(self, *, names: bool = False) -> str:
        *first, last = (f"'{term}'" for term in self.terms)
        weights = "AB" if names else ""
        marks = [f"{term}:{weights}" if weights else term for term in first]
        end = f"{'*' if self.is_prefix else ''}{weights}"
        return f"({' <-> '.join([*marks, f'{last}:{end}' if end else last])})"


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
    """Restricts `part` to names and aliases."""

    part: SearchExpression

    def fts5(self, *, names: bool = True) -> str:
        return self.part.fts5(names=True)

    def tsquery(self, *, names: bool = True) -> str:
        return self.part.tsquery(names=True)


def join_with_or(parts: Sequence[SearchExpression]) -> SearchExpression:
    return parts[0] if len(parts) == 1 else OrExpression(tuple(parts))


def join_with_and(parts: Sequence[SearchExpression]) -> SearchExpression:
    return parts[0] if len(parts) == 1 else AndExpression(tuple(parts))
