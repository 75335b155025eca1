"""The notes of a release (NOTES.md): files, counts, and changes since the previous release."""

from collections.abc import Iterator

from django.conf import settings

from ecosystem.exports.licence import LICENCE
from ecosystem.exports.releases.store import ChangedReleaseRow, ReleaseIdentity, ReleaseTableChanges
from ecosystem.exports.releases.tables import TABLES, TABLES_BY_NAME

FILES = {
    "hkai.xlsx": "all tables as one workbook, with the dictionary of fields",
    "hkai-csv.zip": "all tables as CSV (UTF-8), with datapackage.json, a Frictionless Data Package that describes each field",
    "hkai-jsonl.zip": "all tables as JSON, a row a line; lists are lists, and what is not known is null",
    "hkai.db": "all tables as one SQLite database; `datasette hkai.db --metadata metadata.json` shows it",
    "csv/, jsonl/": "the same tables one by one",
    "hkai-site-….zip": "the whole site as files, where the release holds it; unpack it and open index.html",
    "hkai.bib, hkai.ris": "how to cite it, for programs that keep references",
    "release.json": "what stands in these notes, for programs",
    "SHA256SUMS": "what `sha256sum --check SHA256SUMS` compares the files with",
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
    yield f"Made on {identity.day.isoformat()} (Hong Kong) of edition {identity.edition} of {settings.SITE_URL}"
    yield ""
    yield f"Licence: Creative Commons Attribution 4.0 International (CC BY 4.0), {LICENCE}"
    yield "You may use all of it for any purpose if you say that it comes from HKAI · 香港AI."
    yield ""
    yield f"To cite it: {cited}"
    yield ""
    yield "## Files"
    yield ""
    yield "In CSV a cell that would begin a formula has an apostrophe before it, and lists in a cell are parted by “ | ”."
    yield ""
    for name, what in FILES.items():
        yield f"- `{name}`: {what}"
    yield ""
    yield "## Counts"
    yield ""
    yield "| table | rows | what it is |"
    yield "| --- | --: | --- |"
    for table in TABLES:
        yield f"| {table.name} | {counts[table.name]} | {table.title} |"
    yield ""
    yield "## Changes"
    yield ""
    yield from _iter_change_lines(changes, since)


def _iter_change_lines(changes: list[ReleaseTableChanges], since: str) -> Iterator[str]:
    if not since:
        yield "This is the first release, so there is nothing to compare it with."
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
