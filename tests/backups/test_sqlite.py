"""Backup and restore of a SQLite database while other connections use it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock, skipUnless

from django.core.management import CommandError, call_command
from django.db import connection, connections

from ecosystem.backups import sqlite
from tests.support import factories
from tests.support.whole_database import WholeDatabaseTestCase

NAMES = "SELECT name_en FROM ecosystem_organisation"


def read_names(file):
    with closing(sqlite3.connect(file)) as database:
        return [name for (name,) in database.execute(NAMES)]


def rename(file, name):
    """Let another process rename the record."""
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE ecosystem_organisation SET name_en = ?", [name])


@skipUnless(connection.vendor == "sqlite", "about files of SQLite")
class SqliteFileTestCase(WholeDatabaseTestCase):
    """Starts with a database of one record in WAL mode, which a site has opened as `site`."""

    def setUp(self):
        factories.organisation(name_en="Heron")
        self.folder = Path(self.enterContext(TemporaryDirectory()))
        self.site = self.folder / "db.sqlite3"
        with closing(sqlite3.connect(self.site)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=WAL")
        connections.databases["site"] = connection.settings_dict | {"NAME": str(self.site)}
        self.connection = connections["site"]
        # Once made, it is one that Django lets tests use without a word in the settings.
        del connections.databases["site"]
        self.connection.ensure_connection()
        self.addCleanup(connections.__delitem__, "site")
        self.addCleanup(self.connection.close)
        self.file = self.folder / "backup"

    def backup(self):
        call_command("backup", self.file, database="site", verbosity=0)

    def restore(self):
        call_command("restore", self.file, database="site", overwrite=True, verbosity=0)


class SqliteBackupTests(SqliteFileTestCase):
    def test_includes_changes_that_are_only_in_the_write_ahead_log(self):
        with closing(sqlite3.connect(self.site)) as other:
            other.execute("UPDATE ecosystem_organisation SET name_en = 'Egret'")
            other.commit()
            self.backup()
        self.assertEqual(read_names(self.file), ["Egret"])

    def test_does_not_wait_for_an_open_write_transaction(self):
        with closing(sqlite3.connect(self.site)) as other:
            other.execute("UPDATE ecosystem_organisation SET name_en = 'Egret'")
            self.backup()
            other.rollback()
        self.assertEqual(read_names(self.file), ["Heron"])

    def test_backup_is_one_file_with_its_checksum(self):
        self.backup()
        self.assertEqual({path.name for path in self.folder.glob("backup*")}, {"backup", "backup.sha256"})


class SqliteRestoreTests(SqliteFileTestCase):
    def test_open_connection_sees_the_restored_data(self):
        self.backup()
        with closing(sqlite3.connect(self.site)) as other:
            rename(self.site, "Egret")
            before = other.execute(NAMES).fetchall()
            self.restore()
            self.assertEqual((before, other.execute(NAMES).fetchall()), ([("Egret",)], [("Heron",)]))

    def test_keeps_wal_mode(self):
        self.backup()
        self.restore()
        with closing(sqlite3.connect(self.site)) as other:
            self.assertEqual(other.execute("PRAGMA journal_mode").fetchone(), ("wal",))

    def test_fails_when_the_database_stays_locked(self):
        self.backup()
        rename(self.site, "Egret")
        self.connection.connection.execute("PRAGMA busy_timeout=0")
        with closing(sqlite3.connect(self.site)) as other:
            other.execute("UPDATE ecosystem_organisation SET name_zh_hant = '鷺'")
            with (
                mock.patch.object(sqlite, "PATIENCE_IN_SECONDS", 0),
                self.assertRaisesRegex(CommandError, "is in use"),
            ):
                self.restore()
            other.rollback()
        self.assertEqual(read_names(self.site), ["Egret"])

    def test_leaves_no_temporary_files(self):
        self.backup()
        self.restore()
        names = {path.name.split("-")[0] for path in self.folder.iterdir()}
        self.assertEqual(names, {"db.sqlite3", "backup", "backup.sha256"})

    def test_reports_a_database_that_cannot_be_read(self):
        self.backup()
        self.connection.close()
        for path in self.folder.glob("db.sqlite3*"):
            path.write_bytes(b"nothing that SQLite can read" * 100)
        with self.assertRaisesRegex(CommandError, "cannot be read"):
            self.restore()
