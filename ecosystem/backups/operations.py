"""Make a backup of a database, and put one in its place; the same rules on either database."""

from datetime import datetime
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.loader import MigrationLoader

from ecosystem.backups import files, postgresql, sqlite
from ecosystem.backups.errors import BackupError
from ecosystem.models import RECORDS, Edition, Proposal, WithheldValue
from ecosystem.models.changes import KINDS

ENGINES = {"sqlite": sqlite, "postgresql": postgresql}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
# Changes that may be made between the reading of the edition and the end of a restore.
MARGIN = 1000


def create_backup(path: Path, *, overwrite: bool = False, database: str = DEFAULT_DB_ALIAS) -> None:
    """Write the database into a file, whole or not at all, with its checksum beside it."""
    connection = connections[database]
    with files.write_whole(path, overwrite=overwrite) as part:
        ENGINES[connection.vendor].dump(connection, part)


def restore_backup(path: Path, *, overwrite: bool = False, database: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Put a backup in the place of the database; where it fails, the database stays as it was.

    Returns what was withheld after the backup was made, and so stands in the database again.

    Answers are cached under the number of the edition, in several processes.
    So the edition becomes larger than any that was ever seen, in the backup or
    here: no cached page outlives the restore. Sessions end, for one that was
    ended since the backup would begin again.
    """
    connection = connections[database]
    files.verify_checksum(path)
    engine = ENGINES[_find_engine(path, connection.vendor)]
    if unknown := _find_unknown_migrations(engine.read_migrations(path)):
        raise BackupError(
            f"{path} was made by a newer version of the site; fetch that version first. "
            f"It knows: {', '.join('.'.join(each) for each in sorted(unknown))}."
        )
    edition, has_records = _read_present(connection)
    if has_records and not overwrite:
        raise BackupError("The database holds records; use --overwrite to put the backup in their place.")
    withheld = _list_withheld_values(connection)
    engine.restore(connection, path, edition_above=edition + MARGIN)
    connection.close()
    kept = _list_withheld_values(connection)
    return [text for moment, text in withheld.items() if moment not in kept]


def _find_engine(path, wanted):
    """Return the database that a file is of, which must be the present one."""
    with path.open("rb") as file:
        beginning = file.read(16)
    found = next((name for name, engine in ENGINES.items() if beginning.startswith(engine.MAGIC)), None)
    if not found:
        raise BackupError(f"{path} is no backup.")
    if found != wanted:
        raise BackupError(f"{path} is a backup of {NAMES[found]}, and the site runs on {NAMES[wanted]}.")
    return found


def _find_unknown_migrations(applied):
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known |= set(migration.replaces)
    return applied - known


def _read_present(connection) -> tuple[int, bool]:
    """Return the number of the present edition, and whether there are records or proposals."""
    try:
        tables = set(connection.introspection.table_names())
        held = [model for model in (*RECORDS, Proposal, Edition) if model._meta.db_table in tables]
        has_records = any(model.objects.using(connection.alias).exists() for model in held if model is not Edition)
        editions = Edition.objects.using(connection.alias).values_list("number", flat=True)
        return (editions.first() or 0) if Edition in held else 0, has_records
    except DatabaseError as error:
        raise BackupError(
            f"The present database cannot be read ({error}). Stop the site, move the database away, and try again."
        ) from error


def _list_withheld_values(connection) -> dict[datetime, str]:
    """Return a line for each past value that is withheld, by the moment; none where the table is not there yet."""
    if WithheldValue._meta.db_table not in connection.introspection.table_names():
        return {}
    rows = WithheldValue.objects.using(connection.alias).select_related(*KINDS)
    return {
        row.withheld_at: f"{row.record._meta.model_name} {row.record.slug}, {row.field}: {row.reason}" for row in rows
    }
