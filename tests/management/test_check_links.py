"""manage.py check_links: which pages still answer, written down one by one and made known once."""

from datetime import date
from io import StringIO
from unittest import mock

import time_machine
from django.core.management import CommandError, call_command
from django.test import TestCase

from ecosystem.editing.link_checker import results
from ecosystem.editing.link_checker.visits import PageVisitResult
from ecosystem.models import Source, editions
from ecosystem.models.sources import LinkStatus
from tests.support import factories
from tests.support.fake_web import serve_fake_web

FIRST, SECOND = "2026-11-27T12:00:00+08:00", "2026-11-28T12:00:00+08:00"


class CheckTestCase(TestCase):
    def setUp(self):
        self.web = self.enterContext(serve_fake_web())
        self.web.pages |= {"/lives": 200, "/moved": (301, {"Location": "/lives"}), "/closed": 403}

    def source(self, path="/lives", host="127.0.0.1", **values):
        page = factories.source(url=self.web.build_url(path, host), **values)
        factories.cite(factories.organisation(is_sourced=False), "name", page=page)
        return page

    def run_checks(self, *arguments, at=FIRST, **options):
        out = StringIO()
        with time_machine.travel(at, tick=False):
            call_command("check_links", "--delay=0", *arguments, stdout=out, **options)
        return out.getvalue()

    def said(self, source):
        return Source.objects.values_list("link_status", "link_checked_on", "link_failures").get(pk=source.pk)


class OutcomeTests(CheckTestCase):
    def test_writes_down_what_was_found_and_when(self):
        day = date(2026, 11, 27)
        for path, status in (("/lives", "answers"), ("/moved", "moved"), ("/closed", "refuses")):
            with self.subTest(path=path):
                page = self.source(path)
                self.run_checks()
                self.assertEqual(self.said(page), (status, day, 0))

    def test_keeps_where_a_page_has_moved_to_until_it_no_longer_has(self):
        page = self.source("/moved")
        self.run_checks()
        self.assertEqual(Source.objects.get(pk=page.pk).link_moved_to, self.web.build_url("/lives"))
        self.web.pages["/moved"] = 200
        self.run_checks("--older-than=0")
        self.assertEqual(Source.objects.get(pk=page.pk).link_moved_to, "")

    def test_sums_up_what_was_found(self):
        self.source("/lives"), self.source("/lives?2"), self.source("/moved"), self.source("/nowhere")
        self.web.pages["/lives?2"] = 200
        out = self.run_checks()
        self.assertIn("Checked 4 of 4 due links: answers 2, failed once 1, moved 1.", out)
        self.assertIn(f"moved: {self.web.build_url('/moved')} -> {self.web.build_url('/lives')} (200)", out)


class StrikeTests(CheckTestCase):
    def test_says_nothing_of_a_page_that_failed_once(self):
        page = self.source("/lives")
        self.run_checks()
        self.web.pages["/lives"] = 404
        self.run_checks("--older-than=0", at=SECOND)
        self.assertEqual(self.said(page), ("answers", date(2026, 11, 27), 1))

    def test_counts_a_page_as_dead_when_it_failed_on_two_days(self):
        for path, status in (("/nowhere", "gone"), ("/broken", "silent")):
            with self.subTest(path=path):
                self.web.pages["/broken"] = 500
                page = self.source(path)
                self.run_checks()
                # Due again the next day, whatever is set.
                self.run_checks(at=SECOND)
                self.assertEqual(self.said(page), (status, date(2026, 11, 28), 2))

    def test_counts_two_failures_of_one_day_once(self):
        page = self.source("/nowhere")
        self.run_checks(), self.run_checks("--older-than=0")
        self.assertEqual(self.said(page), ("", None, 1))

    def test_forgives_a_page_that_answers_again(self):
        page = self.source("/flickers")
        for status, at in ((404, FIRST), (200, SECOND), (404, "2026-12-30T12:00:00+08:00")):
            self.web.pages["/flickers"] = status
            self.run_checks(at=at)
        self.assertEqual(self.said(page), ("answers", date(2026, 11, 28), 1))


