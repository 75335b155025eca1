"""Pasted values as query parameters of pages, files, the API and reconciliation."""

import json
from urllib.parse import urlencode

from tests.support import factories
from tests.support.html_pages import fetch_page
from tests.support.reconciliation_client import ReconciliationTestCase


class PastedQueryTestCase(ReconciliationTestCase):
    @classmethod
    def setUpTestData(cls):
        factories.organisation(
            slug="zephyr", name_en="Zephyrlink", name_zh_hant="青年報告", founded="2024-10", ror="00q4vv597",
            wikidata="Q1194463",
        )  # fmt: skip
        factories.organisation(slug="other", name_en="Heron", name_zh_hant="白鷺", kind="university", founded="1991")
        cls.fund = factories.initiative(slug="fund", amount=1_500_000, amount_basis="total", currency="HKD", lead=False)
        factories.rebuild_search_index()

    def list_rows(self, path, **query):
        return fetch_page(self.client, f"/en/{path}?{urlencode(query)}").rows


class PastedSearchQueryTests(PastedQueryTestCase):
    def test_finds_a_name_with_invisible_characters(self):
        for text in ("Zephyr\u00adlink", "\ufeffZephyr\u200b\u2060link", "\u202aZephyrlink\u202c", "Zephyr\u200dlink"):
            with self.subTest(text=text):
                self.assertEqual(self.list_rows("search/", q=text), ["zephyr"])

    def test_finds_a_name_in_variants_of_its_characters(self):
        for text in ("靑年報吿", "⻘年報告", "青年报告"):
            with self.subTest(text=text):
                self.assertEqual(self.list_rows("search/", q=text), ["zephyr"])

    def test_finds_a_record_by_an_identifier_or_its_url(self):
        for text in ("00q4vv597", "https://ror.org/00Q4VV597/", "q1194463", "https://www.wikidata.org/wiki/Q1194463"):
            with self.subTest(text=text):
                self.assertEqual(self.list_rows("search/", q=text), ["zephyr"])

    def test_suggests_names_for_pasted_text(self):
        for text in ("Zephyr\u00adl", "靑年", "https://ror.org/00q4vv597"):
            with self.subTest(text=text):
                response = self.client.get("/en/search/suggestions/", {"q": text})
                self.assertEqual(response.json()[1], ["Zephyrlink"])


class PastedFilterValueTests(PastedQueryTestCase):
    def test_codes_may_have_invisible_full_width_or_capital_characters(self):
        for kind in ("university\u200b", "\u3000university", "ｕｎｉｖｅｒｓｉｔｙ", "University"):
            with self.subTest(kind=kind):
                self.assertEqual(self.list_rows("organisations/", kind=kind), ["other"])

    def test_dates_are_accepted_in_usual_formats(self):
        for text in ("２０２４", "2024年10月", "10/2024", "October 2024", "2024/10/1\u200b"):
            with self.subTest(text=text):
                self.assertEqual(self.list_rows("organisations/", founded_after=text), ["zephyr"])

    def test_amounts_are_accepted_in_usual_formats(self):
        for text in ("1,000,000", "HK$1.5m", "1.5 million", "１５０萬", "150万"):
            with self.subTest(text=text):
                query = {"amount_basis": "total", "amount_min": text}
                self.assertEqual(self.list_rows("initiatives/", **query), ["fund"])
        self.assertEqual(self.list_rows("initiatives/", amount_basis="total", amount_min="15億"), [])

    def test_slugs_are_accepted_in_capitals(self):
        self.assertEqual(self.client.get("/en/network.svg", {"organisation": "Zephyr"}).status_code, 200)

    def test_years_are_accepted_in_usual_formats(self):
        for text in ("２０２４", "2024年", "10/2024"):
            with self.subTest(text=text):
                self.assertEqual(self.client.get("/en/timeline.svg", {"year": text}).status_code, 200)

    def test_chip_removes_a_pasted_value(self):
        (chip,) = self.client.get("/en/organisations/", {"founded_after": "2024年10月"}).context["listing"].chips
        self.assertEqual(chip.address, "/en/organisations/")

    def test_error_names_the_expected_format(self):
        for path, query, message in (
            ("organisations.csv", {"founded_after": "10/11/2024"}, "Use the format 2024, 2024-10 or 2024-10-09."),
            ("organisations.json", {"founded_after": "soon"}, "Use the format 2024, 2024-10 or 2024-10-09."),
            ("initiatives.csv", {"amount_basis": "total", "amount_min": "US$5"}, "is not in Hong Kong dollars."),
            ("initiatives.json", {"amount_basis": "total", "amount_max": "lots"}, "Enter a whole number, for example"),
        ):
            with self.subTest(path=path, query=query):
                self.assertContains(self.client.get(f"/en/{path}", query), message, status_code=400)

    def test_files_and_the_api_accept_pasted_values(self):
        for path in ("/en/organisations.json", "/api/v1/organisations"):
            for query in ({"founded_after": "2024年10月"}, {"kind": "company\u200b"}, {"q": "Zephyr\u00adlink"}):
                with self.subTest(path=path, query=query):
                    rows = json.loads(self.client.get(path, query).getvalue())["results"]
                    self.assertEqual([row["slug"] for row in rows], ["zephyr"])

    def test_page_sizes_are_accepted_in_full_width(self):
        response = self.client.get("/en/organisations/", {"page_size": "１"})
        self.assertEqual((response.context["listing"].page_size, response.context["listing"].warnings), (1, []))
        self.assertEqual(len(self.client.get("/api/v1/organisations", {"limit": "１"}).json()["results"]), 1)


class TooManyParametersTests(PastedQueryTestCase):
    def test_error_page_is_in_the_language_of_the_url(self):
        query = "&".join(["q=%E9%9D%92", *(f"q{number}=1" for number in range(1100))])
        response = self.client.get(f"/zh-hant/organisations/?{query}")
        self.assertContains(response, 'lang="zh-Hant-HK"', status_code=400)


class PastedReconciliationQueryTests(PastedQueryTestCase):
    def test_matches_names_with_invisible_characters_and_variants(self):
        for text in ("Zephyr\u00adlink", "靑年報吿", "\u200bZephyrlink"):
            with self.subTest(text=text):
                self.assertEqual(self.get_match_id(text), "organisation.zephyr")

    def test_matches_identifiers_in_every_format(self):
        for text in ("https://ror.org/00q4vv597/", "ror.org/00Q4VV597", "wd:Q1194463", "m.wikidata.org/wiki/Q1194463"):
            with self.subTest(text=text):
                self.assertEqual(self.get_match_id(text), "organisation.zephyr")
        for known in (
            {"ror": "HTTP://ROR.ORG/00q4vv597"},
            {"wikidata": "https://www.wikidata.org/entity/q1194463\u200b"},
        ):
            with self.subTest(known=known):
                self.assertEqual(self.get_match_id("Something", known=known), "organisation.zephyr")

    def test_suggests_names_with_invisible_characters(self):
        answer = self.fetch("/suggest/entity", "suggest-entities-response", prefix="Zephyr\u00adl")
        self.assertEqual([one["id"] for one in answer["result"]], ["organisation.zephyr"])
