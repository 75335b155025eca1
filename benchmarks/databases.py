"""The databases that are measured: the real facts, or made-up data."""

import hashlib
from contextlib import contextmanager
from itertools import chain
from urllib.parse import urlsplit

from benchmarks.servers import FOLDER, ROOT, run_python

REAL, SEED = "real", 7
# What the content of a database depends on.
SOURCES = ("fixtures", "ecosystem/migrations", "ecosystem/models", "ecosystem/search", "ecosystem/management")


def open_sqlite(size):
    """Return the URL of a filled SQLite database, which is kept for the next run."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{size}-{_compute_fingerprint()}.sqlite3"
    url = f"sqlite:///{path}"
    mark = path.with_suffix(".complete")
    if not mark.exists():
        for old in (*FOLDER.glob(f"{size}-*.sqlite3*"), *FOLDER.glob(f"{size}-*.complete")):
            old.unlink()
        _fill(url, size)
        mark.touch()
    return url


@contextmanager
def open_postgresql(server, size):
    """Yield the URL of a filled database on a PostgreSQL server, which is dropped afterwards."""
    import psycopg

    name = f"benchmark_{size}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        url = urlsplit(server)._replace(path=f"/{name}").geturl()
        try:
            _fill(url, size)
            yield url
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _fill(url, size):
    run_python(url, "manage.py", "migrate", "--verbosity", "0")
    if size == REAL:
        run_python(url, "manage.py", "loaddata", *sorted((ROOT / "fixtures").glob("*.json")), "--verbosity", "0")
    else:
        run_python(url, "manage.py", "make_benchmark_data", "--organisations", size, "--seed", SEED, "--verbosity", "0")


def _compute_fingerprint():
    digest = hashlib.sha256()
    for path in sorted(chain.from_iterable((ROOT / folder).rglob("*.*") for folder in SOURCES)):
        if path.suffix in {".py", ".json"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
