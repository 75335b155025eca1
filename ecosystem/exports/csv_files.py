"""Tables as CSV: what a spreadsheet opens as it is meant, and never runs."""

import csv
import itertools
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from django.http import HttpResponse, StreamingHttpResponse

CONTENT_TYPE = "text/csv; charset=utf-8"
# By this a spreadsheet knows UTF-8.
BOM = "\ufeff"
# With these a spreadsheet begins a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def written(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return BOM + out.getvalue()


def streamed(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Return the same table piece by piece, a row each, so that its length takes no memory."""
    yield BOM
    for row in itertools.chain([header], rows):
        out = StringIO()
        csv.writer(out).writerow([_cell(value) for value in row])
        yield out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, int | float) or value is None:
        return "" if value is None else value
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def streaming(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """Return a table that is sent while it is read."""
    return StreamingHttpResponse(streamed(header, rows), content_type=CONTENT_TYPE, headers=_saved_as(name))


def download(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    return HttpResponse(written(header, rows), content_type=CONTENT_TYPE, headers=_saved_as(name))


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}.csv"'}
