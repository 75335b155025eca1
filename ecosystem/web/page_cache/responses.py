"""WSGI responses: what an application has answered, and what is answered with a stored page."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from wsgiref.headers import Headers

from ecosystem.web import byte_ranges
from ecosystem.web.page_cache import representations
from ecosystem.web.page_cache.addresses import Environ
from ecosystem.web.page_cache.stored_pages import PageStore, StoredPage

UNSTORABLE_DIRECTIVES = ("no-store", "no-cache", "private")
# What a stored page may vary by: each is part of its key.
STORABLE_VARY = {"accept-encoding", "accept-language", "hx-request"}
# Of a response without a body, these would say nothing.
CONTENT_HEADERS = ("Content-Type", "Content-Disposition")
# A larger response is sent while it is made, and only its headers are stored.
MAX_STORED_BYTES = 4 * 1024 * 1024


@dataclass
class Response:
    """`chunks` may have a method `close`."""

    status: str
    headers: Headers
    chunks: Iterable[bytes]

    @property
    def is_storable(self) -> bool:
        return (
            self.status.startswith("200 ")
            and not {"Set-Cookie", "RateLimit", "Content-Encoding"} & set(self.headers.keys())
            and self.vary <= STORABLE_VARY
            and not any(directive in self.headers.get("Cache-Control", "") for directive in UNSTORABLE_DIRECTIVES)
        )

    @property
    def vary(self) -> set[str]:
        return {name.strip().lower() for name in self.headers.get("Vary", "").split(",") if name.strip()}

    def close(self) -> None:
        if close := getattr(self.chunks, "close", None):
            close()


@dataclass
class ClosingChunks:
    """Chunks made of those of another response, which is closed with them, even if none was read."""

    chunks: Iterable[bytes]
    close: Callable[[], None]

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.chunks)


def call_application(application: Callable, environ: Environ) -> Response:
    started: list = []

    def start_response(status, headers, exc_info=None):
        started[:] = [status, headers]

    chunks = application(environ, start_response)
    status, headers = started
    return Response(status, Headers(list(headers)), chunks)


def store_response(response: Response, store: PageStore, encoding: str, *, is_complete: bool) -> StoredPage | Response:
    """Return a response too large to store with its chunks; do not store an incomplete one (HEAD)."""
    headers = response.headers
    tag = headers.get("ETag", "").removeprefix("W/").strip('"')
    for name in ("ETag", "Content-Length"):
        del headers[name]
    if representations.is_compressible(headers.get("Content-Type", "")):
        headers["Vary"] = ", ".join(filter(None, [headers.get("Vary"), "Accept-Encoding"]))
    else:
        encoding = representations.IDENTITY
    chunks = iter(response.chunks)
    content, is_whole = _read_content(chunks)
    if not is_whole:
        page = StoredPage(tag or store.key, encoding, headers.items(), None)
        store.save_page(page)
        rest = representations.iter_compressed(chain([content], chunks), encoding)
        return Response("200 OK", Headers(build_page_headers(page)), ClosingChunks(rest, response.close))
    response.close()
    tag = tag or hashlib.sha256(content).hexdigest()[:32]
    page = StoredPage(tag, encoding, headers.items(), representations.compress(content, encoding))
    if is_complete:
        store.save_page(page)
    return page


def _read_content(chunks):
    """Return the content, and whether this is all of it."""
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > MAX_STORED_BYTES:
            return bytes(content), False
    return bytes(content), True


def build_not_modified_response(page: StoredPage) -> Response:
    headers = [(name, value) for name, value in page.headers if name not in CONTENT_HEADERS]
    return Response("304 Not Modified", Headers([*headers, ("ETag", page.etag)]), [])


def build_page_response(page: StoredPage, environ: Environ) -> Response:
    headers, body = [*build_page_headers(page), ("Accept-Ranges", "bytes")], page.body or b""
    status = "200 OK"
    wanted = byte_ranges.find_requested_range(
        environ.get("HTTP_RANGE", ""), environ.get("HTTP_IF_RANGE", ""), page.etag, len(body)
    )
    if wanted is not None and not wanted:
        return Response("416 Range Not Satisfiable", Headers([("Content-Range", f"bytes */{len(body)}")]), [])
    if wanted:
        headers.append(("Content-Range", f"bytes {wanted.start}-{wanted.stop - 1}/{len(body)}"))
        status, body = "206 Partial Content", body[wanted.start : wanted.stop]
    headers.append(("Content-Length", str(len(body))))
    return Response(status, Headers(headers), [body])


def build_page_headers(page: StoredPage) -> list[tuple[str, str]]:
    encoding = [("Content-Encoding", page.encoding)] if page.encoding else []
    return [*page.headers, ("ETag", page.etag), *encoding]
