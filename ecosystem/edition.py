"""The edition of the directory: the number that everything kept is kept under."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import F

from ecosystem.models import Edition


def current() -> int:
    """Return the present number; 0 is a directory that never held anything."""
    return Edition.objects.values_list("number", flat=True).filter(pk=1).first() or 0


@contextmanager
def changing() -> Iterator[None]:
    """A transaction that is the only one to change the directory, from its beginning; every verb runs in one.

    So what it checks still holds when it is committed: of two leads of an
    initiative that are archived at once, the second is refused. And as all wait
    here, before they lock a row, no two of them wait for each other.
    """
    with transaction.atomic():
        hold()
        yield


def hold() -> None:
    """Let no other change be committed before the one that is at it; to be called at the beginning of its transaction."""
    if Edition.objects.select_for_update().filter(pk=1).first() is None:
        Edition.objects.get_or_create(pk=1)


def renew() -> None:
    """Raise the number, as part of the change that calls for it."""
    if not Edition.objects.filter(pk=1).update(number=F("number") + 1):
        Edition.objects.create(pk=1, number=1)
