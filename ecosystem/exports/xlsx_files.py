"""Tables as a workbook (XLSX): typed cells, written row by row, beside a sheet that says what the table is."""

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

from ecosystem.core.control_characters import writable
from ecosystem.core.languages import parted
from ecosystem.exports.zip_files import repacked

# More than a cell may hold.
LONGEST = 32_767
# Columns by what they hold, in characters.
NARROW, WIDE = 12, 40
WIDE_TEXTS = {"name", "summary", "eligibility"}
# Where a workbook says when it was made and changed.
PROPERTIES = "docProps/core.xml"
TIME = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def written(sheets: Sequence[tuple[str, Sequence[str], Iterable[Sequence[object]]]]) -> IO[bytes]:
    """Return a file, at its beginning, with a sheet for each `(name, header, rows)`."""
    book = Workbook(write_only=True)
    for name, header, rows in sheets:
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for number, word in enumerate(header, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = _width(word)
        sheet.append([_heading(sheet, word) for word in header])
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    out = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    book.save(out)
    out.seek(0)
    return out


def steadied(packed: IO[bytes], out: IO[bytes], day: date) -> None:
    """Write a workbook anew with a day in place of the moment that it was made at: the same cells give the same file."""
    with ZipFile(packed) as old:
        properties = old.read(PROPERTIES)
    packed.seek(0)
    stamp = f"{day.isoformat()}T00:00:00Z".encode()
    repacked(packed, out, {PROPERTIES: TIME.sub(rb"\g<1>" + stamp, properties)})


def _width(word: str) -> int:
    """Return how many characters of a column are seen: its heading, and more of what holds texts."""
    return WIDE if parted(word)[0] in WIDE_TEXTS else max(NARROW, len(word) + 2)


def _heading(sheet, word: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, word)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet, value: object) -> object:
    if value is None or value == "":
        return None
    if isinstance(value, bool | int | float | Decimal | date | datetime):
        return value
    cell = WriteOnlyCell(sheet, writable(str(value))[:LONGEST])
    # A text that begins like a formula stays a text.
    cell.data_type = "s"
    return cell
