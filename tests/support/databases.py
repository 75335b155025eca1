"""Databases beside the tests' own: files of SQLite, or databases of the PostgreSQL server that the tests run on."""

import fcntl
import os
import shutil
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connections
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
TEMPORARY = ROOT / "var" / "tmp"
FIXTURES = sorted(map(str, (ROOT / "fixtures").glob("*.json")))
# Workers inherit the id of their run, and share the files in its folder.
RUN_ID = os.environ.setdefault("TEST_RUN_ID", uuid4().hex[:12])
RUN_FOLDER = TEMPORARY / f"run-{RUN_ID}"
SERVER = os.environ.get("DATABASE_URL", "")
IS_POSTGRESQL = SERVER.startswith("postgres")


@contextmanager
def once_per_run(name):
    """Wait for the other workers, and tell whether this one is the first to come."""
    RUN_FOLDER.mkdir(parents=True, exist_ok=True)
    done = RUN_FOLDER / f"{name}.done"
    with (RUN_FOLDER / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not done.exists()
        done.touch()


def create_database(name, *, copy_of=None):
    """Create a database of this run, empty or a copy of one that nothing uses; return its URL."""
    RUN_FOLDER.mkdir(parents=True, exist_ok=True)
    url = database_url(name)
    if IS_POSTGRESQL:
        template = sql.SQL(" TEMPLATE {}").format(sql.Identifier(_django_name(copy_of))) if copy_of else sql.SQL("")
        with psycopg.connect(SERVER, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}{}").format(sql.Identifier(_django_name(url)), template))
    elif copy_of:
        shutil.copy(_django_name(copy_of), _django_name(url))
    return url


def database_url(name):
    """Return the URL of a database of this run."""
    if IS_POSTGRESQL:
        return f"{SERVER.rpartition('/')[0]}/run_{RUN_ID}_{name}"
    return f"sqlite:///{RUN_FOLDER / name}.sqlite3"


@cache
def facts_database():
    """Return the URL of a database with the real facts, only to be copied; the first worker that asks makes it."""
    with once_per_run("facts") as is_first:
        if not is_first:
            return database_url("facts")
        url = create_database("facts")
        with use_connection(_connection_to(url)):
            call_command("migrate", verbosity=0)
            call_command("loaddata", *FIXTURES, verbosity=0)
            # A template of PostgreSQL must have no user, and SQLite empties its log into the file.
            connections["default"].close()
        return url


@cache
def facts_connection():
    """Return a connection to this worker's own copy of the facts."""
    return _connection_to(create_database(f"facts_{os.getpid()}", copy_of=facts_database()))


@contextmanager
def use_connection(connection):
    """Let Django's default connection be another one for a while."""
    usual = connections["default"]
    connections["default"] = connection
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connections["default"] = usual
        ContentType.objects.clear_cache()


def remove_run():
    """Remove the databases and files of this run, once its workers have ended."""
    if IS_POSTGRESQL and RUN_FOLDER.exists():
        with psycopg.connect(SERVER, autocommit=True) as connection:
            query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
            for (name,) in connection.execute(query, [f"run_{RUN_ID}_"]).fetchall():
                # What may still be connected is a process of these tests.
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    shutil.rmtree(RUN_FOLDER, ignore_errors=True)


def _django_name(url):
    """Return what Django calls the NAME of a database."""
    return url.rpartition("/")[2] if IS_POSTGRESQL else url.removeprefix("sqlite:///")


def _connection_to(url):
    connection = connections["default"].copy()
    connection.settings_dict["NAME"] = _django_name(url)
    return connection
