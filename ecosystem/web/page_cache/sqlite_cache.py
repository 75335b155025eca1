"""A cache backend that stores bytes in one SQLite file: shared by all processes of a machine, kept over a restart."""

import logging
import os
import sqlite3
import time
from pathlib import Path

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

logger = logging.getLogger(__name__)

DEFAULT_MAX_BYTES = 256 * 1024 * 1024
# When the file is full, one entry in so many is removed, the oldest first.
CULL_FREQUENCY = 10
BUSY_TIMEOUT_MILLISECONDS = 500
# Losing the newest entries in a power cut does no harm. What is deleted may be a value that was withheld, so it is
# overwritten.
SCHEMA = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=OFF;
PRAGMA secure_delete=ON;
PRAGMA cache_size=-256;
CREATE TABLE IF NOT EXISTS entry (
    key TEXT PRIMARY KEY, version INTEGER NOT NULL, expires_at REAL NOT NULL, value BLOB NOT NULL
);
"""


class SQLiteCache(BaseCache):
    """Stores bytes. Entries of lower versions are deleted once a higher version is stored.

    An error of the file never reaches the caller: it counts as a miss, and a damaged file is replaced.
    """

    def __init__(self, location, params):
        super().__init__(params)
        self._path = Path(location)
        self._max_bytes = int(params.get("OPTIONS", {}).get("MAX_BYTES", DEFAULT_MAX_BYTES))
        self._connection, self._process = None, 0
        self._newest_version = 0

    def get(self, key, default=None, version=None):
        rows, _count = self._execute(
            "SELECT value FROM entry WHERE key = ? AND expires_at > ?", self._build_key(key, version), time.time()
        )
        return rows[0][0] if rows else default

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        """Store an entry unless there is one; of two processes, one succeeds."""
        stored_key, now = self._build_key(key, version), time.time()
        _rows, count = self._execute(
            "INSERT INTO entry VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE"
            " SET expires_at = excluded.expires_at, value = excluded.value WHERE expires_at <= ?",
            *(stored_key, self._get_version(version), self._get_expiry(timeout), value, now),
        )
        return count == 1

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        number = self._get_version(version)
        self._make_room(number)
        self._execute(
            "INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?)",
            *(self._build_key(key, version), number, self._get_expiry(timeout), value),
        )

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        _rows, count = self._execute(
            "UPDATE entry SET expires_at = ? WHERE key = ?",
            *(self._get_expiry(timeout), self._build_key(key, version)),
        )
        return count == 1

    def delete(self, key, version=None):
        _rows, count = self._execute("DELETE FROM entry WHERE key = ?", self._build_key(key, version))
        return count == 1

    def clear(self):
        self._execute("DELETE FROM entry")

    def close(self, **kwargs):
        """Keep the connection: Django closes caches after each request, and opening the file is slower than a get."""

    def _build_key(self, key, version):
        return self.make_and_validate_key(key, version=version)

    def _get_version(self, version):
        return self.version if version is None else version

    def _get_expiry(self, timeout):
        seconds = self.get_backend_timeout(timeout)
        return float("inf") if seconds is None else seconds

    def _make_room(self, version):
        if version > self._newest_version:
            self._newest_version = version
            self._execute("DELETE FROM entry WHERE version < ?", version)
        if self._get_used_bytes() > self._max_bytes:
            self._execute(
                "DELETE FROM entry WHERE rowid IN"
                " (SELECT rowid FROM entry ORDER BY rowid LIMIT 1 + (SELECT COUNT(*) FROM entry) / ?)",
                CULL_FREQUENCY,
            )

    def _get_used_bytes(self):
        """Return the size of the file without the pages that deleted entries have left for new ones."""
        rows, _count = self._execute(
            "SELECT (page_count - freelist_count) * page_size FROM"
            " pragma_page_count, pragma_freelist_count, pragma_page_size"
        )
        return rows[0][0] if rows else 0

    def _execute(self, statement, *parameters):
        """Return the rows of a statement and how many it has changed; none if the file cannot be used."""
        try:
            cursor = self._connect().execute(statement, parameters)
            return cursor.fetchall(), cursor.rowcount
        except (OSError, sqlite3.OperationalError):
            # Locked for too long, a full disk, a folder without permission.
            logger.warning("The page cache %s cannot be used", self._path, exc_info=True)
            self._connection = None
        except sqlite3.DatabaseError:
            logger.warning("The page cache %s is damaged and is replaced", self._path, exc_info=True)
            self._connection = None
            for suffix in ("", "-wal", "-shm"):
                Path(f"{self._path}{suffix}").unlink(missing_ok=True)
        return [], 0

    def _connect(self):
        """Return the connection; one from before a fork must not be used."""
        if self._connection is None or self._process != os.getpid():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
            connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MILLISECONDS}")
            connection.executescript(SCHEMA)
            self._connection, self._process = connection, os.getpid()
        return self._connection
