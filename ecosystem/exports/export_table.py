"""Tables of exported files: a row for each object, a column for each language of a text."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.utils.functional import Promise

from ecosystem.exports.column_descriptions import TABLE_TITLES
from ecosystem.exports.columns import ExportColumn

# Rows fetched at a time, so that long tables need no more memory.
CHUNK_SIZE = 200


@dataclass(frozen=True)
class ExportTable:
    """`key` are the columns of the primary key."""

    name: str
    columns: tuple[ExportColumn, ...]
    # A function that returns its rows for a data release; None for a file of a page, whose rows depend on the filters.
    queryset: Any = None
    key: tuple[str, ...] = ()
    # List columns that are also tables of pairs, and are therefore left out of the database of a release.
    lists: tuple[str, ...] = ()
    # Adds to a queryset what the columns read.
    prefetch: Callable = field(default=lambda rows: rows, compare=False)

    @property
    def title(self) -> str | Promise:
        return TABLE_TITLES[self.name]

    @property
    def header(self) -> list[str]:
        return [column.name for column in self.columns]

    @cached_property
    def _readers(self) -> list[Callable]:
        return [column.read or attrgetter(column.name) for column in self.columns]

    def iter_rows(self, objects: Iterable) -> Iterator[list]:
        """Yield the cells of each object: lists as tuples, unknown values empty."""
        for row in objects:
            yield [read(row) for read in self._readers]

    def iter_queryset_rows(self, queryset=None) -> Iterator[list]:
        """Yield the rows of a queryset, or of the whole table, fetched a chunk at a time."""
        rows = self.prefetch(self.queryset() if queryset is None else queryset)
        for row in rows.iterator(chunk_size=CHUNK_SIZE):
            yield [read(row) for read in self._readers]
            # An object and its prefetched rows refer to each other; without this, thousands of them
            # would wait for the garbage collector.
            vars(row).clear()
