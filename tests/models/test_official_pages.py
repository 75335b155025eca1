"""Which page an initiative's first button leads to, where it has neither a website nor a page to apply."""

from django.test import TestCase

from tests.support import factories
from tests.support.reading import fetch_page


class OfficialPageTests(TestCase):
    def test_is_cited_for_the_name_rather_than_for_what_it_mentions(self):
        lead = factories.organisation(website="https://hub.example.hk/")
        fund = factories.initiative(slug="fund", lead=lead, is_sourced=False)
        factories.cite(fund, "amount", "summary", grade="own", url="https://hub.example.hk/another-fund/faq")
        factories.cite(fund, "name", "summary", grade="own", url="https://hub.example.hk/fund/apply")
        buttons = fetch_page(self.client, "/en/initiatives/fund/").content.all("a", "button")
        self.assertEqual(buttons[0]["href"], "https://hub.example.hk/fund/apply")
