"""What an extract is: a file with a row for each of some things, all three languages in each."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from ecosystem.core.languages import LANG_TAGS, column
from ecosystem.exports.column_descriptions import TITLES
from ecosystem.exports.columns import Column
from ecosystem.exports.record_columns import LISTED


@dataclass(frozen=True)
class Extract:
    """The columns of a file, each with what reads its cell from a thing."""

    name: str
    columns: tuple[Column, ...]

    @property
    def title(self):
        return TITLES[self.name]

    @property
    def header(self) -> list[str]:
        return [column.name for column in self.columns]

    def rows(self, things: Iterable) -> Iterator[list]:
        """Return a row for each thing, as it is asked for; what is not known is empty, a list is parted by “ | ”."""
        readers = [column.read or attrgetter(column.name) for column in self.columns]
        for thing in things:
            yield [LISTED.join(cell) if isinstance(cell := read(thing), tuple) else cell for read in readers]


def texts(name: str, read: Callable, field: str = "name") -> tuple[Column, ...]:
    """Return a column for each language of a text of what `read` finds in a row, which may be nothing."""

    def reads(language):
        def own(row):
            thing = read(row)
            return getattr(type(thing), field).own(thing, language) if thing else ""

        return own

    return tuple(Column(column(name, language), read=reads(language)) for language in LANG_TAGS)
