"""The log of corrections: what was wrong and is right, since when, and what became of it."""

import time_machine
from django.test import TestCase

from ecosystem.editing import reverting
from ecosystem.history import revisions
from ecosystem.history.revisions import ChangeAttribution
from tests.records.test_history_views import change
from tests.support import factories
from tests.support.html_pages import fetch_page


class CorrectionTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        with time_machine.travel("2026-01-05T12:00:00+08:00", tick=False):
            cls.lab = factories.organisation(slug="lab", name_en="Lab", founded="1991-10")
            revisions.begin_record_histories()
        cls.first = cls.lab.changes.get()
        with time_machine.travel("2026-02-06T12:00:00+08:00", tick=False):
            factories.cite(cls.lab, "founded", title="The register")
            cls.correction = change(cls.lab, "The register says 1990.", founded="1990", is_correction=True)

    def page(self):
        return fetch_page(self.client, "/en/changes/corrections/")

    def cells(self):
        (row,) = self.page().select("tbody")[0].select("tr")
        return row.select("td")

    def test_show_what_was_wrong_and_what_is_right(self):
        (shown,) = self.cells()[0].select("dd")
        self.assertEqual(
            [(run.name, run.text) for run in shown.select("del") + shown.select("ins")],
            [("del", "removed: October 1991"), ("ins", "added: 1990")],
        )

    def test_say_nothing_of_sources_that_came_with_what_is_right(self):
        self.assertEqual([dt.text for dt in self.cells()[0].select("dt")], ["Date founded"])

    def test_say_since_when_it_was_wrong(self):
        self.assertEqual(self.cells()[1].text, "5 January 2026")

    def test_count_the_time_of_the_fact_alone_not_that_of_its_sources(self):
        with time_machine.travel("2026-03-07T12:00:00+08:00", tick=False):
            change(self.lab, "A slip.", founded="1980")
        with time_machine.travel("2026-04-08T12:00:00+08:00", tick=False):
            factories.cite(self.lab, "founded", title="Another register")
            change(self.lab, "A slip, put right.", founded="1990", is_correction=True)
        newest = self.page().select("tbody")[0].select("tr")[0]
        self.assertEqual(newest.select("td")[1].text, "7 March 2026")

    def test_lead_to_the_change_by_words(self):
        (link,) = [a for a in self.cells()[2].select("a") if a.text == "See changes"]
        self.assertEqual(link["href"], f"/en/organisations/lab/history/{self.correction.pk}/")

    def test_say_nothing_of_being_undone_where_a_later_change_is_of_something_else(self):
        change(self.lab, summary_en="Another sentence in plain English.")
        self.assertNotIn("restored", self.page().text)

    def test_say_when_the_error_was_brought_back(self):
        with time_machine.travel("2026-03-07T12:00:00+08:00", tick=False):
            reverting.revert_record(
                self.lab, self.first, by=ChangeAttribution("publisher", None, "The register was misread.")
            )
        (link,) = [a for a in self.cells()[2].select("a") if "restored" in a.text]
        back = self.lab.changes.newest_first().first()
        self.assertEqual(
            (link.text, link["href"]), ("restored on 7 March 2026", f"/en/organisations/lab/history/{back.pk}/")
        )

    def test_stand_below_the_changes(self):
        links = self.page().one("nav.breadcrumb").select("a")
        self.assertEqual([a["href"] for a in links], ["/en/", "/en/changes/"])

    def test_leave_no_room_for_filters_that_they_have_not(self):
        self.assertEqual(self.page().select("div.sidebar-start"), [])

    def test_lead_to_the_form_where_there_is_none(self):
        self.lab.changes.update(is_correction=False)
        self.assertIn("/en/contribute/", [a["href"] for a in self.page().one("p.empty").select("a")])
