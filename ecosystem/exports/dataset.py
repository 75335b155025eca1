"""CSV datasets: files with a row for each object and a column for each language."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from django.utils.functional import Promise

from ecosystem.core.languages import LANG_TAGS, get_language_column
from ecosystem.exports.column_descriptions import TABLE_TITLES
from ecosystem.exports.columns import ExportColumn
from ecosystem.exports.record_columns import LIST_SEPARATOR


@dataclass(frozen=True)
class CsvDataset:
    """The columns of a CSV file, each with the function that reads its cell from an object."""

    name: str
    columns: tuple[ExportColumn, ...]

    @property
    def title(self) -> str | Promise:
        return TABLE_TITLES[self.name]

    @property
    def header(self) -> list[str]:
        return [column.name for column in self.columns]

    def iter_rows(self, objects: Iterable) -> Iterator[list]:
        """Yield a row for each object; unknown values are empty, lists are separated by LIST_SEPARATOR."""
        readers = [column.read or attrgetter(column.name) for column in self.columns]
        for obj in objects:
            yield [LIST_SEPARATOR.join(cell) if isinstance(cell := read(obj), tuple) else cell for read in readers]


def build_dataset_text_columns(name: str, read: Callable, field: str = "name") -> tuple[ExportColumn, ...]:
    """Return a column for each language of a translated field of `read(row)`, which may be None."""

    def build_reader(language: str) -> Callable:
        def read_text(row):
            obj = read(row)
            return getattr(type(obj), field).get_own_text(obj, language) if obj else ""

        return read_text

    return tuple(
        ExportColumn(get_language_column(name, language), read=build_reader(language)) for language in LANG_TAGS
    )
