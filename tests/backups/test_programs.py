"""The database is checked, dumped and restored by the programs that come with it, which know nothing of the site."""

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


class ProgramTestCase(WholeDatabaseTestCase):
    """Starts with something in every table that has a pattern to check, and in the search index."""

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
class SqliteProgramTests(ProgramTestCase):
    def setUp(self):
        super().setUp()
        self.program = require_program("sqlite3")
        self.file = self.folder / "db.sqlite3"
        create_backup(self.file)

    def test_checks_the_whole_database(self):
        for pragma in ("integrity_check", "quick_check"):
            self.assertEqual((pragma, run(self.program, self.file, f"PRAGMA {pragma}")), (pragma, "ok\n"))

    def test_finds_no_dangling_reference(self):
        self.assertEqual(run(self.program, self.file, "PRAGMA foreign_key_check"), "")

    def test_dump_read_into_a_new_file_has_every_row(self):
        new = self.folder / "new.sqlite3"
        run(self.program, "-bail", new, input=run(self.program, self.file, ".dump"))
        self.assert_same_rows(read_sqlite_rows(self.file), read_sqlite_rows(new))

    def test_schema_calls_no_function_that_sqlite_lacks(self):
        self.assertNotIn("REGEXP", run(self.program, self.file, ".schema").upper())


@skipUnless(connection.vendor == "postgresql", "about PostgreSQL")
class PostgresqlProgramTests(ProgramTestCase):
    def test_archive_restored_into_a_new_database_has_every_row(self):
        server = os.environ["DATABASE_URL"]
        here = server.rpartition("/")[0] + "/" + connection.settings_dict["NAME"]
        archive = self.folder / "archive"
        run(require_program("pg_dump"), "--format=custom", f"--file={archive}", here)
        new = databases.create_database(f"restored_{uuid4().hex}")
        run(require_program("pg_restore"), "--exit-on-error", f"--dbname={new}", archive)
        self.assert_same_rows(read_postgresql_rows(here), read_postgresql_rows(new))
