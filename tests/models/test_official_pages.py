"""The page that the first button of an initiative links to when it has no website of its own."""

from django.db import transaction
from django.test import TestCase

from tests.support import factories
from tests.support.html_pages import fetch_page


class InitiativeOfficialPageTests(TestCase):
    def find_first_button(self, **values):
        """Return the first button of an initiative with a cited page of its lead."""
        factories.organisation(website="https://www.google.com/")
        lead = factories.organisation(website="https://hub.example.hk/")
        fund = factories.initiative(slug="fund", lead=lead, is_sourced=False, **values)
        factories.cite(fund, "name", "summary", grade="official", url="https://hub.example.hk/fund")
        button = fetch_page(self.client, "/en/initiatives/fund/").content.select("a.button")[0]
        return button.text, button["href"]

    def test_application_url_on_a_shared_host_is_used(self):
        for url in ("https://docs.google.com/forms/d/1", "https://apply.google.com/fund"):
            with self.subTest(url=url), transaction.atomic():
                self.assertEqual(self.find_first_button(apply_url=url), ("Apply", url))
                transaction.set_rollback(True)

    def test_website_on_a_shared_host_is_used(self):
        for url in ("https://sites.google.com/view/fund", "https://docs.google.com/document/d/1"):
            with self.subTest(url=url), transaction.atomic():
                self.assertEqual(self.find_first_button(website=url), ("Website", url))
                transaction.set_rollback(True)

    def test_website_on_the_host_of_an_unrelated_organisation_is_not_used(self):
        for url in ("https://google.com/fund", "https://m.google.com/fund", "https://cloud.GOOGLE.com/fund"):
            with self.subTest(url=url), transaction.atomic():
                found = self.find_first_button(website=url)
                self.assertEqual(found, ("Official page", "https://hub.example.hk/fund"))
                transaction.set_rollback(True)

    def test_page_of_another_publisher_on_a_shared_host_is_not_used(self):
        lead = factories.organisation(website="https://www.linkedin.com/company/hub")
        fund = factories.initiative(slug="fund", lead=lead, is_sourced=False)
        factories.cite(fund, "name", grade="official", url="https://www.linkedin.com/company/another", publisher="A")
        factories.cite(fund, "name", grade="official", url="https://hub.example.hk/fund", publisher=lead.name_en)
        buttons = fetch_page(self.client, "/en/initiatives/fund/").content.select("a.button")
        self.assertEqual(buttons[0]["href"], "https://hub.example.hk/fund")

    def test_page_cited_for_the_name_is_preferred(self):
        lead = factories.organisation(website="https://hub.example.hk/")
        fund = factories.initiative(slug="fund", lead=lead, is_sourced=False)
        factories.cite(fund, "amount", "summary", grade="own", url="https://hub.example.hk/another-fund/faq")
        factories.cite(fund, "name", "summary", grade="own", url="https://hub.example.hk/fund/apply")
        buttons = fetch_page(self.client, "/en/initiatives/fund/").content.select("a.button")
        self.assertEqual(buttons[0]["href"], "https://hub.example.hk/fund/apply")
