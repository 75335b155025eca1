"""The tables as an SQLite file for Datasette: keys, foreign keys, indexes, search over names, views."""

import sqlite3
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.core.serializers.json import DjangoJSONEncoder

from ecosystem.exports.columns import ExportColumn
from ecosystem.exports.export_table import ExportTable

TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
BATCH = 500
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


class SqliteDatabaseWriter:
    """Writes the database file, table by table in their order."""

    def __init__(self, path: Path, tables: Iterable[ExportTable], about: dict[str, str]):
        self._tables = tuple(tables)
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = OFF")
        # Foreign keys are checked at the end, because a row may refer to a later one.
        self._connection.execute("PRAGMA foreign_keys = OFF")
        self._connection.execute("BEGIN")
        for table in self._tables:
            self._connection.execute(_build_create_table(table))
        self._connection.execute("CREATE TABLE about (what TEXT PRIMARY KEY, value TEXT NOT NULL)")
        self._connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())
        self._pending_rows: list[list] = []

    def add_row(self, table: ExportTable, row: list) -> None:
        self._pending_rows.append(
            [
                _convert_value(value)
                for column, value in zip(table.columns, row, strict=True)
                if column.name not in table.lists
            ]
        )
        if len(self._pending_rows) >= BATCH:
            self.flush(table)

    def flush(self, table: ExportTable) -> None:
        """Write the pending rows. Call after the last row of each table."""
        marks = ", ".join("?" for column in _list_stored_columns(table))
        self._connection.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', self._pending_rows)  # noqa: S608 - our own
        self._pending_rows = []

    def finalize(self) -> None:
        """Add indexes, search and views, and check the foreign keys; raise BrokenForeignKeyError."""
        for table in self._tables:
            for statement in (*_build_index_statements(table), *_build_search_statements(table)):
                self._connection.execute(statement)
        for name, view in VIEWS.items():
            self._connection.execute(f'CREATE VIEW "{name}" AS {view.strip()}')
        self._connection.execute("COMMIT")
        if broken := self._connection.execute("PRAGMA foreign_key_check").fetchall():
            raise BrokenForeignKeyError(
                "; ".join(f"{table}, row {row}, leads to no {to}" for table, row, to, _n in broken[:5])
            )
        self._connection.execute("VACUUM")
        self._connection.execute("PRAGMA optimize")
        self.close()

    def close(self) -> None:
        self._connection.close()


def _list_stored_columns(table: ExportTable) -> list[ExportColumn]:
    return [column for column in table.columns if column.name not in table.lists]


def _build_create_table(table: ExportTable) -> str:
    parts = [_build_column_definition(column) for column in _list_stored_columns(table)]
    if table.key:
        parts.append(f"PRIMARY KEY ({_quote_names(table.key)})")
    parts += [
        f'FOREIGN KEY ("{column.name}") REFERENCES "{column.names}" ("{"url" if column.names == "sources" else "slug"}")'
        for column in _list_stored_columns(table)
        if column.names and not column.is_list
    ]
    return f'CREATE TABLE "{table.name}" (\n  ' + ",\n  ".join(parts) + "\n)"


def _build_column_definition(column: ExportColumn) -> str:
    constraint = " NOT NULL" if column.is_required else ""
    return f'"{column.name}" {TYPES.get(column.type, "TEXT")}{constraint}'


def _build_index_statements(table: ExportTable) -> list[str]:
    """Return an index for each foreign key and for columns that are often filtered."""
    names = [column.name for column in _list_stored_columns(table) if column.names and not column.is_list]
    names += [name for name in ("kind", "name_en", "state") if name in {column.name for column in table.columns}]
    return [
        f'CREATE INDEX "{table.name}_{name}" ON "{table.name}" ("{name}")' for name in names if table.key[:1] != (name,)
    ]


def _build_search_statements(table: ExportTable) -> list[str]:
    if table.name not in SEARCHED:
        return []
    columns, name = _quote_names(SEARCHED[table.name]), table.name
    return [
        # Trigrams find parts of Chinese names, which have no spaces between words.
        f'CREATE VIRTUAL TABLE "{name}_fts" USING fts5({columns}, content="{name}", tokenize="trigram")',
        f'INSERT INTO "{name}_fts" ("{name}_fts") VALUES (\'rebuild\')',  # noqa: S608 - our own names
        f'INSERT INTO "{name}_fts" ("{name}_fts") VALUES (\'optimize\')',  # noqa: S608
    ]


def _quote_names(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _convert_value(value: object) -> object:
    """Return a cell for SQLite; a list becomes JSON, which SQLite and Datasette can read."""
    if isinstance(value, tuple):
        return DjangoJSONEncoder(ensure_ascii=False).encode(value)
    if isinstance(value, date):
        return value.isoformat()
    # Choices are instances of a str subclass.
    return str(value) if isinstance(value, str) else value
