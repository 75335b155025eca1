"""The in-process cache of values that stay the same until the next edition."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ecosystem.models import editions

# The newest edition that this process has seen, and its cache.
_newest: tuple[int, dict[str, object]] = (0, {})
# The edition number of the current request, once it has been read.
_request: ContextVar[dict | None] = ContextVar("request", default=None)


def get_or_set_for_edition[T](name: str, compute: Callable[[], T]) -> T:
    """Return the cached result of `compute()` for the current edition; treat it as read-only."""
    cache = _get_edition_cache(get_current_edition())
    if name not in cache:
        cache[name] = compute()
    # Each name has values of one type, which the type of the dictionary cannot express.
    return cache[name]  # type: ignore[return-value]


def clear_edition_cache() -> None:
    """Empty the cache, as when another database is opened under the same number."""
    global _newest
    _newest = (0, {})


def _get_edition_cache(number: int) -> dict[str, object]:
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
