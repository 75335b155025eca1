"""WSGI middleware that answers public requests from the page cache."""

import re
from collections.abc import Callable, Iterable

from django.core.handlers.wsgi import WSGIRequest
from django.db import Error

from ecosystem.models import editions
from ecosystem.web import rate_limit
from ecosystem.web.page_cache import representations
from ecosystem.web.page_cache.addresses import METHODS, Environ, find_page_address, has_account_cookie
from ecosystem.web.page_cache.responses import (
    ClosingChunks,
    Response,
    build_not_modified_response,
    build_page_response,
    call_application,
    store_response,
)
from ecosystem.web.page_cache.stored_pages import PageStore, StoredPage

# Browsers ask each time. Shared caches may answer for a minute, for another one while they ask, and for five minutes
# while the site is down; then an archived record or a withheld value is gone from them too.
PUBLIC = "public, max-age=0, s-maxage=60, stale-while-revalidate=60, stale-if-error=300"
PRIVATE = "private, no-cache"
# The coding at the end of an ETag, which views do not know.
ETAG_ENCODING = re.compile(r'-(br|gzip)(?=")')


class PageCache:
    """Wraps the application of Django; POST, and pages with an account or the token of a form, pass through.

    A response is stored whole under its address and edition, so a change of public content makes every older one
    unreachable. Only public responses are compressed: they hold no secret that their size could betray.
    """

    def __init__(self, application: Callable):
        self.application = application

    def __call__(self, environ: Environ, start_response: Callable) -> Iterable[bytes]:
        response = self.respond(environ)
        start_response(response.status, response.headers.items())
        return response.chunks

    def respond(self, environ: Environ) -> Response:
        address = find_page_address(environ)
        edition = (environ.get(editions.ENVIRON_KEY) or _read_edition()) if address else None
        if address is None or edition is None:
            return self._pass_through(environ)
        quota = rate_limit.count_request(WSGIRequest(environ)) if rate_limit.is_limited(address.path) else None
        if quota and quota.is_exceeded:
            return self._pass_through(environ)
        number, token = edition
        environ |= {editions.ENVIRON_KEY: edition, "QUERY_STRING": address.query}
        response = self._respond_from_store(environ, PageStore(address.build_key(number, token), number))
        for name, value in quota.headers.items() if quota else ():
            response.headers[name] = value
        if environ["REQUEST_METHOD"] == "HEAD":
            return Response(response.status, response.headers, ClosingChunks([], response.close))
        return response

    def _pass_through(self, environ):
        if "HTTP_IF_MATCH" in environ:
            environ["HTTP_IF_MATCH"] = ETAG_ENCODING.sub("", environ["HTTP_IF_MATCH"])
        response = call_application(self.application, environ)
        if has_account_cookie(environ) and environ["REQUEST_METHOD"] in METHODS:
            response.headers.setdefault("Cache-Control", PRIVATE)
        return response

    def _respond_from_store(self, environ, store):
        # Views are to make the whole response.
        if_none_match = environ.pop("HTTP_IF_NONE_MATCH", "")
        encoding = representations.choose_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        page = store.find_page(encoding) or self._render_once(environ, store, encoding)
        if isinstance(page, StoredPage) and representations.matches_etag(page.etag, if_none_match):
            return build_not_modified_response(page)
        if isinstance(page, StoredPage) and page.body is None:
            page = self._render(environ, store, encoding)
        return build_page_response(page, environ) if isinstance(page, StoredPage) else page

    def _render_once(self, environ, store, encoding):
        """Return the page, or a response that cannot be stored; of simultaneous requests, one renders it."""
        with store.lock() as is_first:
            # Another request may have finished since this one looked.
            page = store.find_page(encoding) if is_first else store.wait_for_page(encoding)
            return page or self._render(environ, store, encoding)

    def _render(self, environ, store, encoding):
        response = call_application(self.application, environ)
        if rate_limit.is_limited(environ["PATH_INFO"]):
            for name in rate_limit.HEADERS:
                del response.headers[name]
        if not response.is_storable:
            if "Set-Cookie" in response.headers:
                response.headers.setdefault("Cache-Control", PRIVATE)
            return response
        response.headers.setdefault("Cache-Control", PUBLIC)
        return store_response(response, store, encoding, is_complete=environ["REQUEST_METHOD"] == "GET")


def _read_edition():
    """Return the edition; None if the database does not answer, for which Django then has an error page."""
    try:
        return editions.read_edition()
    except Error:
        return None
