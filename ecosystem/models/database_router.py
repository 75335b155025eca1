"""Which database a request reads from: the primary, or a replica of it (REPLICA_URL)."""

from contextvars import ContextVar

from django.db import connections

PRIMARY, REPLICA = "default", "replica"

# Set for each request, before its first query; commands and everything else read from the primary.
_read_alias: ContextVar[str] = ContextVar("read_alias", default=PRIMARY)


def set_read_database(alias: str) -> None:
    """Read from a database for the rest of this request."""
    _read_alias.set(alias)


class ReplicaRouter:
    """Reads from the database of the request and writes to the primary, whichever database a row came from."""

    def db_for_read(self, model, **hints):
        alias = _read_alias.get()
        # What a transaction reads belongs to what it writes.
        return PRIMARY if alias != PRIMARY and connections[PRIMARY].in_atomic_block else alias

    def db_for_write(self, model, **hints):
        return PRIMARY

    def allow_relation(self, first, second, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == PRIMARY
