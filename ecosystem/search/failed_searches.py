"""What was searched for and not found: counted by day and text, with nothing of who asked."""

import logging
import re
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils.timezone import localdate

from ecosystem.models import SearchMiss

logger = logging.getLogger(__name__)

KEPT_DAYS = 90
LONGEST = SearchMiss._meta.get_field("text").max_length
# Whoever sends nonsense by the thousand fills no table.
MOST_A_DAY = 1000
# What may name or reach a person: an address of mail, a long number.
PERSONAL = re.compile(r"@|(?:\d[\s()+-]*){8}")
# A reader waits no longer than this for another's change to end; then the count is let go.
PATIENCE_MS = 200


def note(text: str):
    """Count one search for `text` that found nothing; whatever hinders that, the reader has an answer all the same."""
    text = " ".join(text.casefold().split())
    if not text or len(text) > LONGEST or PERSONAL.search(text):
        return
    try:
        with _little_patience(), transaction.atomic():
            _count(text, localdate())
    except DatabaseError:
        logger.warning("A search without a result could not be counted", exc_info=True)


def want(text: str) -> bool:
    """Count one reader who asks that what was not found be added; only what was missed today can be asked for."""
    text = " ".join(text.casefold().split())[:LONGEST]
    try:
        with _little_patience(), transaction.atomic():
            return bool(SearchMiss.objects.filter(day=localdate(), text=text).update(wanted=F("wanted") + 1))
    except DatabaseError:
        logger.warning("A wish for a record could not be counted", exc_info=True)
        return False


def kept():
    """Return the counts that may still be looked at."""
    return SearchMiss.objects.filter(day__gt=localdate() - timedelta(days=KEPT_DAYS))


def forget():
    """Delete what is older than it may be kept."""
    SearchMiss.objects.filter(day__lte=localdate() - timedelta(days=KEPT_DAYS)).delete()


@contextmanager
def _little_patience():
    """Let SQLite wait but a moment for its lock; PostgreSQL locks no more than the row."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")


def _count(text, day):
    if SearchMiss.objects.filter(day=day, text=text).update(count=F("count") + 1):
        return
    today = SearchMiss.objects.filter(day=day)
    if not today.exists():
        forget()
    if today.count() < MOST_A_DAY:
        # Two at once: the second finds the row of the first.
        SearchMiss.objects.bulk_create([SearchMiss(day=day, text=text)], ignore_conflicts=True)
