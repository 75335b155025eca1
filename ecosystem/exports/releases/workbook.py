"""The tables as one workbook (XLSX): a sheet each, with metadata and the data dictionary."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from ecosystem.exports import xlsx_files
from ecosystem.exports.columns import ExportColumn
from ecosystem.exports.csv_files import LIST_SEPARATOR
from ecosystem.exports.export_table import ExportTable
from ecosystem.exports.releases import text_files


def write_release_workbook(
    folder: Path, path: Path, tables: Iterable[ExportTable], about: dict[str, str], day: date
) -> None:
    """Write the workbook from the JSON lines of a release; the same lines give the same file."""
    tables = tuple(tables)
    sheets = [
        ("about", ("what", "value"), about.items()),
        *((table.name, [column.name for column in table.columns], _iter_sheet_rows(folder, table)) for table in tables),
        ("dictionary", ("table", "column", "type", "meaning", "values", "definitions"), _iter_dictionary_rows(tables)),
    ]
    with xlsx_files.render_xlsx(sheets) as packed, path.open("wb") as out:
        xlsx_files.write_reproducible_xlsx(packed, out, day)


def _iter_sheet_rows(folder: Path, table: ExportTable) -> Iterator[list]:
    for row in text_files.read_table_rows(folder, table.name):
        yield [_convert_cell(column, row[column.name]) for column in table.columns]


def _convert_cell(column: ExportColumn, value):
    if value is None:
        return None
    if column.is_list:
        return LIST_SEPARATOR.join(value)
    if column.type == "date":
        return date.fromisoformat(value)
    # JSON has decimals as texts, so that no digit is lost.
    return Decimal(value) if column.type == "number" else value


def _iter_dictionary_rows(tables: Iterable[ExportTable]) -> Iterator[tuple]:
    for table in tables:
        for column in table.columns:
            values = LIST_SEPARATOR.join(str(value) for value, _label in column.choices)
            definitions = "\n".join(f"{value}: {definition}" for value, definition in column.definitions.items())
            description = str(column.get_description(table.name))
            yield (table.name, column.name, column.type, description, values, definitions)
