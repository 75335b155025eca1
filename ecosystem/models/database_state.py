"""Whether the primary and the replica answer, and of which edition they are; asked once a second in each process."""

import logging
import time
from threading import Lock

from django.db import Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from ecosystem.models import editions
from ecosystem.models.database_router import PRIMARY, REPLICA

logger = logging.getLogger(__name__)

CHECK_SECONDS = 1
# One that does not answer may keep the request that asks waiting for seconds.
RETRY_SECONDS = 5


class DatabaseState:
    """`edition` is None while the database does not answer."""

    def __init__(self, alias: str):
        self.alias = alias
        self.edition: int | None = None
        self._checked_at = self._next_check = 0.0
        self._lock = Lock()
        self._connection: BaseDatabaseWrapper | None = None

    @property
    def is_up(self) -> bool:
        return self.edition is not None

    @property
    def is_known_down(self) -> bool:
        return self._next_check > 0 and not self.is_up

    def refresh(self, *, at_once: bool = False) -> None:
        """Ask the database if it is time, or at once; while one thread asks, the others go on with what is known."""
        asked_at, is_first = time.monotonic(), not self._next_check
        if not at_once and asked_at < self._next_check:
            return
        if not self._lock.acquire(blocking=at_once or is_first):
            return
        try:
            # Another thread may have asked while this one waited for the lock.
            if self._checked_at < asked_at:
                self._ask()
                self._checked_at = time.monotonic()
                self._next_check = self._checked_at + (CHECK_SECONDS if self.is_up else RETRY_SECONDS)
        finally:
            self._lock.release()

    def _ask(self):
        was_up, is_first = self.is_up, not self._next_check
        self._connection = self._connection or _build_connection(self.alias)
        try:
            self.edition = editions.read_edition(self._connection)[0]
        except Error as error:
            self.edition = None
            self._connection.close()
            if was_up or is_first:
                logger.error("The database %r does not answer: %s", self.alias, error)
        if self.is_up and not was_up and not is_first:
            logger.warning("The database %r answers again", self.alias)


# Asked only if there is a replica (ecosystem/web/read_replica.py).
primary, replica = DatabaseState(PRIMARY), DatabaseState(REPLICA)


def refresh_states(*, at_once: bool = False) -> None:
    # In this order: an edition that is published between the two is no lag of the replica.
    primary.refresh(at_once=at_once)
    replica.refresh(at_once=at_once)


def is_replica_current() -> bool:
    """Whether the replica answers and has the edition of the primary; an old one is better than none."""
    return replica.edition is not None and (primary.edition is None or replica.edition >= primary.edition)


def is_read_only() -> bool:
    return primary.is_known_down


def list_missing_databases() -> list[str]:
    return [name for name, state in (("primary", primary), ("replica", replica)) if state.is_known_down]


def _build_connection(alias):
    """Return a connection for all threads and outside the pool, which would keep trying where a server refuses."""
    connection = connections[alias].copy()
    connection.settings_dict["OPTIONS"].pop("pool", None)
    connection.inc_thread_sharing()
    return connection
