"""Answers that are the same until the next edition: kept in the process, asked for once a request."""

from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar

from ecosystem import edition

# The answers of the newest edition that this process has seen.
_answers: dict[str, object] = {}
_number = 0
# What is known for the rest of a request: the number of the edition.
_request: ContextVar[dict | None] = ContextVar("request", default=None)


def kept[T](name: str, compute: Callable[[], T]) -> T:
    """Return what `compute()` returned for the present edition; treat it as read-only."""
    global _number
    number = current_edition()
    if number != _number:
        forget()
        _number = number
    if name not in _answers:
        _answers[name] = compute()
    # A name always stands for answers of one type, which a dictionary of all of them cannot say.
    return _answers[name]  # type: ignore[return-value]


def forget() -> None:
    """Drop every answer, as when another database is opened under the same number."""
    _answers.clear()


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
        return edition.current()
    if "edition" not in known:
        known["edition"] = edition.current()
    return known["edition"]
