"""Speculation rules: the pages that link to them, and the URLs that they allow."""

import re

from django.test import TestCase

from tests.support import factories


class SpeculationRulesTests(TestCase):
    def test_pages_link_to_the_rules_with_their_content_type(self):
        address = self.client.get("/en/").headers["Speculation-Rules"].strip('"')
        response = self.client.get(address)
        self.assertEqual(response.headers["Content-Type"], "application/speculationrules+json")
        self.assertEqual(response.json()["prefetch"][0]["eagerness"], "moderate")

    def test_other_responses_do_not_link_to_the_rules(self):
        factories.organisation(slug="one")
        for address in ("/en/organisations.csv", "/accounts/login/", "/admin/login/", "/en/organisations/none/"):
            with self.subTest(address=address):
                self.assertNotIn("Speculation-Rules", self.client.get(address).headers)

    def test_files_forms_and_searches_are_excluded(self):
        (rule,) = self.client.get("/speculation-rules.json").json()["prefetch"]
        pages, without, _nofollow = rule["where"]["and"]
        allowed = re.compile(pages["href_matches"].replace("*", ".*"))
        refused = [re.compile(each.replace("*", ".*")) for each in without["not"]["href_matches"]]
        expected = {
            "/en/organisations/one/": True,
            "/zh-hans/map/": True,
            "/en/organisations.csv": False,
            "/en/search/": False,
            "/en/contribute/": False,
            "/admin/": False,
        }
        found = {
            address: bool(allowed.fullmatch(address)) and not any(each.fullmatch(address) for each in refused)
            for address in expected
        }
        self.assertEqual(found, expected)
