"""Additional test databases: SQLite files, or databases of the PostgreSQL server of the tests."""

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

PROJECT_ROOT = Path(__file__).resolve().parents[2]
TEMPORARY_FOLDER = PROJECT_ROOT / "var" / "tmp"
FIXTURES = sorted(map(str, (PROJECT_ROOT / "fixtures").glob("*.json")))
# Workers inherit the id of the run, and share its folder.
RUN_ID = os.environ.setdefault("TEST_RUN_ID", uuid4().hex[:12])
RUN_FOLDER = TEMPORARY_FOLDER / f"run-{RUN_ID}"
SERVER = os.environ.get("DATABASE_URL", "")
IS_POSTGRESQL = SERVER.startswith("postgres")


@contextmanager
def once_per_run(name):
    """Hold a lock between workers; yield whether this one is the first."""
    RUN_FOLDER.mkdir(parents=True, exist_ok=True)
    done = RUN_FOLDER / f"{name}.done"
    with (RUN_FOLDER / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not done.exists()
        done.touch()


def create_database(name, *, copy_of=None):
    """Create a database of this run, empty or a copy of an unused one; return its URL."""
    RUN_FOLDER.mkdir(parents=True, exist_ok=True)
    url = get_database_url(name)
    if IS_POSTGRESQL:
        template = (
            sql.SQL(" TEMPLATE {}").format(sql.Identifier(_get_database_name(copy_of))) if copy_of else sql.SQL("")
        )
        with psycopg.connect(SERVER, autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {}{}").format(sql.Identifier(_get_database_name(url)), template)
            )
    elif copy_of:
        shutil.copy(_get_database_name(copy_of), _get_database_name(url))
    return url


def get_database_url(name):
    if IS_POSTGRESQL:
        return f"{SERVER.rpartition('/')[0]}/run_{RUN_ID}_{name}"
    return f"sqlite:///{RUN_FOLDER / name}.sqlite3"


@cache
def get_facts_database_url():
    """Return the URL of a database with the real facts, only to be copied; the first worker creates it."""
    with once_per_run("facts") as is_first:
        if not is_first:
            return get_database_url("facts")
        url = create_database("facts")
        with use_connection(_get_connection(url)):
            call_command("migrate", verbosity=0)
            call_command("loaddata", *FIXTURES, verbosity=0)
            # A PostgreSQL template must not be in use, and SQLite writes its WAL into the file.
            connections["default"].close()
        return url


@cache
def get_facts_connection():
    """Return a connection to this worker's own copy of the facts."""
    return _get_connection(create_database(f"facts_{os.getpid()}", copy_of=get_facts_database_url()))


@contextmanager
def use_connection(connection):
    """Replace the default connection of Django within the context."""
    original = connections["default"]
    connections["default"] = connection
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connections["default"] = original
        ContentType.objects.clear_cache()


def remove_run_databases():
    """Remove the databases and files of this run, after its workers have ended."""
    if IS_POSTGRESQL and RUN_FOLDER.exists():
        with psycopg.connect(SERVER, autocommit=True) as connection:
            query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
            for (name,) in connection.execute(query, [f"run_{RUN_ID}_"]).fetchall():
                # Only processes of these tests can still be connected.
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    shutil.rmtree(RUN_FOLDER, ignore_errors=True)


def _get_database_name(url):
    """Return the NAME of a database as in Django's settings."""
    return url.rpartition("/")[2] if IS_POSTGRESQL else url.removeprefix("sqlite:///")


def _get_connection(url):
    connection = connections["default"].copy()
    connection.settings_dict["NAME"] = _get_database_name(url)
    return connection
