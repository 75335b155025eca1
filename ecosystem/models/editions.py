"""The edition: a number that every change of public content increments."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F

# The edition in the WSGI environment of a request, a number and its token, if it was read before Django is called.
ENVIRON_KEY = "hkai.edition"


def build_token() -> str:
    return secrets.token_hex(8)


class Edition(models.Model):
    """A table of one row."""

    number = models.PositiveBigIntegerField(default=0)
    # Random at each change, so that pages of another database with the same number are not taken for its own.
    token = models.CharField(max_length=32, default=build_token, db_default="")
    # The version of the code that built the search index; 0 if there is none yet.
    search_method = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="ecosystem_edition_one_row", condition=models.Q(id=1))]

    def __str__(self):
        return str(self.number)


def read_edition_number() -> int:
    """Return 0 if nothing was ever loaded."""
    return read_edition()[0]


def read_edition(connection: BaseDatabaseWrapper | None = None) -> tuple[int, str]:
    """Return the current number and its token, by default of the request's database; 0 if nothing was ever loaded."""
    with (connection or connections[Edition.objects.db]).cursor() as cursor:
        # Every request asks, and the ORM takes five times as long.
        cursor.execute("SELECT number, token FROM ecosystem_edition WHERE id = 1")
        return cursor.fetchone() or (0, "")


@contextmanager
def edition_transaction() -> Iterator[None]:
    """Run the only transaction that may change the directory; every operation runs in one.

    What an operation checks therefore still holds when it commits: if two leads of an initiative are archived at
    once, the second is refused. All operations take this lock before any row lock, so they cannot deadlock.
    """
    with transaction.atomic():
        lock_edition()
        yield


def lock_edition() -> None:
    """Block all other changes until this transaction ends; call first in it."""
    if Edition.objects.select_for_update().filter(pk=1).first() is None:
        Edition.objects.get_or_create(pk=1)


def increment_edition() -> None:
    """Call in the transaction of the change."""
    if not Edition.objects.filter(pk=1).update(number=F("number") + 1, token=build_token()):
        Edition.objects.create(pk=1, number=1)
