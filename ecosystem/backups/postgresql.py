"""Backups of PostgreSQL, by its own programs; the password goes by the environment, never on a command line."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db.backends.postgresql.client import DatabaseClient

from ecosystem.backups.errors import BackupError

MAGIC = b"PGDMP"
# Whoever owns the database here need not be called as where the backup was made.
WITHOUT_OWNERS = ("--no-owner", "--no-privileges", "--no-comments")
# Extensions stay, for not everybody may install them.
DROP_EVERYTHING = """
SET lock_timeout = '60s';
DO $$
DECLARE found record;
BEGIN
    FOR found IN SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'public'
    LOOP
        EXECUTE 'DROP TABLE IF EXISTS ' || found.name || ' CASCADE';
    END LOOP;
    FOR found IN
        SELECT oid::regprocedure AS name FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
    LOOP
        EXECUTE 'DROP ROUTINE IF EXISTS ' || found.name || ' CASCADE';
    END LOOP;
END
$$;
"""
FINISH = """
DELETE FROM public.django_session;
INSERT INTO public.ecosystem_edition AS held (id, number, search_method) VALUES (1, {edition_above}, 0)
ON CONFLICT (id) DO UPDATE SET number = greatest(held.number, excluded.number) + 1;
"""
COPIED_MIGRATIONS = re.compile(r"^COPY \S*\bdjango_migrations\S* \((.*)\) FROM stdin;$\n(.*?)^\\\.$", re.M | re.S)


def dump(connection, path: Path) -> None:
    """Write an archive in the custom format of `pg_dump`."""
    arguments, variables = _get_connection_options(connection)
    _run("pg_dump", "--format=custom", *WITHOUT_OWNERS, f"--file={path}", *arguments, variables=variables)
    # It reads the table of contents, which is at the end.
    _run("pg_restore", "--list", str(path))


def read_migrations(path: Path) -> set[tuple[str, str]]:
    """Return the migrations that a backup holds as applied; raise BackupError where it is damaged or of another site."""
    tables = _run("pg_restore", "--list", str(path))
    if "ecosystem_edition" not in tables:
        raise BackupError(f"{path} is no backup of this site.")
    rows = COPIED_MIGRATIONS.search(
        _run("pg_restore", "--data-only", "--table=django_migrations", "--file=-", str(path))
    )
    if not rows:
        raise BackupError(f"{path} is no backup of this site: it does not say which migrations it knows.")
    columns = [name.strip() for name in rows[1].split(",")]
    app, name = columns.index("app"), columns.index("name")
    return {(cells[app], cells[name]) for cells in (line.split("\t") for line in rows[2].splitlines())}


def restore(connection, path: Path, *, edition_above: int) -> None:
    """Put a backup in the place of the database of a Django connection, in one transaction.

    `edition_above` is explained in `operations`.
    """
    arguments, variables = _get_connection_options(connection)
    with TemporaryDirectory(prefix="restore.") as folder:
        before, whole, after = (Path(folder) / name for name in ("before.sql", "whole.sql", "after.sql"))
        # First the whole archive is read and unpacked: one that breaks off has not touched anything yet.
        _run("pg_restore", "--exit-on-error", *WITHOUT_OWNERS, f"--file={whole}", str(path))
        before.write_text(DROP_EVERYTHING, encoding="utf-8")
        after.write_text(FINISH.format(edition_above=int(edition_above)), encoding="utf-8")
        files = [f"--file={file}" for file in (before, whole, after)]
        options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
        _run("psql", *options, *files, *arguments, variables=variables)


def _get_connection_options(connection):
    """Return the arguments and the environment by which a program of PostgreSQL finds the database."""
    (_program, *arguments), variables = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    return arguments, variables or {}


def _run(program, *arguments, variables=None):
    """Run a program of PostgreSQL and return what it wrote."""
    if not (path := _find_program(program)):
        raise BackupError(f"{program} is not installed; it comes with the package postgresql-client.")
    done = subprocess.run(  # noqa: S603 - a program that was looked up, with arguments of our own
        [path, *arguments], env=os.environ | (variables or {}), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()}")
    return done.stdout


def _find_program(name):
    """Return the path of a program: from the PATH, else the newest of Debian's folders for versions."""
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return shutil.which(name) or (str(newest[-1]) if newest else None)
