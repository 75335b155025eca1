"""Backups of SQLite by its online backup API, consistent while others read and write."""

import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db.backends.base.base import BaseDatabaseWrapper

from ecosystem.backups.errors import BackupError

SQLITE_MAGIC = b"SQLite format 3\x00"
# How long the copy waits for other writers.
PATIENCE_IN_SECONDS = 60


def dump_sqlite(connection: BaseDatabaseWrapper, path: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        _copy_database(connection.connection, copy)
        # One file, without a write-ahead log.
        copy.execute("PRAGMA journal_mode=DELETE")
        if problem := _find_damage(copy):
            raise BackupError(f"The database is damaged: {problem}")


def read_sqlite_migrations(path: Path) -> set[tuple[str, str]]:
    """Return `(app, name)` pairs; raise BackupError for a damaged backup or one of another site."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as backup:
            if problem := _find_damage(backup):
                raise BackupError(f"{path} is damaged: {problem}")
            backup.execute("SELECT number FROM ecosystem_edition").fetchall()
            return set(backup.execute("SELECT app, name FROM django_migrations"))
    except sqlite3.OperationalError as error:
        raise BackupError(f"{path} is not a backup of this site: {error}.") from error
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{path} is damaged: {error}.") from error


def restore_sqlite(connection: BaseDatabaseWrapper, path: Path, *, edition_above: int) -> None:
    """Use one SQLite transaction, while the site runs; for `edition_above` see `operations.restore_backup()`."""
    with TemporaryDirectory(prefix="restore.", dir=_get_folder(connection)) as folder:
        prepared = Path(folder) / "prepared.sqlite3"
        with (
            closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as backup,
            closing(sqlite3.connect(prepared)) as copy,
        ):
            _copy_database(backup, copy)
            _finish_restore(copy, edition_above)
            connection.ensure_connection()
            _copy_database(copy, connection.connection)


def _finish_restore(copy: sqlite3.Connection, edition_above: int) -> None:
    with copy:
        copy.execute("DELETE FROM django_session")
        copy.execute(
            "INSERT INTO ecosystem_edition (id, number, search_method) VALUES (1, ?, 0)"
            " ON CONFLICT (id) DO UPDATE SET number = max(number, excluded.number) + 1",
            [edition_above],
        )


def _copy_database(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """If copying fails, the target stays as it was."""
    deadline = time.monotonic() + PATIENCE_IN_SECONDS

    def give_up(status: int, remaining: int, total: int) -> None:
        if status != sqlite3.SQLITE_DONE and time.monotonic() > deadline:
            raise BackupError("The database is in use. Stop the site and try again.")

    source.backup(target, progress=give_up, sleep=0.1)


def _find_damage(database: sqlite3.Connection) -> str | None:
    # Used by check constraints of databases from before migration 0008.
    database.create_function("REGEXP", 2, lambda pattern, text: bool(re.search(pattern, str(text))), deterministic=True)
    (problem,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    if problem != "ok":
        return problem
    if row := database.execute("PRAGMA foreign_key_check").fetchone():
        return f"row {row[1]} of {row[0]} refers to a row of {row[2]} that is not there"
    return None


def _get_folder(connection: BaseDatabaseWrapper) -> Path | None:
    """Return the folder whose file system has room for a copy; None for a database in memory."""
    folder = Path(connection.settings_dict["NAME"]).parent
    return folder if folder.is_absolute() and folder.is_dir() else None
