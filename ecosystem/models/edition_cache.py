"""Answers that are the same until the next edition: kept in the process, asked for once a request."""

from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar

from ecosystem.models import editions

# The newest edition that this process has seen, and its answers.
_newest: tuple[int, dict[str, object]] = (0, {})
# What is known for the rest of a request: the number of the edition.
_request: ContextVar[dict | None] = ContextVar("request", default=None)


def kept[T](name: str, compute: Callable[[], T]) -> T:
    """Return what `compute()` returned for the present edition; treat it as read-only."""
    answers = _of(current_edition())
    if name not in answers:
        answers[name] = compute()
    # A name always stands for answers of one type, which a dictionary of all of them cannot say.
    return answers[name]  # type: ignore[return-value]


def forget() -> None:
    """Drop every answer, as when another database is opened under the same number."""
    global _newest
    _newest = (0, {})


def _of(number: int) -> dict[str, object]:
    """Return the answers of an edition; those of an older one than the newest are kept by nobody.

    Whoever works something out while the edition changes, in another thread, puts it where it belongs.
    """
    global _newest
    held, answers = _newest
    if number > held:
        held, answers = _newest = (number, {})
    return answers if number == held else {}


@contextmanager
def one_request():
    """Ask for the edition once while this lasts, so that a page is of one edition throughout."""
    token = _request.set({})
    try:
        yield
    finally:
        _request.reset(token)


def current_edition() -> int:
    """Return the number of the edition that this request is answered from; one query a request."""
    known = _request.get()
    if known is None:
        return editions.current()
    if "edition" not in known:
        known["edition"] = editions.current()
    return known["edition"]
