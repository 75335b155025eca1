"""The operations that create and restore backups, for SQLite and PostgreSQL."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from ecosystem.backups import files, postgresql, sqlite
from ecosystem.backups.errors import BackupError
from ecosystem.models import RECORD_MODELS, Edition, Proposal, WithheldValue
from ecosystem.models.record_targets import RECORD_KINDS


@dataclass
class BackupEngine:
    """`magic` is how backup files begin."""

    name: str
    magic: bytes
    dump: Callable[[BaseDatabaseWrapper, Path], None]
    read_migrations: Callable[[Path], set[tuple[str, str]]]
    restore: Callable[..., None]


ENGINES = {
    "sqlite": BackupEngine(
        "SQLite", sqlite.SQLITE_MAGIC, sqlite.dump_sqlite, sqlite.read_sqlite_migrations, sqlite.restore_sqlite
    ),
    "postgresql": BackupEngine(
        "PostgreSQL",
        postgresql.POSTGRESQL_MAGIC,
        postgresql.dump_postgresql,
        postgresql.read_postgresql_migrations,
        postgresql.restore_postgresql,
    ),
}
# More than the changes that can be made between reading the edition and the end of a restore.
MARGIN = 1000


def create_backup(path: Path, *, overwrite: bool = False, database: str = DEFAULT_DB_ALIAS) -> None:
    connection = connections[database]
    with files.write_backup_file(path, overwrite=overwrite) as part:
        ENGINES[connection.vendor].dump(connection, part)


def restore_backup(path: Path, *, overwrite: bool = False, database: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Replace the database by a backup; if that fails, the database stays as it was.

    Returns a line for each value that was withheld after the backup was made, and so is in the database again.

    Pages are cached by edition number in several processes, so the edition becomes larger than any in the backup or the
    present database. Sessions are deleted, because those that were ended since the backup would be valid again.
    """
    connection = connections[database]
    files.verify_checksum(path)
    engine = ENGINES[_find_engine(path, connection.vendor)]
    if unknown := _find_unknown_migrations(engine.read_migrations(path)):
        raise BackupError(
            f"{path} was made by a newer version of the site. Install that version first. "
            f"Unknown migrations: {', '.join('.'.join(each) for each in sorted(unknown))}."
        )
    edition, has_records = _read_current_edition(connection)
    if has_records and not overwrite:
        raise BackupError("The database contains records. Use --overwrite to replace them.")
    withheld = _list_withheld_values(connection)
    engine.restore(connection, path, edition_above=edition + MARGIN)
    connection.close()
    restored = _list_withheld_values(connection)
    return [text for moment, text in withheld.items() if moment not in restored]


def _find_engine(path: Path, wanted: str) -> str:
    with path.open("rb") as file:
        beginning = file.read(16)
    vendor = next((name for name, engine in ENGINES.items() if beginning.startswith(engine.magic)), None)
    if not vendor:
        raise BackupError(f"{path} is not a backup.")
    if vendor != wanted:
        raise BackupError(f"{path} is a backup of {ENGINES[vendor].name}, and the site runs on {ENGINES[wanted].name}.")
    return vendor


def _find_unknown_migrations(applied: set[tuple[str, str]]) -> set[tuple[str, str]]:
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known |= set(migration.replaces)
    return applied - known


def _read_current_edition(connection: BaseDatabaseWrapper) -> tuple[int, bool]:
    """Return the edition number, and whether there are records or proposals."""
    try:
        tables = set(connection.introspection.table_names())
        present = [model for model in (*RECORD_MODELS, Proposal, Edition) if model._meta.db_table in tables]
        has_records = any(model.objects.using(connection.alias).exists() for model in present if model is not Edition)
        editions = Edition.objects.using(connection.alias).values_list("number", flat=True)
        return (editions.first() or 0) if Edition in present else 0, has_records
    except DatabaseError as error:
        raise BackupError(
            f"The current database cannot be read ({error}). Stop the site, move the database file away and try again."
        ) from error


def _list_withheld_values(connection: BaseDatabaseWrapper) -> dict[datetime, str]:
    """Return a line for each value, by time; none if the table does not exist yet."""
    if WithheldValue._meta.db_table not in connection.introspection.table_names():
        return {}
    rows = WithheldValue.objects.using(connection.alias).select_related(*RECORD_KINDS)
    return {
        row.withheld_at: f"{row.record._meta.model_name} {row.record.slug}, {row.field}: {row.reason}" for row in rows
    }