class ChoiceTests(CheckTestCase):
    def test_visits_what_waited_longest_first_and_no_more_than_asked(self):
        (
            self.source("/lives", link_tried_on="2026-01-02"),
            self.source("/moved", link_tried_on="2026-01-01"),
            self.source("/closed"),
        )
        self.run_checks("--limit=2")
        visited = [path for _method, _host, path, _agent in self.web.seen if path != "/robots.txt"]
        self.assertEqual(list(dict.fromkeys(visited)), ["/closed", "/moved", "/lives"])
        self.assertEqual(str(Source.objects.get(link_tried_on__lt="2026-11-01").link_tried_on), "2026-01-02")

    def test_leaves_alone_what_was_tried_lately(self):
        self.source("/lives", link_tried_on="2026-11-20")
        self.assertIn("of 0 due", self.run_checks())
        self.assertIn("of 1 due", self.run_checks("--older-than=7"))

    def test_visits_the_pages_of_one_host_alone(self):
        self.source("/lives"), self.source("/lives", "127.0.0.2")
        self.run_checks("--host=127.0.0.2")
        self.assertEqual({host for _method, host, *_rest in self.web.seen}, {f"127.0.0.2:{self.web.port}"})

    def test_goes_from_host_to_host_by_turns(self):
        pages = [self.source(f"/{n}", f"127.0.0.{host}") for host in (1, 2) for n in (1, 2)]
        hosts = [results.get_source_host(page) for page in results.interleave_by_host(pages)]
        self.assertEqual(hosts, ["127.0.0.1", "127.0.0.2"] * 2)

    def test_refuses_nonsense(self):
        for argument in ("--limit=0", "--older-than=-1", "--delay=-1"):
            with self.subTest(argument=argument), self.assertRaises(CommandError):
                call_command("check_links", argument)


class EditionTests(CheckTestCase):
    def test_is_raised_once_for_all_that_changed(self):
        self.source("/lives"), self.source("/moved")
        before = editions.read_edition_number()
        self.run_checks()
        self.assertEqual(editions.read_edition_number(), before + 1)

    def test_stays_where_nothing_changed(self):
        self.source("/nowhere")
        before = editions.read_edition_number()
        self.run_checks()
        self.assertEqual(editions.read_edition_number(), before)


class InterruptionTests(CheckTestCase):
    def visits(self, *outcomes):
        """Let visits find these, and stop the run where one is an exception."""
        return mock.patch("ecosystem.management.commands.check_links.visit_source_page", side_effect=outcomes)

    def test_keeps_and_makes_known_what_was_found_before(self):
        first, second = self.source("/a"), self.source("/b")
        before = editions.read_edition_number()
        with (
            self.visits(PageVisitResult(LinkStatus.ANSWERS, "200"), KeyboardInterrupt),
            self.assertRaises(KeyboardInterrupt),
        ):
            self.run_checks()
        self.assertEqual(
            (self.said(first)[0], self.said(second)[0], editions.read_edition_number()), ("answers", "", before + 1)
        )
        with self.visits(PageVisitResult(LinkStatus.ANSWERS, "200")):
            self.assertIn("Checked 1 of 1 due link:", self.run_checks())

    def test_leaves_a_source_alone_that_was_given_another_address_meanwhile(self):
        page = self.source("/a")

        def moving(address, manners):
            Source.objects.filter(pk=page.pk).update(url="https://elsewhere.example/")
            return PageVisitResult(LinkStatus.ANSWERS, "200")

        with mock.patch("ecosystem.management.commands.check_links.visit_source_page", side_effect=moving):
            self.run_checks()
        self.assertEqual(self.said(page), ("", None, 0))

    def test_blames_nobody_where_nothing_can_be_reached_from_here(self):
        pages = [self.source("/lives", f"127.0.0.{number}") for number in range(1, 14)]
        nothing = PageVisitResult(LinkStatus.SILENT, "timed out", was_reached=False)
        for reached in ((), (PageVisitResult(LinkStatus.ANSWERS, "200"),)):
            with self.subTest(reached=len(reached)), self.visits(*reached, *[nothing] * 12):
                with self.assertRaises(CommandError) as refused:
                    self.run_checks("--older-than=0")
                self.assertEqual(refused.exception.returncode, 2)
                self.assertEqual({self.said(page)[2] for page in pages}, {0})

    def test_blames_a_host_that_alone_cannot_be_reached(self):
        lives, dead = self.source("/lives"), self.source("/lives", "127.0.0.2")
        nothing = PageVisitResult(LinkStatus.SILENT, "timed out", was_reached=False)
        with self.visits(PageVisitResult(LinkStatus.ANSWERS, "200"), nothing):
            self.run_checks()
        self.assertEqual((self.said(lives)[2], self.said(dead)[2]), (0, 1))
