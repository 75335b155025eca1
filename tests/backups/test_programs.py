"""The database is checked, dumped and restored by the programs that come with it, which know nothing of the site."""

import os
import subprocess

import pytest
from django.db import connection

from ecosystem import history
from ecosystem.backups import create_backup
from ecosystem.models import Organisation
from tests import databases, factories
from tests.backups.rows import read_postgresql_rows, read_sqlite_rows
from tests.programs import require_program

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def records():
    """Write something into every table that has a pattern to check, and into the search index."""
    factories.collaboration(
        initiative=factories.initiative(amount=5, amount_basis="total", currency="HKD", starts="2024-10-09"),
        announced="2024",
    )
    factories.indicator()
    Organisation.objects.update(founded="2020-05")
    history.begin()
    factories.index()


@pytest.fixture
def file(tmp_path):
    create_backup(tmp_path / "db.sqlite3")
    return tmp_path / "db.sqlite3"


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, check=True, **options).stdout


@on_sqlite
@pytest.mark.parametrize("pragma", ["integrity_check", "quick_check"])
def test_sqlite3_checks_the_whole_database(file, pragma):
    assert run(require_program("sqlite3"), file, f"PRAGMA {pragma}") == "ok\n"


@on_sqlite
def test_sqlite3_finds_no_dangling_reference(file):
    assert run(require_program("sqlite3"), file, "PRAGMA foreign_key_check") == ""


@on_sqlite
def test_dump_of_sqlite3_read_into_a_new_file_has_every_row(file, tmp_path):
    sqlite3 = require_program("sqlite3")
    run(sqlite3, "-bail", tmp_path / "new.sqlite3", input=run(sqlite3, file, ".dump"))
    before, after = read_sqlite_rows(file), read_sqlite_rows(tmp_path / "new.sqlite3")
    assert len(before["ecosystem_organisation"]) > 1
    assert after == before


@on_sqlite
def test_schema_calls_no_function_that_sqlite_lacks(file):
    assert "REGEXP" not in run(require_program("sqlite3"), file, ".schema").upper()


@on_postgresql
def test_archive_of_pg_dump_restored_into_a_new_database_has_every_row(tmp_path):
    server = os.environ["DATABASE_URL"]
    here = server.rpartition("/")[0] + "/" + connection.settings_dict["NAME"]
    run(require_program("pg_dump"), "--format=custom", f"--file={tmp_path / 'archive'}", here)
    with databases.made(tmp_path) as new:
        run(require_program("pg_restore"), "--exit-on-error", f"--dbname={new}", tmp_path / "archive")
        before, after = read_postgresql_rows(here), read_postgresql_rows(new)
    assert len(before["ecosystem_organisation"]) > 1
    assert after == before
