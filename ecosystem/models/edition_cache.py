"""The in-process cache of values that stay the same until the next edition."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from ecosystem.models import editions

# Results by the function and what they depend on.
type EditionCache = dict[tuple[Callable, Hashable], Any]

# The newest edition that this process has seen, and its cache.
_newest: tuple[int, EditionCache] = (0, {})
# The edition number of the current request, once it has been read.
_request: ContextVar[dict | None] = ContextVar("request", default=None)


def per_edition[*A, T](function: Callable[[*A], T]) -> Callable[[*A], T]:
    """Cache a function's results by its arguments until the next edition. Treat results as read-only."""
    return per_edition_by(lambda *arguments: arguments)(function)


def per_edition_by[*A, T](key: Callable[..., Hashable]) -> Callable[[Callable[[*A], T]], Callable[[*A], T]]:
    """As `per_edition`, with `key(*arguments)` in place of the arguments: for what also depends on language or day."""

    def decorate(function: Callable[[*A], T]) -> Callable[[*A], T]:
        @wraps(function)
        def get_cached(*arguments: *A) -> T:
            cache = _get_edition_cache(get_current_edition())
            function_key = function, key(*arguments)
            if function_key not in cache:
                cache[function_key] = function(*arguments)
            return cache[function_key]

        return get_cached

    return decorate


def clear_edition_cache() -> None:
    """Empty the cache, as when another database is opened under the same number."""
    global _newest
    _newest = (0, {})


def _get_edition_cache(number: int) -> EditionCache:
    """Return the cache for an edition; an outdated edition gets a throw-away dict.

    A thread that computes a value while the edition changes therefore never writes into the newer cache.
    """
    global _newest
    newest, cache = _newest
    if number > newest:
        newest, cache = _newest = (number, {})
    return cache if number == newest else {}


@contextmanager
def pin_edition(number: int | None = None):
    """Read the edition number once within this context, so that a whole page is of one edition; not if it is given."""
    token = _request.set({} if number is None else {"edition": number})
    try:
        yield
    finally:
        _request.reset(token)


def keep_edition_pinned[T](items: Iterable[T]) -> Iterator[T]:
    """Return the items of a streamed response, each computed under the edition of the request that made it."""
    return _iterate_under(_request.get(), iter(items))


def _iterate_under[T](known: dict | None, items: Iterator[T]) -> Iterator[T]:
    while True:
        # Around each step, because between two the thread may do something else.
        token = _request.set(known)
        try:
            item = next(items)
        except StopIteration:
            return
        finally:
            _request.reset(token)
        yield item


def get_current_edition() -> int:
    """Return the edition number of this request; one query a request."""
    known = _request.get()
    if known is None:
        return editions.read_edition_number()
    if "edition" not in known:
        known["edition"] = editions.read_edition_number()
    return known["edition"]
