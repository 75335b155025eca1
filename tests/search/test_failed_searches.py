"""Searches without a result: what is counted, for how long, and what is not stored."""

from datetime import date, timedelta
from unittest import mock

import time_machine
from django.db import DatabaseError
from django.db.models import QuerySet
from django.test import TestCase

from ecosystem.models import SearchMiss
from ecosystem.search import failed_searches

TODAY = date(2026, 11, 24)


def counts(**conditions):
    return dict(SearchMiss.objects.filter(**conditions).values_list("text", "count"))


@time_machine.travel("2026-11-24T12:00:00+08:00", tick=False)
class FailedSearchCountTests(TestCase):
    def test_counts_a_text_per_day(self):
        failed_searches.count_failed_search("origami")
        failed_searches.count_failed_search("origami")
        with time_machine.travel("2026-11-25T12:00:00+08:00", tick=False):
            failed_searches.count_failed_search("origami")
        self.assertEqual(list(SearchMiss.objects.order_by("day").values_list("count", flat=True)), [2, 1])

    def test_uses_the_day_in_hong_kong(self):
        with time_machine.travel("2026-11-24T20:00:00+00:00", tick=False):
            failed_searches.count_failed_search("origami")
        self.assertEqual(SearchMiss.objects.get().day, date(2026, 11, 25))

    def test_ignores_case_and_whitespace(self):
        for text in ("Origami Lab", "ORIGAMI  lab", " origami lab "):
            failed_searches.count_failed_search(text)
        self.assertEqual(counts(), {"origami lab": 3})

    def test_model_stores_only_text_day_and_counts(self):
        names = {field.name for field in SearchMiss._meta.get_fields()}
        self.assertEqual(names, {"id", "day", "text", "count", "wanted"})

    def test_ignores_email_addresses_and_phone_numbers(self):
        for text in (
            "somebody@mail.example",
            "me @ home",
            "+852 1234 5678",
            "9123-4567",
            "a123456789",
            "(852) 12345678",
        ):
            failed_searches.count_failed_search(text)
        self.assertEqual(counts(), {})

    def test_counts_texts_with_a_year(self):
        failed_searches.count_failed_search("budget 2026")
        self.assertEqual(counts(), {"budget 2026": 1})

    def test_ignores_texts_over_the_maximum_length(self):
        failed_searches.count_failed_search("x" * (failed_searches.MAX_FAILED_SEARCH_LENGTH + 1))
        self.assertEqual(counts(), {})

    def test_ignores_empty_texts(self):
        failed_searches.count_failed_search("  ")
        self.assertEqual(counts(), {})

    def test_number_of_texts_per_day_is_limited(self):
        with mock.patch.object(failed_searches, "MAX_FAILED_SEARCHES_PER_DAY", 3):
            for number in range(6):
                failed_searches.count_failed_search(f"nonsense {'x' * number}")
        self.assertEqual(len(counts()), 3)

    def test_known_text_is_counted_after_the_daily_limit(self):
        with mock.patch.object(failed_searches, "MAX_FAILED_SEARCHES_PER_DAY", 1):
            for text in ("origami", "other", "origami"):
                failed_searches.count_failed_search(text)
        self.assertEqual(counts(), {"origami": 2})

    def test_database_error_is_logged_and_not_raised(self):
        broken = mock.patch.object(QuerySet, "update", side_effect=DatabaseError("the database is locked"))
        with broken, self.assertLogs("ecosystem.search.failed_searches", "WARNING"):
            failed_searches.count_failed_search("origami")
        self.assertEqual(counts(), {})


@time_machine.travel("2026-11-24T12:00:00+08:00", tick=False)
class AdditionRequestCountTests(TestCase):
    def get_request_counts(self):
        return dict(SearchMiss.objects.values_list("text", "wanted"))

    def test_counts_requests_for_a_failed_search_of_today(self):
        failed_searches.count_failed_search("origami")
        failed_searches.count_addition_request("Origami")
        failed_searches.count_addition_request(" origami ")
        self.assertEqual(self.get_request_counts(), {"origami": 2})

    def test_ignores_texts_that_were_not_searched(self):
        failed_searches.count_addition_request("buy now")
        self.assertEqual(self.get_request_counts(), {})

    def test_ignores_failed_searches_of_other_days(self):
        SearchMiss.objects.create(day=TODAY - timedelta(days=1), text="origami")
        failed_searches.count_addition_request("origami")
        self.assertEqual(self.get_request_counts(), {"origami": 0})

    def test_unusual_text_returns_false(self):
        for text in ("", "x" * 10_000, "\x00", "'; --", "🏦"):
            with self.subTest(text=text[:10]):
                self.assertFalse(failed_searches.count_addition_request(text))

    def test_database_error_is_logged_and_not_raised(self):
        failed_searches.count_failed_search("origami")
        broken = mock.patch.object(QuerySet, "update", side_effect=DatabaseError("the database is locked"))
        with broken, self.assertLogs("ecosystem.search.failed_searches", "WARNING"):
            failed_searches.count_addition_request("origami")
        self.assertEqual(self.get_request_counts(), {"origami": 0})


@time_machine.travel("2026-11-24T12:00:00+08:00", tick=False)
class FailedSearchRetentionTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for text, days in {
            "new": 0,
            "last": failed_searches.RETENTION_DAYS - 1,
            "old": failed_searches.RETENTION_DAYS,
            "older": 400,
        }.items():
            SearchMiss.objects.create(day=TODAY - timedelta(days=days), text=text)

    def test_recent_failed_searches_are_those_of_90_days(self):
        self.assertEqual(
            (failed_searches.RETENTION_DAYS, set(failed_searches.get_recent_failed_searches())),
            (90, set(SearchMiss.objects.filter(text__in=["new", "last"]))),
        )

    def test_older_failed_searches_are_deleted(self):
        failed_searches.delete_old_failed_searches()
        self.assertEqual(set(counts()), {"new", "last"})

    def test_first_failed_search_of_a_day_deletes_old_ones(self):
        SearchMiss.objects.filter(day=TODAY).delete()
        failed_searches.count_failed_search("another")
        self.assertEqual(set(counts()), {"last", "another"})
