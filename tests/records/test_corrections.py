"""The page of corrections: the wrong value, the right value, and when each was published."""

import time_machine
from django.test import TestCase

from ecosystem.editing import reverting
from ecosystem.history import revisions
from ecosystem.history.revisions import ChangeAttribution
from tests.records.test_history_views import change
from tests.support import factories
from tests.support.html_pages import fetch_page


class CorrectionLogTests(TestCase):
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

    def test_shows_the_old_and_the_new_value(self):
        (shown,) = self.cells()[0].select("dd")
        self.assertEqual(
            [(run.name, run.text) for run in shown.select("del") + shown.select("ins")],
            [("del", "removed: October 1991"), ("ins", "added: 1990")],
        )

    def test_does_not_list_changed_sources(self):
        self.assertEqual([dt.text for dt in self.cells()[0].select("dt")], ["Date founded"])

    def test_shows_since_when_the_value_was_wrong(self):
        self.assertEqual(self.cells()[1].text, "5 January 2026")

    def test_error_period_ignores_later_changes_of_sources(self):
        with time_machine.travel("2026-03-07T12:00:00+08:00", tick=False):
            change(self.lab, "A slip.", founded="1980")
        with time_machine.travel("2026-04-08T12:00:00+08:00", tick=False):
            factories.cite(self.lab, "founded", title="Another register")
            change(self.lab, "A slip, put right.", founded="1990", is_correction=True)
        newest = self.page().select("tbody")[0].select("tr")[0]
        self.assertEqual(newest.select("td")[1].text, "7 March 2026")

    def test_links_to_the_change(self):
        (link,) = [a for a in self.cells()[2].select("a") if a.text == "See changes"]
        self.assertEqual(link["href"], f"/en/organisations/lab/history/{self.correction.pk}/")

    def test_change_of_another_field_is_not_shown_as_a_revert(self):
        change(self.lab, summary_en="Another sentence in plain English.")
        self.assertNotIn("restored", self.page().text)

    def test_shows_when_the_correction_was_reverted(self):
        with time_machine.travel("2026-03-07T12:00:00+08:00", tick=False):
            reverting.revert_record(
                self.lab, self.first, by=ChangeAttribution("publisher", None, "The register was misread.")
            )
        (link,) = [a for a in self.cells()[2].select("a") if "restored" in a.text]
        back = self.lab.changes.newest_first().first()
        self.assertEqual(
            (link.text, link["href"]), ("restored on 7 March 2026", f"/en/organisations/lab/history/{back.pk}/")
        )

    def test_breadcrumb_leads_to_the_list_of_changes(self):
        links = self.page().one("nav.breadcrumb").select("a")
        self.assertEqual([a["href"] for a in links], ["/en/", "/en/changes/"])

    def test_page_has_no_filter_sidebar(self):
        self.assertEqual(self.page().select("div.sidebar-start"), [])

    def test_empty_page_links_to_the_contribution_form(self):
        self.lab.changes.update(is_correction=False)
        self.assertIn("/en/contribute/", [a["href"] for a in self.page().one("p.empty").select("a")])
