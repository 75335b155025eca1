"""Databases of a site under test: files of SQLite, or databases of the PostgreSQL server that the tests run on."""

import os
import shutil
from contextlib import contextmanager
from uuid import uuid4

import psycopg
from psycopg import sql


@contextmanager
def made(folder, *, copy_of=None):
    """Give the address of a new database, empty or a copy of one that nothing uses, and remove it afterwards."""
    server = os.environ.get("DATABASE_URL", "")
    name = f"site_{uuid4().hex}"
    if not server.startswith("postgres"):
        file = folder / f"{name}.sqlite3"
        if copy_of:
            shutil.copy(copy_of.removeprefix("sqlite:///"), file)
        yield f"sqlite:///{file}"
        return
    template = sql.SQL(" TEMPLATE {}").format(sql.Identifier(_name(copy_of))) if copy_of else sql.SQL("")
    _order(server, sql.SQL("CREATE DATABASE {}{}").format(sql.Identifier(name), template))
    try:
        yield server.removesuffix(_name(server)) + name
    finally:
        # Whatever still reads it is a process of these tests.
        _order(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _name(address):
    return address.rpartition("/")[2]


def _order(server, command):
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(command)
