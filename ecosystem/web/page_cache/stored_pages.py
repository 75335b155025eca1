"""The pages in the cache, each in the content codings that were asked for."""

import json
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.core.cache import caches

from ecosystem.web.page_cache import representations
from ecosystem.web.page_cache.representations import BROTLI, GZIP, IDENTITY

logger = logging.getLogger(__name__)

# After a day no key is the same.
SECONDS = 24 * 60 * 60
# How long other requests for a page wait for the one that renders it, and how long a lock outlives a killed process.
WAIT_SECONDS, LOCK_SECONDS = 5, 10
WAIT_INTERVAL_SECONDS = 0.01
# How long a cache that failed is not used, so that not every request waits for it.
PAUSE_SECONDS = 5

_unusable_until = 0.0


@dataclass(frozen=True)
class StoredPage:
    """A response of status 200 in one content coding.

    `tag` is the ETag without the coding, `body` is None if the response was too large to store.
    """

    tag: str
    encoding: str
    headers: list[tuple[str, str]]
    body: bytes | None

    @property
    def etag(self) -> str:
        return representations.build_etag(self.tag, self.encoding)

    @property
    def is_compressible(self) -> bool:
        return representations.is_compressible(dict(self.headers).get("Content-Type", ""))

    def with_encoding(self, encoding: str) -> "StoredPage":
        """Return the page in another coding; itself if it has only one."""
        if encoding == self.encoding or self.body is None or not self.is_compressible:
            return self
        content = representations.decompress(self.body, self.encoding)
        return replace(self, encoding=encoding, body=representations.compress(content, encoding))

    @classmethod
    def from_bytes(cls, stored: bytes) -> "StoredPage":
        head, _newline, body = stored.partition(b"\n")
        tag, encoding, headers, has_body = json.loads(head)
        return cls(tag, encoding, [(name, value) for name, value in headers], body if has_body else None)

    def to_bytes(self) -> bytes:
        head = json.dumps([self.tag, self.encoding, self.headers, self.body is not None])
        return head.encode() + b"\n" + (self.body or b"")


class PageStore:
    """The stored representations of one address in one edition; none while the cache cannot be reached."""

    def __init__(self, key: str, edition: int):
        self.key = key
        self.edition = edition

    def find_page(self, encoding: str) -> StoredPage | None:
        for stored_encoding in dict.fromkeys((encoding, BROTLI, GZIP, IDENTITY)):
            if stored := self._call("get", self._build_name(stored_encoding)):
                page = StoredPage.from_bytes(stored)
                wanted = page.with_encoding(encoding)
                if wanted is not page:
                    self.save_page(wanted)
                return wanted
        return None

    def save_page(self, page: StoredPage) -> None:
        self._call("set", self._build_name(page.encoding), page.to_bytes(), SECONDS)

    @contextmanager
    def lock(self) -> Iterator[bool]:
        """Yield whether this request is the one that renders the page; others get False at once."""
        name = f"{self.key}.lock"
        is_first = bool(self._call("add", name, b"1", LOCK_SECONDS))
        try:
            yield is_first
        finally:
            if is_first:
                self._call("delete", name)

    def wait_for_page(self, encoding: str) -> StoredPage | None:
        """Return the page once another request has rendered it; None if that takes too long or brings none."""
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            time.sleep(WAIT_INTERVAL_SECONDS)
            # In this order, because a page is saved before its lock is removed.
            is_locked = self._call("get", f"{self.key}.lock") is not None
            if page := self.find_page(encoding):
                return page
            if not is_locked:
                break
        return None

    def _build_name(self, encoding):
        return f"{self.key}.{encoding}"

    def _call(self, method, *arguments):
        global _unusable_until
        if time.monotonic() < _unusable_until:
            return None
        try:
            return getattr(caches["pages"], method)(*arguments, version=self.edition)
        except Exception:
            # Each cache backend raises its own errors.
            logger.exception("The page cache cannot be used; the site goes on without it")
            _unusable_until = time.monotonic() + PAUSE_SECONDS
            return None
