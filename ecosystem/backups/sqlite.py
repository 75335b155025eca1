"""Backups of SQLite, by its online backup interface: consistent while others read and write."""

import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from ecosystem.backups.errors import BackupError

MAGIC = b"SQLite format 3\x00"
# How long the copy waits for others who write.
PATIENCE_IN_SECONDS = 60


def dump(connection, path: Path) -> None:
    """Copy the database of a Django connection into a new file."""
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        _copy(connection.connection, copy)
        # One file, without a log beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
        if problem := _find_damage(copy):
            raise BackupError(f"The database itself is damaged: {problem}")


def read_migrations(path: Path) -> set[tuple[str, str]]:
    """Return the migrations that a backup holds as applied; raise BackupError where it is damaged or of another site."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as backup:
            if problem := _find_damage(backup):
                raise BackupError(f"{path} is damaged: {problem}")
            backup.execute("SELECT number FROM ecosystem_edition").fetchall()
            return set(backup.execute("SELECT app, name FROM django_migrations"))
    except sqlite3.OperationalError as error:
        raise BackupError(f"{path} is no backup of this site: {error}.") from error
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{path} is damaged: {error}.") from error


def restore(connection, path: Path, *, edition_above: int) -> None:
    """Put a backup in the place of the database of a Django connection, in one transaction of SQLite.

    A running site goes on with it; `edition_above` is explained in `operations`.
    """
    with TemporaryDirectory(prefix="restore.", dir=_get_folder(connection)) as folder:
        prepared = Path(folder) / "prepared.sqlite3"
        with (
            closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as backup,
            closing(sqlite3.connect(prepared)) as copy,
        ):
            _copy(backup, copy)
            _finish(copy, edition_above)
            connection.ensure_connection()
            _copy(copy, connection.connection)


def _finish(copy, edition_above):
    with copy:
        copy.execute("DELETE FROM django_session")
        copy.execute(
            "INSERT INTO ecosystem_edition (id, number, search_method) VALUES (1, ?, 0)"
            " ON CONFLICT (id) DO UPDATE SET number = max(number, excluded.number) + 1",
            [edition_above],
        )


def _copy(source, target):
    """Copy a whole database; what stood in the target is there again where the copy fails."""
    deadline = time.monotonic() + PATIENCE_IN_SECONDS

    def give_up(status, remaining, total):
        if status != sqlite3.SQLITE_DONE and time.monotonic() > deadline:
            raise BackupError("Others go on writing to the database; stop the site, and try again.")

    source.backup(target, progress=give_up, sleep=0.1)


def _find_damage(database):
    """Return what is wrong with a database; None where nothing is."""
    # Checks of databases from before migration 0008 call it.
    database.create_function("REGEXP", 2, lambda pattern, text: bool(re.search(pattern, str(text))), deterministic=True)
    (found,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        return found
    if row := database.execute("PRAGMA foreign_key_check").fetchone():
        return f"row {row[1]} of {row[0]} refers to a row of {row[2]} that is not there"
    return None


def _get_folder(connection):
    """Return the folder of the database, where there is room for another; None for one in memory."""
    folder = Path(connection.settings_dict["NAME"]).parent
    return folder if folder.is_absolute() and folder.is_dir() else None
