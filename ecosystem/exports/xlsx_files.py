"""Tables as workbooks (XLSX) with typed cells, written row by row."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from ecosystem.core.control_characters import replace_control_characters
from ecosystem.core.languages import split_language_column
from ecosystem.exports.csv_files import LIST_SEPARATOR, begins_formula
from ecosystem.exports.zip_files import repack_zip

# The maximum length of a cell.
LONGEST = 32_767
# Column widths in characters.
NARROW, WIDE = 12, 40
WIDE_TEXTS = {"name", "summary", "eligibility"}
# The part of a workbook with its times of creation and change.
PROPERTIES = "docProps/core.xml"
TIME = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def render_xlsx(sheets: Sequence[tuple[str, Sequence[str], Iterable[Sequence[object]]]]) -> IO[bytes]:
    """Return an open file, at its beginning, with a sheet for each `(name, header, rows)`."""
    book = Workbook(write_only=True)
    for name, header, rows in sheets:
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for number, heading in enumerate(header, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = _get_column_width(heading)
        sheet.append([_build_heading_cell(sheet, heading) for heading in header])
        for row in rows:
            sheet.append([_build_cell(sheet, value) for value in row])
    out = TemporaryFile()  # noqa: SIM115 - the caller closes it
    book.save(out)
    out.seek(0)
    return out


def write_reproducible_xlsx(packed: IO[bytes], out: IO[bytes], day: date) -> None:
    """Rewrite a workbook with `day` as its time of creation, so that the same cells give the same file."""
    with ZipFile(packed) as old:
        properties = old.read(PROPERTIES)
    packed.seek(0)
    stamp = f"{day.isoformat()}T00:00:00Z".encode()
    repack_zip(packed, out, {PROPERTIES: TIME.sub(rb"\g<1>" + stamp, properties)})


def _get_column_width(heading: str) -> int:
    return WIDE if split_language_column(heading)[0] in WIDE_TEXTS else max(NARROW, len(heading) + 2)


def _build_heading_cell(sheet, heading: str) -> WriteOnlyCell:
    cell = _build_text_cell(sheet, heading)
    cell.font = Font(bold=True)
    return cell


def _build_cell(sheet, value: object) -> object:
    if value in (None, "", ()):
        return None
    if isinstance(value, bool | int | float | Decimal | date | datetime):
        return value
    return _build_text_cell(sheet, LIST_SEPARATOR.join(value) if isinstance(value, tuple) else str(value))


def _build_text_cell(sheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, replace_control_characters(text)[:LONGEST])
    # A text that begins like a formula stays a text, also after it is edited in the spreadsheet.
    cell.data_type = "s"
    if begins_formula(text):
        cell.quotePrefix = True
    return cell
