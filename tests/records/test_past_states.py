"""The page of a record as it was after one of its changes."""

import time_machine
from django.test import TestCase

from ecosystem.history import revisions
from tests.records.test_history_views import change
from tests.support import factories
from tests.support.html_pages import fetch_page


class PastStateTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.lab = factories.organisation(
            slug="lab", name_en="Lab", summary_zh_hant="實驗室的簡介。", website="https://lab.example/"
        )
        factories.cite(cls.lab, "summary", title="A page", grade="official", url="https://page.example/")
        factories.cite(cls.lab, "name", title="A copy", grade="other", url="https://copy.example/")
        with time_machine.travel("2026-01-05T12:00:00+08:00", tick=False):
            revisions.begin_record_histories()
        with time_machine.travel("2026-02-06T12:00:00+08:00", tick=False):
            change(cls.lab, founded="1990")
        with time_machine.travel("2026-03-07T12:00:00+08:00", tick=False):
            change(cls.lab, founded="1991")
        cls.states = list(cls.lab.changes.order_by("pk"))

    def page(self, number=0, language="en"):
        return fetch_page(self.client, f"/{language}/organisations/lab/history/{self.states[number].pk}/")

    def link(self, address):
        (link,) = [a for a in self.page().select("a") if a["href"] == address]
        return link

    def test_links_to_the_website(self):
        self.assertEqual(self.link("https://lab.example/")["rel"], ["external"])

    def test_links_to_the_sources(self):
        link = self.link("https://page.example/")
        self.assertEqual((link.text, link["rel"]), ("A page (The Government)", ["external"]))

    def test_links_to_copies_are_nofollow(self):
        self.assertEqual(self.link("https://copy.example/")["rel"], ["external", "nofollow", "noopener"])

    def test_links_to_the_previous_and_next_state(self):
        for number, around in ((0, {"next": 1}), (1, {"prev": 0, "next": 2}), (2, {"prev": 1})):
            with self.subTest(number=number):
                links = {a["rel"][0]: a["href"] for a in self.page(number).select("a[rel=prev], a[rel=next]")}
                self.assertEqual(
                    links, {rel: f"/en/organisations/lab/history/{self.states[n].pk}/" for rel, n in around.items()}
                )

    def test_text_is_converted_to_simplified_chinese(self):
        text = self.page(language="zh-hans").content.text
        self.assertIn("实验室的简介。", text)
        self.assertNotIn("實驗室的簡介。", text)

    def test_text_is_converted_to_mainland_terms(self):
        change(self.lab, summary_zh_hant="研究機械人。")
        newest = self.lab.changes.newest_first().first()
        text = fetch_page(self.client, f"/zh-hans/organisations/lab/history/{newest.pk}/").content.text
        self.assertIn("研究机器人。", text)

    def test_separate_simplified_text_is_shown_with_the_traditional_one(self):
        change(self.lab, summary_zh_hans="另一段简介。")
        newest = self.lab.changes.newest_first().first()
        text = fetch_page(self.client, f"/zh-hans/organisations/lab/history/{newest.pk}/").content.text
        for said in ("另一段简介。", "實驗室的簡介。"):
            self.assertIn(said, text)

    def test_change_of_a_converted_text_is_shown_once(self):
        change(self.lab, summary_zh_hant="實驗室的新簡介。")
        entry = fetch_page(self.client, "/zh-hans/organisations/lab/history/").select("dl.changed")[0]
        self.assertEqual([ins.text for ins in entry.select("ins")], ["新增： 新"])
