"""manage.py check_links: which sources are visited, and how results are stored."""

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


class CheckLinksTestCase(TestCase):
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

    def get_link_state(self, source):
        return Source.objects.values_list("link_status", "link_checked_on", "link_failures").get(pk=source.pk)


class LinkCheckResultTests(CheckLinksTestCase):
    def test_stores_status_and_date(self):
        day = date(2026, 11, 27)
        for path, status in (("/lives", "answers"), ("/moved", "moved"), ("/closed", "refuses")):
            with self.subTest(path=path):
                page = self.source(path)
                self.run_checks()
                self.assertEqual(self.get_link_state(page), (status, day, 0))

    def test_stores_the_target_of_a_redirect_while_it_exists(self):
        page = self.source("/moved")
        self.run_checks()
        self.assertEqual(Source.objects.get(pk=page.pk).link_moved_to, self.web.build_url("/lives"))
        self.web.pages["/moved"] = 200
        self.run_checks("--older-than=0")
        self.assertEqual(Source.objects.get(pk=page.pk).link_moved_to, "")

    def test_prints_a_summary(self):
        self.source("/lives"), self.source("/lives?2"), self.source("/moved"), self.source("/nowhere")
        self.web.pages["/lives?2"] = 200
        out = self.run_checks()
        self.assertIn("Checked 4 of 4 due links: answers 2, failed once 1, moved 1.", out)
        self.assertIn(f"moved: {self.web.build_url('/moved')} -> {self.web.build_url('/lives')} (200)", out)


class LinkFailureCountTests(CheckLinksTestCase):
    def test_first_failure_keeps_the_status(self):
        page = self.source("/lives")
        self.run_checks()
        self.web.pages["/lives"] = 404
        self.run_checks("--older-than=0", at=SECOND)
        self.assertEqual(self.get_link_state(page), ("answers", date(2026, 11, 27), 1))

    def test_failures_on_two_days_make_a_link_dead(self):
        for path, status in (("/nowhere", "gone"), ("/broken", "silent")):
            with self.subTest(path=path):
                self.web.pages["/broken"] = 500
                page = self.source(path)
                self.run_checks()
                # Due again the next day, whatever is set.
                self.run_checks(at=SECOND)
                self.assertEqual(self.get_link_state(page), (status, date(2026, 11, 28), 2))

    def test_two_failures_on_one_day_count_once(self):
        page = self.source("/nowhere")
        self.run_checks(), self.run_checks("--older-than=0")
        self.assertEqual(self.get_link_state(page), ("", None, 1))

    def test_success_resets_the_failures(self):
        page = self.source("/flickers")
        for status, at in ((404, FIRST), (200, SECOND), (404, "2026-12-30T12:00:00+08:00")):
            self.web.pages["/flickers"] = status
            self.run_checks(at=at)
        self.assertEqual(self.get_link_state(page), ("answers", date(2026, 11, 28), 1))


class LinkCheckSelectionTests(CheckLinksTestCase):
    def test_visits_links_not_tried_for_longest_up_to_the_limit(self):
        (
            self.source("/lives", link_tried_on="2026-01-02"),
            self.source("/moved", link_tried_on="2026-01-01"),
            self.source("/closed"),
        )
        self.run_checks("--limit=2")
        visited = [path for _method, _host, path, _agent in self.web.seen if path != "/robots.txt"]
        self.assertEqual(list(dict.fromkeys(visited)), ["/closed", "/moved", "/lives"])
        self.assertEqual(str(Source.objects.get(link_tried_on__lt="2026-11-01").link_tried_on), "2026-01-02")

    def test_skips_links_tried_recently(self):
        self.source("/lives", link_tried_on="2026-11-20")
        self.assertIn("of 0 due", self.run_checks())
        self.assertIn("of 1 due", self.run_checks("--older-than=7"))

    def test_host_option_visits_only_that_host(self):
        self.source("/lives"), self.source("/lives", "127.0.0.2")
        self.run_checks("--host=127.0.0.2")
        self.assertEqual({host for _method, host, *_rest in self.web.seen}, {f"127.0.0.2:{self.web.port}"})

    def test_alternates_between_hosts(self):
        pages = [self.source(f"/{n}", f"127.0.0.{host}") for host in (1, 2) for n in (1, 2)]
        hosts = [results.get_source_host(page) for page in results.interleave_by_host(pages)]
        self.assertEqual(hosts, ["127.0.0.1", "127.0.0.2"] * 2)

    def test_invalid_options_are_refused(self):
        for argument in ("--limit=0", "--older-than=-1", "--delay=-1"):
            with self.subTest(argument=argument), self.assertRaises(CommandError):
                call_command("check_links", argument)


