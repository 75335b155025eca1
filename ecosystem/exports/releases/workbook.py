"""The tables as one workbook (XLSX): a sheet each, with typed cells, what it is and what its columns say."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from ecosystem.exports import xlsx_files
from ecosystem.exports.columns import Column
from ecosystem.exports.record_columns import LISTED
from ecosystem.exports.releases import text_files
from ecosystem.exports.releases.table import Table


def write(folder: Path, path: Path, tables: Iterable[Table], about: dict[str, str], day: date) -> None:
    """Write the workbook from the lines of a release; the same lines give the same file on whatever day it is made."""
    tables = tuple(tables)
    sheets = [
        ("about", ("what", "value"), about.items()),
        *((table.name, [column.name for column in table.columns], _rows(folder, table)) for table in tables),
        ("dictionary", ("table", "column", "type", "meaning", "values"), _dictionary(tables)),
    ]
    with xlsx_files.written(sheets) as packed, path.open("wb") as out:
        xlsx_files.steadied(packed, out, day)


def _rows(folder: Path, table: Table) -> Iterator[list]:
    for row in text_files.read(folder, table.name):
        yield [_cell(column, row[column.name]) for column in table.columns]


def _cell(column: Column, value):
    if value is None:
        return None
    if column.is_list:
        return LISTED.join(value)
    return date.fromisoformat(value) if column.type == "date" else value


def _dictionary(tables: Iterable[Table]) -> Iterator[tuple]:
    for table in tables:
        for column in table.columns:
            values = LISTED.join(str(value) for value, _label in column.choices)
            yield (table.name, column.name, column.type, str(column.meaning(table.name)), values)
