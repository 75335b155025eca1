"""WSGI middleware that chooses the database of each request, if there is a replica."""

from collections.abc import Callable, Iterable

from django.db import Error, connections

from ecosystem.models import database_state, editions
from ecosystem.models.database_router import PRIMARY, REPLICA, set_read_database
from ecosystem.web import read_only
from ecosystem.web.page_cache.addresses import METHODS, Environ, has_account_cookie
from ecosystem.web.page_cache.responses import Response, call_application


class ReadReplica:
    """Wraps the page cache: anonymous requests read from the replica, all others from the primary.

    If the replica is behind or does not answer, all read from the primary. If that does not answer, public pages are
    read from the replica without an account, and what needs the primary is refused.
    """

    def __init__(self, application: Callable):
        self.application = application

    def __call__(self, environ: Environ, start_response: Callable) -> Iterable[bytes]:
        response = self.respond(environ)
        start_response(response.status, response.headers.items())
        return response.chunks

    def respond(self, environ: Environ) -> Response:
        database_state.refresh_states()
        alias = choose_database(environ)
        if alias == REPLICA and (edition := self._read_edition()):
            environ[editions.ENVIRON_KEY] = edition
        elif alias == REPLICA:
            # It has stopped since it was last asked.
            database_state.refresh_states(at_once=True)
            alias = choose_database(environ)
        response = self._call_application(environ, alias)
        if response.status.startswith("500 ") and (other := self._choose_again(environ, alias)) != alias:
            response.close()
            response = self._call_application(environ, other)
        return response

    def _read_edition(self):
        set_read_database(REPLICA)
        try:
            return editions.read_edition()
        except Error:
            connections[REPLICA].close()
            return None

    def _call_application(self, environ, alias):
        """Return the response; its chunks are made later by this thread, with the same database."""
        set_read_database(alias or PRIMARY)
        # The application changes its environment.
        environ = dict(environ)
        if alias is None:
            environ[read_only.ENVIRON_KEY] = True
        if alias != REPLICA:
            environ.pop(editions.ENVIRON_KEY, None)
        elif has_account_cookie(environ):
            del environ["HTTP_COOKIE"]
        return call_application(self.application, environ)

    def _choose_again(self, environ, failed):
        """Return the choice now that a request has failed, perhaps because a database has stopped."""
        database_state.refresh_states(at_once=True)
        alias = choose_database(environ)
        # A body can be read once only; a refused request needs none.
        return alias if alias is None or environ["REQUEST_METHOD"] in METHODS else failed


def choose_database(environ: Environ) -> str | None:
    """Return the alias of the database to read from; None if the request needs the primary, which does not answer."""
    is_primary_up, is_public = database_state.primary.is_up, read_only.is_answered_without_primary(environ)
    if is_public and database_state.is_replica_current() and not (is_primary_up and has_account_cookie(environ)):
        return REPLICA
    return PRIMARY if is_primary_up or is_public else None
