"""Tables as CSV that spreadsheets open as UTF-8, with formulas escaped."""

import csv
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import StringIO

from django.http import HttpResponse, StreamingHttpResponse

from ecosystem.core.control_characters import remove_ignorable_characters
from ecosystem.models.edition_cache import keep_edition_pinned

CONTENT_TYPE = "text/csv; charset=utf-8"
LIST_SEPARATOR = " | "
# Makes spreadsheets read UTF-8.
BOM = "\ufeff"
# Characters with which spreadsheets begin a formula, once full-width and small forms are replaced (NFKC).
FORMULA = frozenset("=+-@\N{MINUS SIGN}")
# Blanks after which some programs split a cell, so that a text may not begin with them.
SEPARATORS = ("\t", "\r", "\n")
NUMBER = re.compile(r"[-+\N{MINUS SIGN}]?([0-9][0-9,]*(\.[0-9]*)?|\.[0-9]+)(e[-+]?[0-9]+)?%?", re.IGNORECASE)
# More than `control_characters.INVISIBLE`, which is removed from texts: what shows nothing at the beginning of a cell, so
# also controls, private use, unassigned, marks and blanks.
INVISIBLE_CATEGORIES = {"Cc", "Cf", "Cn", "Co", "Cs", "Me", "Mn", "Zl", "Zp", "Zs"}
EMPTY_BRAILLE_PATTERN = "\u2800"


def render_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    return "".join(iter_csv_lines(header, rows))


def iter_csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the table row by row, so that large tables need little memory."""
    yield BOM
    for row in itertools.chain([header], rows):
        out = StringIO()
        csv.writer(out).writerow([_format_cell(value) for value in row])
        yield out.getvalue()


def _format_cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return value
    if isinstance(value, tuple):
        value = LIST_SEPARATOR.join(value)
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return f"'{text}" if begins_formula(text) else text


def begins_formula(text: str) -> bool:
    """Whether a spreadsheet may take a text for a formula, skipping what shows nothing at its beginning."""
    if NUMBER.fullmatch(text):
        return False
    first = next((letter for letter in text if not _is_invisible(letter)), "")
    return text.startswith(SEPARATORS) or unicodedata.normalize("NFKC", first) in FORMULA


def _is_invisible(letter: str) -> bool:
    return (
        letter == EMPTY_BRAILLE_PATTERN
        or unicodedata.category(letter) in INVISIBLE_CATEGORIES
        or not remove_ignorable_characters(letter)
    )


def build_streaming_csv_response(
    name: str, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        keep_edition_pinned(iter_csv_lines(header, rows)),
        content_type=CONTENT_TYPE,
        headers=_build_download_headers(name),
    )


def build_csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    return HttpResponse(render_csv(header, rows), content_type=CONTENT_TYPE, headers=_build_download_headers(name))


def _build_download_headers(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}.csv"'}
