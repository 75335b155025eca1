"""The database is checked, dumped and restored with the command-line programs of SQLite and PostgreSQL."""

import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import skipUnless
from uuid import uuid4

from django.db import connection

from ecosystem.backups import create_backup
from ecosystem.history import revisions
from ecosystem.models import Organisation
from tests.support import databases, factories
from tests.support.database_rows import read_postgresql_rows, read_sqlite_rows
from tests.support.programs import require_program
from tests.support.whole_database import WholeDatabaseTestCase


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, check=True, **options).stdout


class DatabaseProgramTestCase(WholeDatabaseTestCase):
    """Starts with rows in every table that has a CHECK constraint on a pattern, and in the search index."""

    def setUp(self):
        self.folder = Path(self.enterContext(TemporaryDirectory()))
        factories.collaboration(
            initiative=factories.initiative(amount=5, amount_basis="total", currency="HKD", starts="2024-10-09"),
            announced="2024",
        )
        factories.indicator()
        Organisation.objects.update(founded="2020-05")
        revisions.begin_record_histories()
        factories.rebuild_search_index()

    def assert_same_rows(self, before, after):
        self.assertGreater(len(before["ecosystem_organisation"]), 1)
        self.assertEqual(after, before)


@skipUnless(connection.vendor == "sqlite", "about SQLite")
class SqliteCommandLineTests(DatabaseProgramTestCase):
    def setUp(self):
        super().setUp()
        self.program = require_program("sqlite3")
        self.file = self.folder / "db.sqlite3"
        create_backup(self.file)

    def test_integrity_check_succeeds(self):
        for pragma in ("integrity_check", "quick_check"):
            self.assertEqual((pragma, run(self.program, self.file, f"PRAGMA {pragma}")), (pragma, "ok\n"))

    def test_foreign_key_check_succeeds(self):
        self.assertEqual(run(self.program, self.file, "PRAGMA foreign_key_check"), "")

    def test_restored_dump_has_all_rows(self):
        new = self.folder / "new.sqlite3"
        run(self.program, "-bail", new, input=run(self.program, self.file, ".dump"))
        self.assert_same_rows(read_sqlite_rows(self.file), read_sqlite_rows(new))

    def test_schema_does_not_use_regexp(self):
        self.assertNotIn("REGEXP", run(self.program, self.file, ".schema").upper())


@skipUnless(connection.vendor == "postgresql", "about PostgreSQL")
class PostgresqlCommandLineTests(DatabaseProgramTestCase):
    def test_restored_pg_dump_archive_has_all_rows(self):
        server = os.environ["DATABASE_URL"]
        here = server.rpartition("/")[0] + "/" + connection.settings_dict["NAME"]
        archive = self.folder / "archive"
        run(require_program("pg_dump"), "--format=custom", f"--file={archive}", here)
        new = databases.create_database(f"restored_{uuid4().hex}")
        run(require_program("pg_restore"), "--exit-on-error", f"--dbname={new}", archive)
        self.assert_same_rows(read_postgresql_rows(here), read_postgresql_rows(new))
