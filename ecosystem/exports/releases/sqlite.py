"""The tables as an SQLite file for Datasette: keys, foreign keys, indexes, search over names, views."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlite_utils import Database

from ecosystem.exports.columns import ExportColumn
from ecosystem.exports.export_table import ExportTable
from ecosystem.exports.releases.text_files import read_table_rows

TYPES = {"integer": int, "number": float, "boolean": int}
INDEXED = ("kind", "name_en", "state")
# The columns with full-text search, which needs at least three characters in either script.
SEARCHED = {
    "organisations": ("name_en", "name_zh_hant", "name_zh_hans", "acronym", "aliases"),
    "initiatives": ("name_en", "name_zh_hant", "name_zh_hans", "acronym", "aliases"),
    "collaborations": ("name_en", "name_zh_hant", "name_zh_hans"),
}
VIEWS = {
    "who_takes_part": """
        SELECT 'initiative' AS kind, i.slug, i.name_en AS name, p.role, o.slug AS organisation,
               o.name_en AS organisation_name
        FROM initiative_bodies p JOIN initiatives i ON i.slug = p.initiative JOIN organisations o ON o.slug = p.organisation
        UNION ALL
        SELECT 'collaboration', c.slug, c.name_en, p.role, o.slug, o.name_en
        FROM collaboration_participants p JOIN collaborations c ON c.slug = p.collaboration
        JOIN organisations o ON o.slug = p.organisation""",
    "open_initiatives": """
        SELECT slug, name_en, name_zh_hant, kind, starts, ends, applications_close, amount, currency, amount_basis,
               apply_url, website
        FROM initiatives WHERE state = 'open' ORDER BY applications_close IS NULL, applications_close, slug""",
    "figures": """
        SELECT f.indicator, i.name_en, i.name_zh_hant, f.period, f.value, i.unit, i.unit_en, f.qualifier, s.title AS source_title,
               s.publisher, f.source
        FROM observations f JOIN indicators i ON i.slug = f.indicator JOIN sources s ON s.url = f.source""",
    "what_rests_on_sources": """
        SELECT s.url, s.title, s.publisher, s.grade, s.read_on,
               CASE WHEN c.organisation IS NOT NULL THEN 'organisation' WHEN c.initiative IS NOT NULL THEN 'initiative'
                    WHEN c.collaboration IS NOT NULL THEN 'collaboration' ELSE 'indicator' END AS kind,
               COALESCE(c.organisation, c.initiative, c.collaboration, c.indicator) AS slug, c.supports, c.disputes
        FROM citations c JOIN sources s ON s.url = c.source""",
}  # fmt: skip


class BrokenForeignKeyError(Exception):
    """A row refers to a missing one; no release may be published with it."""


def write_release_database(folder: Path, path: Path, tables: Iterable[ExportTable], about: dict[str, str]) -> None:
    """Write the database from the JSON lines of a release, table by table; raise BrokenForeignKeyError."""
    database = Database(path)
    # The file is written once, and discarded if that fails.
    database.execute("PRAGMA journal_mode = OFF")
    for table in tables:
        _write_table(database, folder, table)
    database.table("about").insert_all(
        ({"what": what, "value": value} for what, value in about.items()), pk="what", not_null={"value"}
    )
    for name, view in VIEWS.items():
        database.create_view(name, view.strip())
    if broken := database.execute("PRAGMA foreign_key_check").fetchall():
        raise BrokenForeignKeyError(
            "; ".join(f"{table}, row {row}, leads to no {to}" for table, row, to, _n in broken[:5])
        )
    database.vacuum()
    database.execute("PRAGMA optimize")
    database.close()


def _write_table(database: Database, folder: Path, table: ExportTable) -> None:
    columns = [column for column in table.columns if column.name not in table.lists]
    keys = [column for column in columns if column.names and not column.is_list]
    rows = database.table(table.name).create(
        {column.name: TYPES.get(column.type, str) for column in columns},
        pk=table.key or None,
        foreign_keys=[(column.name, column.names, "url" if column.names == "sources" else "slug") for column in keys],
        not_null={column.name for column in columns if column.is_required},
    )
    rows.insert_all(_iter_stored_rows(folder, table, columns))
    for name in [column.name for column in keys] + [name for name in INDEXED if name in rows.columns_dict]:
        if table.key[:1] != (name,):
            rows.create_index([name], f"{table.name}_{name}")
    if table.name in SEARCHED:
        # Trigrams find parts of Chinese names, which have no spaces between words.
        rows.enable_fts(SEARCHED[table.name], tokenize="trigram").optimize()


def _iter_stored_rows(folder: Path, table: ExportTable, columns: list[ExportColumn]) -> Iterator[dict]:
    for row in read_table_rows(folder, table.name):
        yield {column.name: row[column.name] for column in columns}
