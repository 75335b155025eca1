"""The edition: one number that every change of public content raises."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import models, transaction
from django.db.models import F


class Edition(models.Model):
    """A table of one row."""

    number = models.PositiveBigIntegerField(default=0)
    # By which method the index of the search was made; 0 where there is none yet.
    search_method = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="ecosystem_edition_one_row", condition=models.Q(id=1))]

    def __str__(self):
        return str(self.number)


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
