"""Backups of SQLite while others use the database."""

import sqlite3
from contextlib import closing
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from ecosystem.backups import sqlite
from tests import factories

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="about files of SQLite"),
]
NAMES = "SELECT name_en FROM ecosystem_organisation"


@pytest.fixture
def site(tmp_path):
    """Return the path of a database with one record, which a site has opened as `site`, with a log beside it."""
    factories.organisation(name_en="Heron")
    file = tmp_path / "db.sqlite3"
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")
    connections.databases["site"] = connection.settings_dict | {"NAME": str(file)}
    connections["site"]
    # Once made, it is one that Django lets tests use without a word in the settings.
    del connections.databases["site"]
    connections["site"].ensure_connection()
    yield file
    connections["site"].close()
    del connections["site"]


def read_names(file):
    with closing(sqlite3.connect(file)) as database:
        return [name for (name,) in database.execute(NAMES)]


def rename(file, name):
    """Let another process rename the record."""
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE ecosystem_organisation SET name_en = ?", [name])


def test_backup_holds_what_is_in_the_log_only(site, tmp_path):
    with closing(sqlite3.connect(site)) as other:
        other.execute("UPDATE ecosystem_organisation SET name_en = 'Egret'")
        other.commit()
        call_command("backup", tmp_path / "backup", database="site", verbosity=0)
    assert read_names(tmp_path / "backup") == ["Egret"]


def test_backup_does_not_wait_for_somebody_who_writes(site, tmp_path):
    with closing(sqlite3.connect(site)) as other:
        other.execute("UPDATE ecosystem_organisation SET name_en = 'Egret'")
        call_command("backup", tmp_path / "backup", database="site", verbosity=0)
        other.rollback()
    assert read_names(tmp_path / "backup") == ["Heron"]


def test_backup_is_one_file(site, tmp_path):
    folder = tmp_path / "kept"
    folder.mkdir()
    call_command("backup", folder / "backup", database="site", verbosity=0)
    assert sorted(path.name for path in folder.iterdir()) == ["backup", "backup.sha256"]


def test_restore_is_seen_by_a_process_that_has_the_database_open(site, tmp_path):
    call_command("backup", tmp_path / "backup", database="site", verbosity=0)
    with closing(sqlite3.connect(site)) as other:
        rename(site, "Egret")
        before = other.execute(NAMES).fetchall()
        call_command("restore", tmp_path / "backup", database="site", overwrite=True, verbosity=0)
        assert (before, other.execute(NAMES).fetchall()) == ([("Egret",)], [("Heron",)])


def test_restore_keeps_the_log(site, tmp_path):
    call_command("backup", tmp_path / "backup", database="site", verbosity=0)
    call_command("restore", tmp_path / "backup", database="site", overwrite=True, verbosity=0)
    with closing(sqlite3.connect(site)) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_restore_gives_up_where_somebody_goes_on_writing(site, tmp_path):
    call_command("backup", tmp_path / "backup", database="site", verbosity=0)
    rename(site, "Egret")
    connections["site"].connection.execute("PRAGMA busy_timeout=0")
    with closing(sqlite3.connect(site)) as other:
        other.execute("UPDATE ecosystem_organisation SET name_zh_hant = '鷺'")
        with (
            mock.patch.object(sqlite, "PATIENCE_IN_SECONDS", 0),
            pytest.raises(CommandError, match="go on writing"),
        ):
            call_command("restore", tmp_path / "backup", database="site", overwrite=True, verbosity=0)
        other.rollback()
    assert read_names(site) == ["Egret"]


def test_restore_leaves_nothing_beside_the_database(site, tmp_path):
    call_command("backup", tmp_path / "backup", database="site", verbosity=0)
    call_command("restore", tmp_path / "backup", database="site", overwrite=True, verbosity=0)
    assert {path.name.split("-")[0] for path in tmp_path.iterdir()} == {"db.sqlite3", "backup", "backup.sha256"}


def test_restore_says_so_where_the_database_is_broken(site, tmp_path):
    call_command("backup", tmp_path / "backup", database="site", verbosity=0)
    connections["site"].close()
    for path in tmp_path.glob("db.sqlite3*"):
        path.write_bytes(b"nothing that SQLite can read" * 100)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("restore", tmp_path / "backup", database="site", overwrite=True, verbosity=0)
