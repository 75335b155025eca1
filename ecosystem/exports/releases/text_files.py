"""The tables as CSV and as JSON lines: written in one pass over the database, read again by the other forms."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from django.core.serializers.json import DjangoJSONEncoder

from ecosystem.exports import csv_files as csv_table
from ecosystem.exports.record_columns import LISTED
from ecosystem.exports.releases.table import Table

_encode = DjangoJSONEncoder(ensure_ascii=False).encode


def csv_path(table: Table) -> str:
    return f"csv/{table.name}.csv"


def lines_path(table: Table) -> str:
    return f"jsonl/{table.name}.jsonl"


def write(folder: Path, table: Table, tell: Callable[[list], None]) -> int:
    """Write a table in both forms, and `tell` each row to whoever else wants it; return how many rows there are."""
    names = [column.name for column in table.columns]
    count = 0
    csv_file, lines_file = folder / csv_path(table), folder / lines_path(table)
    for path in (csv_file, lines_file):
        path.parent.mkdir(parents=True, exist_ok=True)
    with csv_file.open("w", encoding="utf-8", newline="") as out, lines_file.open("w", encoding="utf-8") as lines:

        def rows() -> Iterator[list]:
            nonlocal count
            for row in table.rows():
                count += 1
                lines.write(_encode(dict(zip(names, row, strict=True))) + "\n")
                tell(row)
                yield [_cell(value) for value in row]

        out.writelines(csv_table.streamed(names, rows()))
    return count


def _cell(value: object) -> object:
    if isinstance(value, tuple):
        return LISTED.join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return value


def read(folder: Path, name: str) -> Iterator[dict]:
    """Return the rows of a table of a release that there is; none where it has no such table."""
    path = folder / "jsonl" / f"{name}.jsonl"
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


class Lines:
    """The rows of a table of a release by their keys: where each lies is held, the rows themselves are not."""

    def __init__(self, folder: Path, table: Table):
        self._file = None
        self.places: dict[tuple[str, ...], int] = {}
        path = folder / lines_path(table)
        if path.exists():
            self._file = path.open("rb")
            at = 0
            for line in self._file:
                row = json.loads(line)
                self.places[tuple(row[name] for name in table.key)] = at
                at += len(line)

    def __enter__(self) -> "Lines":
        return self

    def __exit__(self, *_error: object) -> None:
        if self._file:
            self._file.close()

    def __contains__(self, key: object) -> bool:
        return key in self.places

    def __getitem__(self, key: tuple[str, ...]) -> dict:
        self._file.seek(self.places[key])
        return json.loads(self._file.readline())


def write_json(path: Path, document: object) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)
    path.write_text(text + "\n", encoding="utf-8")
