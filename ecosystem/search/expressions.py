"""What is to be found, as a tree of phrases, and how each database writes it.

Terms hold letters and digits only (`ecosystem.core.tokens`), so nothing in them can
be taken for an operator or end a quotation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class Expression(Protocol):
    """A question to the index; `names` asks of names and aliases only."""

    def fts5(self, *, names: bool = False) -> str:
        """Return it as SQLite's FTS5 writes it."""

    def tsquery(self, *, names: bool = False) -> str:
        """Return it as PostgreSQL writes a tsquery, in which names and aliases have the weights A and B."""


@dataclass(frozen=True)
class Phrase:
    """Terms that follow each other; with `is_prefix` the last may go on."""

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
class AnyOf:
    parts: tuple[Expression, ...]

    def fts5(self, *, names: bool = False) -> str:
        return f"({' OR '.join(part.fts5(names=names) for part in self.parts)})"

    def tsquery(self, *, names: bool = False) -> str:
        return f"({' | '.join(part.tsquery(names=names) for part in self.parts)})"


@dataclass(frozen=True)
class AllOf:
    parts: tuple[Expression, ...]

    def fts5(self, *, names: bool = False) -> str:
        return f"({' AND '.join(part.fts5(names=names) for part in self.parts)})"

    def tsquery(self, *, names: bool = False) -> str:
        return f"({' & '.join(part.tsquery(names=names) for part in self.parts)})"


@dataclass(frozen=True)
class InNames:
    """The same, asked of names and aliases only."""

    part: Expression

    def fts5(self, *, names: bool = True) -> str:
        return self.part.fts5(names=True)

    def tsquery(self, *, names: bool = True) -> str:
        return self.part.tsquery(names=True)


def any_of(parts: Sequence[Expression]) -> Expression:
    """Return what finds any of the parts; one part stands for itself."""
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


def all_of(parts: Sequence[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))
