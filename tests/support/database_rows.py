"""All rows of a database, read past Django, to compare one database with another."""

import sqlite3
from contextlib import closing

import psycopg
from psycopg import sql


def read_sqlite_rows(file):
    """Return the rows of every table of a file of SQLite, by table."""
    with closing(sqlite3.connect(file)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        return {table: sorted(database.execute(f'SELECT * FROM "{table}"'), key=repr) for (table,) in tables}  # noqa: S608


def read_postgresql_rows(address):
    """Return the rows of every table of a database of PostgreSQL, by table."""
    with psycopg.connect(address) as database:
        tables = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
        return {
            table: sorted(database.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table))), key=repr)
            for (table,) in tables
        }
