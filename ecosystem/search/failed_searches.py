"""Searches without a result: counted by day and text, with nothing about the reader."""

import logging
import re
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils.timezone import localdate

from ecosystem.models import SearchMiss, database_state

logger = logging.getLogger(__name__)

RETENTION_DAYS = 90
MAX_FAILED_SEARCH_LENGTH = SearchMiss._meta.get_field("text").max_length
# Limits the table if someone sends nonsense.
MAX_FAILED_SEARCHES_PER_DAY = 1000
# Personal data, which is not stored: an e-mail address, a long number.
PERSONAL = re.compile(r"@|(?:\d[\s()+-]*){8}")
# If the database is locked longer than this, the search is not counted.
LOCK_TIMEOUT_MS = 200


def count_failed_search(text: str):
    """Only log database errors, so that the reader gets the page."""
    text = " ".join(text.casefold().split())
    if not text or len(text) > MAX_FAILED_SEARCH_LENGTH or PERSONAL.search(text) or database_state.is_read_only():
        return
    try:
        with _shorten_lock_timeout(), transaction.atomic():
            _increment_count(text, localdate())
    except DatabaseError:
        logger.warning("A search without a result could not be counted", exc_info=True)


def count_addition_request(text: str) -> bool:
    """Return whether `text` was counted as a failed search today."""
    text = " ".join(text.casefold().split())[:MAX_FAILED_SEARCH_LENGTH]
    try:
        with _shorten_lock_timeout(), transaction.atomic():
            return bool(SearchMiss.objects.filter(day=localdate(), text=text).update(wanted=F("wanted") + 1))
    except DatabaseError:
        logger.warning("A wish for a record could not be counted", exc_info=True)
        return False


def get_recent_failed_searches():
    return SearchMiss.objects.filter(day__gt=localdate() - timedelta(days=RETENTION_DAYS))


def delete_old_failed_searches():
    SearchMiss.objects.filter(day__lte=localdate() - timedelta(days=RETENTION_DAYS)).delete()


@contextmanager
def _shorten_lock_timeout():
    """Wait only briefly for SQLite's lock; PostgreSQL locks just the row."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {LOCK_TIMEOUT_MS}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")


def _increment_count(text, day):
    if SearchMiss.objects.filter(day=day, text=text).update(count=F("count") + 1):
        return
    today = SearchMiss.objects.filter(day=day)
    if not today.exists():
        delete_old_failed_searches()
    if today.count() < MAX_FAILED_SEARCHES_PER_DAY:
        # `ignore_conflicts`, because another request may have inserted the row.
        SearchMiss.objects.bulk_create([SearchMiss(day=day, text=text)], ignore_conflicts=True)
