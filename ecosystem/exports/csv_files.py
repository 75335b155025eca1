"""Tables as CSV that spreadsheets open as UTF-8, with formulas escaped."""

import csv
import itertools
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from django.http import HttpResponse, StreamingHttpResponse

from ecosystem.models.edition_cache import keep_edition_pinned

CONTENT_TYPE = "text/csv; charset=utf-8"
# Makes spreadsheets read UTF-8.
BOM = "\ufeff"
# Characters with which spreadsheets begin a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([_format_cell(value) for value in row] for row in rows)
    return BOM + out.getvalue()


def iter_csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the table row by row, so that large tables need little memory."""
    yield BOM
    for row in itertools.chain([header], rows):
        out = StringIO()
        csv.writer(out).writerow([_format_cell(value) for value in row])
        yield out.getvalue()


def _format_cell(value: object) -> object:
    if isinstance(value, int | float) or value is None:
        return "" if value is None else value
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


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
