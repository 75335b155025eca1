"""What the directory says of itself."""

from django.test import TestCase, override_settings

from tests.support.reading import fetch_page


class AboutTests(TestCase):
    def test_says_after_how_many_days_records_are_due_as_the_settings_have_it(self):
        with override_settings(CHECK_AFTER_DAYS={"open": 11, "initiative": 22, "other": 33}):
            section = fetch_page(self.client, "/en/about/").one("section", id="freshness")
        self.assertEqual([dd.text for dd in section.all("dd")], ["11 days", "22 days", "33 days"])

    def test_leads_to_all_by_which_it_can_be_judged(self):
        links = fetch_page(self.client, "/en/about/").links
        pages = (
            "sources",
            "sources/publishers",
            "changes",
            "changes/corrections",
            "contribute",
            "contribute/log",
            "data",
        )
        for path in (*(f"/en/{page}/" for page in pages), "/.well-known/security.txt"):
            with self.subTest(path=path):
                self.assertIn(path, links)

    def test_says_who_runs_it(self):
        self.assertIn("volunteers", fetch_page(self.client, "/en/about/").one("section", id="who").text)
