"""Backups of PostgreSQL by pg_dump and pg_restore; passwords are passed in the environment only."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.client import DatabaseClient

from ecosystem.backups.errors import BackupError

POSTGRESQL_MAGIC = b"PGDMP"
# The owner of the database may have another name here.
WITHOUT_OWNERS = ("--no-owner", "--no-privileges", "--no-comments")
# Extensions stay, because not every user may install them.
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
FINISH_RESTORE = """
DELETE FROM public.django_session;
INSERT INTO public.ecosystem_edition AS held (id, number, search_method) VALUES (1, {edition_above}, 0)
ON CONFLICT (id) DO UPDATE SET number = greatest(held.number, excluded.number) + 1;
"""
COPIED_MIGRATIONS = re.compile(r"^COPY \S*\bdjango_migrations\S* \((.*)\) FROM stdin;$\n(.*?)^\\\.$", re.M | re.S)


def dump_postgresql(connection: BaseDatabaseWrapper, path: Path) -> None:
    arguments, variables = _get_connection_options(connection)
    _run_program("pg_dump", "--format=custom", *WITHOUT_OWNERS, f"--file={path}", *arguments, variables=variables)
    # Verifies the archive, whose table of contents is at the end.
    _run_program("pg_restore", "--list", str(path))


def read_postgresql_migrations(path: Path) -> set[tuple[str, str]]:
    """Return `(app, name)` pairs; raise BackupError for a damaged backup or one of another site."""
    tables = _run_program("pg_restore", "--list", str(path))
    if "ecosystem_edition" not in tables:
        raise BackupError(f"{path} is not a backup of this site.")
    rows = COPIED_MIGRATIONS.search(
        _run_program("pg_restore", "--data-only", "--table=django_migrations", "--file=-", str(path))
    )
    if not rows:
        raise BackupError(f"{path} is not a backup of this site: it lists no migrations.")
    columns = [name.strip() for name in rows[1].split(",")]
    app, name = columns.index("app"), columns.index("name")
    return {(cells[app], cells[name]) for cells in (line.split("\t") for line in rows[2].splitlines())}


def restore_postgresql(connection: BaseDatabaseWrapper, path: Path, *, edition_above: int) -> None:
    """Use one transaction; for `edition_above` see `operations.restore_backup()`."""
    arguments, variables = _get_connection_options(connection)
    with TemporaryDirectory(prefix="restore.") as folder:
        before, whole, after = (Path(folder) / name for name in ("before.sql", "whole.sql", "after.sql"))
        # The whole archive is unpacked first, so that a truncated one changes nothing.
        _run_program("pg_restore", "--exit-on-error", *WITHOUT_OWNERS, f"--file={whole}", str(path))
        before.write_text(DROP_EVERYTHING, encoding="utf-8")
        after.write_text(FINISH_RESTORE.format(edition_above=int(edition_above)), encoding="utf-8")
        files = [f"--file={file}" for file in (before, whole, after)]
        options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
        _run_program("psql", *options, *files, *arguments, variables=variables)


def _get_connection_options(connection: BaseDatabaseWrapper) -> tuple[list[str], dict[str, str]]:
    (_program, *arguments), variables = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    return arguments, variables or {}


def _run_program(program: str, *arguments: str, variables: dict[str, str] | None = None) -> str:
    if not (path := _find_program(program)):
        raise BackupError(f"{program} is not installed. Install the package postgresql-client.")
    result = subprocess.run(  # noqa: S603 - a program that was looked up, with arguments of our own
        [path, *arguments], env=os.environ | (variables or {}), capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise BackupError(f"{program} failed: {result.stderr.strip()}")
    return result.stdout


def _find_program(name: str) -> str | None:
    """Search PATH, else take the newest in Debian's versioned folders."""
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return shutil.which(name) or (str(newest[-1]) if newest else None)
