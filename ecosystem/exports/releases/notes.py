"""The notes of a release (NOTES.md): files, counts, and changes since the previous release."""

from collections.abc import Iterator

from django.conf import settings

from ecosystem.exports.licence import LICENCE
from ecosystem.exports.releases.store import ChangedReleaseRow, ReleaseIdentity, ReleaseTableChanges
from ecosystem.exports.releases.tables import TABLES, TABLES_BY_NAME

FILES = {
    "hkai.xlsx": "all tables in one workbook, with the data dictionary",
    "hkai-csv.zip": "all tables as CSV (UTF-8), with datapackage.json, a Frictionless Data Package that describes each field",
    "hkai-jsonl.zip": "all tables as JSON, one row per line; unknown values are null",
    "hkai.db": "all tables in one SQLite database; view it with `datasette hkai.db --metadata metadata.json`",
    "csv/, jsonl/": "the same tables as single files",
    "hkai-site-….zip": "the whole website as files, if included; unpack it and open index.html",
    "hkai.bib, hkai.ris": "the reference, for reference managers",
    "release.json": "the content of these notes as JSON",
    "SHA256SUMS": "checksums, for `sha256sum --check SHA256SUMS`",
}
HEADINGS = {
    "added": "Added",
    "changed": "Changed",
    "renamed": "Renamed",
    "merged": "Merged into another",
    "removed": "Removed",
}


def render_release_notes(
    identity: ReleaseIdentity, counts: dict[str, int], changes: list[ReleaseTableChanges], since: str, cited: str
) -> str:
    return "\n".join(_iter_note_lines(identity, counts, changes, since, cited)) + "\n"


def _iter_note_lines(identity: ReleaseIdentity, counts, changes, since, cited) -> Iterator[str]:
    yield f"# HKAI · 香港AI: release {identity.number}"
    yield ""
    yield f"Made on {identity.day.isoformat()} (Hong Kong time) from content version {identity.edition} of {settings.SITE_URL}"
    yield ""
    yield f"Licence: Creative Commons Attribution 4.0 International (CC BY 4.0), {LICENCE}"
    yield "You can use all of it for any purpose if you credit HKAI · 香港AI as the source."
    yield ""
    yield f"How to cite: {cited}"
    yield ""
    yield "## Files"
    yield ""
    yield "In CSV files, cells that would start a formula begin with an apostrophe, and several values in one cell are separated by “ | ”."
    yield ""
    for name, what in FILES.items():
        yield f"- `{name}`: {what}"
    yield ""
    yield "## Counts"
    yield ""
    yield "| table | rows | content |"
    yield "| --- | --: | --- |"
    for table in TABLES:
        yield f"| {table.name} | {counts[table.name]} | {table.title} |"
    yield ""
    yield "## Changes"
    yield ""
    yield from _iter_change_lines(changes, since)


def _iter_change_lines(changes: list[ReleaseTableChanges], since: str) -> Iterator[str]:
    if not since:
        yield "This is the first release."
        return
    yield f"Since release {since}:"
    if not any(table_changes.rows_by_kind for table_changes in changes):
        yield ""
        yield "Nothing has changed."
    for table_changes in changes:
        for kind, rows in table_changes.rows_by_kind:
            yield ""
            yield f"### {TABLES_BY_NAME[table_changes.table].title}: {HEADINGS[kind].lower()} ({len(rows)})"
            yield ""
            yield from map(_format_changed_row, rows)


def _format_changed_row(row: ChangedReleaseRow) -> str:
    # A title may contain line breaks, which would end the list.
    line = f"- `{row.key}` {' '.join(row.name.split())}".rstrip()
    if row.into:
        line += f" → `{row.into}`"
    return line + (f": {', '.join(row.fields)}" if row.fields else "")