class LinkCheckEditionTests(CheckLinksTestCase):
    def test_all_changes_of_a_run_make_one_new_edition(self):
        self.source("/lives"), self.source("/moved")
        before = editions.read_edition_number()
        self.run_checks()
        self.assertEqual(editions.read_edition_number(), before + 1)

    def test_run_without_changes_makes_no_edition(self):
        self.source("/nowhere")
        before = editions.read_edition_number()
        self.run_checks()
        self.assertEqual(editions.read_edition_number(), before)


class LinkCheckInterruptionTests(CheckLinksTestCase):
    def visits(self, *outcomes):
        """Let visits find these, and stop the run where one is an exception."""
        return mock.patch("ecosystem.management.commands.check_links.visit_source_page", side_effect=outcomes)

    def test_interrupted_run_keeps_its_results_and_makes_a_new_edition(self):
        first, second = self.source("/a"), self.source("/b")
        before = editions.read_edition_number()
        with (
            self.visits(PageVisitResult(LinkStatus.ANSWERS, "200"), KeyboardInterrupt),
            self.assertRaises(KeyboardInterrupt),
        ):
            self.run_checks()
        self.assertEqual(
            (self.get_link_state(first)[0], self.get_link_state(second)[0], editions.read_edition_number()),
            ("answers", "", before + 1),
        )
        with self.visits(PageVisitResult(LinkStatus.ANSWERS, "200")):
            self.assertIn("Checked 1 of 1 due link:", self.run_checks())

    def test_result_is_dropped_if_the_url_changed_meanwhile(self):
        page = self.source("/a")

        def moving(address, manners):
            Source.objects.filter(pk=page.pk).update(url="https://elsewhere.example/")
            return PageVisitResult(LinkStatus.ANSWERS, "200")

        with mock.patch("ecosystem.management.commands.check_links.visit_source_page", side_effect=moving):
            self.run_checks()
        self.assertEqual(self.get_link_state(page), ("", None, 0))

    def test_run_without_network_fails_and_counts_no_failures(self):
        pages = [self.source("/lives", f"127.0.0.{number}") for number in range(1, 14)]
        nothing = PageVisitResult(LinkStatus.SILENT, "timed out", was_reached=False)
        for reached in ((), (PageVisitResult(LinkStatus.ANSWERS, "200"),)):
            with self.subTest(reached=len(reached)), self.visits(*reached, *[nothing] * 12):
                with self.assertRaises(CommandError) as refused:
                    self.run_checks("--older-than=0")
                self.assertEqual(refused.exception.returncode, 2)
                self.assertEqual({self.get_link_state(page)[2] for page in pages}, {0})

    def test_single_unreachable_host_counts_as_failed(self):
        lives, dead = self.source("/lives"), self.source("/lives", "127.0.0.2")
        nothing = PageVisitResult(LinkStatus.SILENT, "timed out", was_reached=False)
        with self.visits(PageVisitResult(LinkStatus.ANSWERS, "200"), nothing):
            self.run_checks()
        self.assertEqual((self.get_link_state(lives)[2], self.get_link_state(dead)[2]), (0, 1))
