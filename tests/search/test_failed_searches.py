"""What was searched for and not found: what is counted of it, for how long, and what is not."""

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
class NoteTests(TestCase):
    def test_counts_a_text_by_the_day(self):
        failed_searches.count_failed_search("origami")
        failed_searches.count_failed_search("origami")
        with time_machine.travel("2026-11-25T12:00:00+08:00", tick=False):
            failed_searches.count_failed_search("origami")
        self.assertEqual(list(SearchMiss.objects.order_by("day").values_list("count", flat=True)), [2, 1])

    def test_goes_by_the_day_of_hong_kong(self):
        with time_machine.travel("2026-11-24T20:00:00+00:00", tick=False):
            failed_searches.count_failed_search("origami")
        self.assertEqual(SearchMiss.objects.get().day, date(2026, 11, 25))

    def test_takes_texts_that_differ_in_case_and_blanks_for_one(self):
        for text in ("Origami Lab", "ORIGAMI  lab", " origami lab "):
            failed_searches.count_failed_search(text)
        self.assertEqual(counts(), {"origami lab": 3})

    def test_keeps_the_text_the_day_and_numbers_and_nothing_else(self):
        names = {field.name for field in SearchMiss._meta.get_fields()}
        self.assertEqual(names, {"id", "day", "text", "count", "wanted"})

    def test_leaves_out_what_may_name_or_reach_a_person(self):
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

    def test_keeps_years(self):
        failed_searches.count_failed_search("budget 2026")
        self.assertEqual(counts(), {"budget 2026": 1})

    def test_leaves_out_what_is_longer_than_a_question_of_words(self):
        failed_searches.count_failed_search("x" * (failed_searches.MAX_FAILED_SEARCH_LENGTH + 1))
        self.assertEqual(counts(), {})

    def test_leaves_out_what_is_empty(self):
        failed_searches.count_failed_search("  ")
        self.assertEqual(counts(), {})

    def test_counts_no_more_texts_a_day_than_anybody_reads(self):
        with mock.patch.object(failed_searches, "MAX_FAILED_SEARCHES_PER_DAY", 3):
            for number in range(6):
                failed_searches.count_failed_search(f"nonsense {'x' * number}")
        self.assertEqual(len(counts()), 3)

    def test_still_counts_a_text_that_is_known_on_a_full_day(self):
        with mock.patch.object(failed_searches, "MAX_FAILED_SEARCHES_PER_DAY", 1):
            for text in ("origami", "other", "origami"):
                failed_searches.count_failed_search(text)
        self.assertEqual(counts(), {"origami": 2})

    def test_lets_the_reader_go_on_where_it_cannot_count(self):
        broken = mock.patch.object(QuerySet, "update", side_effect=DatabaseError("the database is locked"))
        with broken, self.assertLogs("ecosystem.search.failed_searches", "WARNING"):
            failed_searches.count_failed_search("origami")
        self.assertEqual(counts(), {})


@time_machine.travel("2026-11-24T12:00:00+08:00", tick=False)
class WantTests(TestCase):
    def wanted(self):
        return dict(SearchMiss.objects.values_list("text", "wanted"))

    def test_counts_who_asks_for_what_was_missed_today(self):
        failed_searches.count_failed_search("origami")
        failed_searches.count_addition_request("Origami")
        failed_searches.count_addition_request(" origami ")
        self.assertEqual(self.wanted(), {"origami": 2})

    def test_takes_down_nothing_that_nobody_searched_for(self):
        failed_searches.count_addition_request("buy now")
        self.assertEqual(self.wanted(), {})

    def test_takes_down_nothing_for_what_was_missed_on_another_day(self):
        SearchMiss.objects.create(day=TODAY - timedelta(days=1), text="origami")
        failed_searches.count_addition_request("origami")
        self.assertEqual(self.wanted(), {"origami": 0})

    def test_breaks_on_nothing_that_is_sent(self):
        for text in ("", "x" * 10_000, "\x00", "'; --", "🏦"):
            with self.subTest(text=text[:10]):
                self.assertFalse(failed_searches.count_addition_request(text))

    def test_lets_the_reader_go_on_where_it_cannot_count(self):
        failed_searches.count_failed_search("origami")
        broken = mock.patch.object(QuerySet, "update", side_effect=DatabaseError("the database is locked"))
        with broken, self.assertLogs("ecosystem.search.failed_searches", "WARNING"):
            failed_searches.count_addition_request("origami")
        self.assertEqual(self.wanted(), {"origami": 0})


@time_machine.travel("2026-11-24T12:00:00+08:00", tick=False)
class KeptTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for text, days in {
            "new": 0,
            "last": failed_searches.RETENTION_DAYS - 1,
            "old": failed_searches.RETENTION_DAYS,
            "older": 400,
        }.items():
            SearchMiss.objects.create(day=TODAY - timedelta(days=days), text=text)

    def test_is_what_was_missed_in_the_last_90_days(self):
        self.assertEqual(
            (failed_searches.RETENTION_DAYS, set(failed_searches.get_recent_failed_searches())),
            (90, set(SearchMiss.objects.filter(text__in=["new", "last"]))),
        )

    def test_forgets_what_is_older(self):
        failed_searches.delete_old_failed_searches()
        self.assertEqual(set(counts()), {"new", "last"})

    def test_forgets_with_the_first_miss_of_a_day(self):
        SearchMiss.objects.filter(day=TODAY).delete()
        failed_searches.count_failed_search("another")
        self.assertEqual(set(counts()), {"last", "another"})
