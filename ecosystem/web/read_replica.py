"""WSGI middleware that chooses the database of each request, if there is a replica."""

from collections.abc import Callable, Iterable

from ecosystem.models import database_state
from ecosystem.models.database_router import PRIMARY, REPLICA, get_read_database, set_read_database
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
        response = self._respond_from_chosen(environ)
        if response.status.startswith("500 ") and self._may_retry(environ):
            response.close()
            response = self._respond_from_chosen(environ)
        return response

    def _respond_from_chosen(self, environ):
        """Return the response; its chunks are made later by this thread, with the same database."""
        alias = choose_database(environ)
        set_read_database(alias or PRIMARY)
        # The application changes the environment.
        environ = environ | ({read_only.ENVIRON_KEY: True} if alias is None else {})
        if alias == REPLICA and has_account_cookie(environ):
            del environ["HTTP_COOKIE"]
        return call_application(self.application, environ)

    def _may_retry(self, environ):
        """Whether the choice is another one, now that the request has failed: a database may have stopped."""
        failed = get_read_database()
        database_state.refresh_states(at_once=True)
        alias = choose_database(environ)
        # A body can be read once only; a refused request needs none.
        return alias != failed and (alias is None or environ["REQUEST_METHOD"] in METHODS)


def choose_database(environ: Environ) -> str | None:
    """Return the alias of the database to read from; None if the request needs the primary, which does not answer."""
    is_primary_up, is_public = database_state.primary.is_up, read_only.is_answered_without_primary(environ)
    if is_public and database_state.is_replica_current() and not (is_primary_up and has_account_cookie(environ)):
        return REPLICA
    return PRIMARY if is_primary_up or is_public else None
