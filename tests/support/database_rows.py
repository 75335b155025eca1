"""Reads all rows of a database without Django, to compare databases."""

import sqlite3
from contextlib import closing

import psycopg
from psycopg import sql


def read_sqlite_rows(file):
    """Return the sorted rows of an SQLite file by table."""
    with closing(sqlite3.connect(file)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        return {table: sorted(database.execute(f'SELECT * FROM "{table}"'), key=repr) for (table,) in tables}  # noqa: S608


def read_postgresql_rows(address):
    """Return the sorted rows of a PostgreSQL database by table."""
    with psycopg.connect(address) as database:
        tables = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
        return {
            table: sorted(database.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table))), key=repr)
            for (table,) in tables
        }
