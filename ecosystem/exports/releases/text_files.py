"""The tables as CSV and JSON lines, written in one pass over the database; other formats are made from them."""

import json
from collections.abc import Iterator
from pathlib import Path

from django.core.serializers.json import DjangoJSONEncoder

from ecosystem.exports import csv_files
from ecosystem.exports.export_table import ExportTable

_encode = DjangoJSONEncoder(ensure_ascii=False).encode


def get_csv_path(table: ExportTable) -> str:
    return f"csv/{table.name}.csv"


def get_json_lines_path(table: ExportTable) -> str:
    return f"jsonl/{table.name}.jsonl"


def write_table_files(folder: Path, table: ExportTable) -> int:
    """Return the number of rows."""
    count = 0
    csv_file, lines_file = folder / get_csv_path(table), folder / get_json_lines_path(table)
    for path in (csv_file, lines_file):
        path.parent.mkdir(parents=True, exist_ok=True)
    with csv_file.open("w", encoding="utf-8", newline="") as out, lines_file.open("w", encoding="utf-8") as lines:

        def rows() -> Iterator[list]:
            nonlocal count
            for cells in table.iter_queryset_rows():
                row = [None if cell in ("", ()) else cell for cell in cells]
                count += 1
                lines.write(_encode(dict(zip(table.header, row, strict=True))) + "\n")
                yield row

        out.writelines(csv_files.iter_csv_lines(table.header, rows()))
    return count


def read_table_rows(folder: Path, name: str) -> Iterator[dict]:
    """Yield no rows if the release has no such table."""
    path = folder / "jsonl" / f"{name}.jsonl"
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


class JsonLinesIndex:
    """Keeps only the offsets of the rows in memory."""

    def __init__(self, folder: Path, table: ExportTable):
        self._file = None
        self.offsets: dict[tuple[str, ...], int] = {}
        path = folder / get_json_lines_path(table)
        if path.exists():
            self._file = path.open("rb")
            offset = 0
            for line in self._file:
                row = json.loads(line)
                self.offsets[tuple(row[name] for name in table.key)] = offset
                offset += len(line)

    def __enter__(self) -> "JsonLinesIndex":
        return self

    def __exit__(self, *_error: object) -> None:
        if self._file:
            self._file.close()

    def __contains__(self, key: object) -> bool:
        return key in self.offsets

    def __getitem__(self, key: tuple[str, ...]) -> dict:
        if self._file is None:
            raise KeyError(key)
        self._file.seek(self.offsets[key])
        return json.loads(self._file.readline())


def write_json_file(path: Path, document: object) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)
    path.write_text(text + "\n", encoding="utf-8")
