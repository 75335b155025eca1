"""The lists of the API: what their pages count, from cursor to cursor, and a plain no to what makes no sense."""

import csv
import json
from io import StringIO

from django.conf import settings
from django.test import TestCase

from ecosystem.models import Indicator, Organisation
from tests import factories
from tests.reading import read

SITE = settings.SITE_URL


class ApiTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        task, city = factories.application(), factories.theme("smart-city")
        cls.bank = factories.organisation(
            slug="bank", kind="financial_institution", name_zh_hant="銀行", founded="1985-06", applications=[task]
        )
        cls.lab = factories.organisation(slug="lab", kind="research_centre", parent=cls.bank, themes=[city])
        cls.draft = factories.organisation(slug="draft", status="draft", kind="research_centre")
        amount = {"amount": 3_000_000_000, "amount_basis": "total", "currency": "HKD"}
        cls.fund = factories.initiative(slug="fund", lead=cls.bank, starts="2024-10", **amount)
        factories.take_part(cls.fund, cls.draft, "partner")
        factories.initiative(slug="rules", kind="guideline", lead=cls.bank, announced="2025", part_of=cls.fund)
        cls.pact = factories.collaboration(slug="pact", parties=[cls.bank, cls.lab], initiative=cls.fund)
        factories.collaboration(
            slug="bridge", parties=[cls.lab, factories.organisation(place=factories.place_abroad())]
        )
        factories.indicator(slug="firms", organisation=cls.bank)
        Indicator.objects.create(slug="empty", name_en="Empty", unit="count", unit_en="x", unit_zh_hant="個")
        factories.cite(cls.bank, "name", grade="press", published="2024-05")
        factories.index()

    def answer(self, path, status=200):
        response = self.client.get(f"/api/v1/{path}")
        self.assertEqual(response.status_code, status, response.content)
        return response.json()

    def slugs(self, path):
        return [row["slug"] for row in self.answer(path)["results"]]


class CountTests(ApiTestCase):
    """One question, one count: on the page, in the file, and here."""

    QUESTIONS = (
        ("organisations", ""),
        ("organisations", "?kind=research_centre"),
        ("organisations", "?kind=research_centre&kind=financial_institution&ai=core"),
        ("organisations", "?theme=smart-city&founded_before=2030"),
        ("organisations", "?founded_after=1985-06&region=hong_kong&district=central-and-western"),
        ("organisations", "?tie=named&application=fraud-detection"),
        ("organisations", "?parent=bank"),
        ("organisations", "?q=bank"),
        ("organisations", "?q=銀行"),
        ("initiatives", ""),
        ("initiatives", "?amount_basis=total&amount_min=1"),
        ("initiatives", "?state=in_force&state=open"),
        ("initiatives", "?body=bank&kind=funding"),
        ("collaborations", ""),
        ("collaborations", "?organisation=bank"),
        ("collaborations", "?reach=greater_bay_area"),
        ("collaborations", "?reach=hong_kong&initiative=fund"),
    )

    def test_is_that_of_the_page_and_of_every_file(self):
        for kind, query in self.QUESTIONS:
            with self.subTest(kind=kind, query=query):
                answer = self.answer(kind + query)
                count = read(self.client, f"/en/{kind}/{query}").count
                rows = self.client.get(f"/en/{kind}.csv{query}").getvalue().decode("utf-8-sig")
                document = json.loads(self.client.get(f"/en/{kind}.json{query}").getvalue())
                counts = (answer["count"], len(answer["results"]), len(list(csv.DictReader(StringIO(rows)))))
                self.assertEqual((*counts, document["count"]), (count,) * 4)

    def test_is_that_of_the_list_of_sources(self):
        for query in ("", "?grade=press", "?publisher=The+Government&grade=official"):
            with self.subTest(query=query):
                self.assertEqual(
                    self.answer(f"sources{query}")["count"], read(self.client, f"/en/sources/{query}").count
                )

    def test_leaves_series_without_a_figure_out_as_their_list_does(self):
        self.assertEqual(self.slugs("indicators"), ["firms"])

    def test_does_not_depend_on_the_size_of_a_page(self):
        self.assertEqual(self.answer("organisations?limit=1")["count"], 3)

    def test_finds_places_with_how_many_stand_there(self):
        counts = {row["slug"]: row["organisation_count"] for row in self.answer("places")["results"]}
        self.assertEqual(counts, {"central": 2, "shenzhen": 1})


class CursorTests(ApiTestCase):
    def walk(self, path):
        """Follow the addresses of the next pages to the end, and yield each page."""
        address = f"{SITE}/api/v1/{path}"
        while address:
            page = self.client.get(address.removeprefix(SITE)).json()
            yield page["results"]
            address = page["next"]

    def test_leads_through_all_of_a_list_and_gives_nothing_twice(self):
        for number in range(7):
            factories.organisation(slug=f"body-{number}")
        pages = list(self.walk("organisations?limit=3&region=hong_kong"))
        self.assertEqual([len(page) for page in pages], [3, 3, 3])
        found = [row["slug"] for page in pages for row in page]
        self.assertEqual(found, sorted({"bank", "lab", *(f"body-{number}" for number in range(7))}))

    def test_leads_through_sources_in_the_order_of_their_numbers(self):
        found = [row["id"] for page in self.walk("sources?limit=2") for row in page]
        self.assertEqual(found, sorted(found))
        self.assertEqual(len(found), self.answer("sources")["count"])

    def test_is_not_disturbed_by_what_is_added_or_taken_away_meanwhile(self):
        for slug in ("c", "e", "g", "i"):
            factories.organisation(slug=slug, kind="investor")
        pages = self.walk("organisations?limit=2&kind=investor")
        first = [row["slug"] for row in next(pages)]
        factories.organisation(slug="a", kind="investor")
        Organisation.objects.filter(slug="e").update(status="archived")
        factories.organisation(slug="h", kind="investor")
        rest = [row["slug"] for page in pages for row in page]
        self.assertEqual((first, rest), (["c", "e"], ["g", "h", "i"]))

    def test_keeps_the_question(self):
        address = self.answer("initiatives?limit=1&body=bank&state=open&state=in_force&state=unconfirmed")["next"]
        self.assertIn("body=bank&", address)
        self.assertIn("limit=1", address)
        self.assertEqual(address.count("state="), 3)

    def test_ends_where_the_list_ends_even_where_a_page_is_just_full(self):
        self.assertIsNone(self.answer("organisations?limit=3")["next"])

    def test_is_refused_where_no_list_has_given_it(self):
        for cursor in ("zz", "6", "00", "ff", "", "6%00", "é", "6261'--", "6261" * 100):
            for name in ("organisations", "sources"):
                with self.subTest(cursor=cursor, name=name):
                    (fault,) = self.answer(f"{name}?cursor={cursor}", 400)["errors"]
                    self.assertEqual(fault["parameter"], "cursor")


class QuestionTests(ApiTestCase):
    def test_with_an_unknown_value_is_refused_in_the_words_of_the_page_and_of_the_files(self):
        for query in (
            "organisations?kind=nonsense",
            "initiatives?amount_min=5",
            "organisations?founded_after=2011-02-31",
        ):
            with self.subTest(query=query):
                answer = self.answer(query, 400)
                said = self.client.get(f"/en/{query.replace('?', '.csv?')}").content.decode().strip()
                self.assertEqual((answer["detail"], answer["errors"][0]["detail"]), (said, said))

    def test_with_several_faults_names_each_with_its_parameter(self):
        errors = self.answer("organisations?kind=x&kind=y&limit=0&cursor=q&founded_before=then", 400)["errors"]
        self.assertEqual(
            [fault["parameter"] for fault in errors], ["kind", "kind", "founded_before", "limit", "cursor"]
        )

    def test_is_refused_in_the_language_that_is_asked_for(self):
        response = self.client.get("/api/v1/organisations?kind=x", headers={"Accept-Language": "zh-HK"})
        self.assertIn("沒有", response.json()["detail"])
        self.assertEqual(response["Content-Language"], "zh-Hant-HK")
        self.assertIn("Accept-Language", response["Vary"])

    def test_takes_any_words_that_are_searched_for(self):
        for text in ("", "%00", "'%22%3Cscript%3E", "x" * 5000, "%F0%9F%A6%84", "%FF%FE", "a+AND+(b", "*"):
            with self.subTest(text=text[:10]):
                self.answer(f"organisations?q={text}")

    def test_takes_no_odd_value_for_an_answer(self):
        for query in (
            "organisations?parent=%00",
            "organisations?parent=draft",
            "organisations?kind=",
            "organisations?kind=company&kind=",
            "organisations?founded_after=",
            "organisations?founded_after=2011&founded_after=2012",
            "organisations?theme=%F0%9F%A6%84",
            "organisations?limit=101",
            "organisations?limit=1e3",
            "organisations?limit=%D9%A3",
            "organisations?limit=-1",
            "organisations?limit=" + "9" * 5000,
            "organisations?limit=5&limit=6",
            "initiatives?amount_basis=total&amount_min=" + "9" * 400,
            "initiatives?amount_basis=total&amount_min=-1",
            "initiatives?amount_basis=total&amount_basis=annual&amount_min=1",
            "collaborations?organisation=bank&organisation=nobody",
        ):
            with self.subTest(query=query[:60]):
                self.answer(query, 400)

    def test_ignores_parameters_that_the_list_does_not_know(self):
        self.assertEqual(self.answer("organisations?page=2&page_size=1&sort=-founded&x=%00&limit[]=3")["count"], 3)


class RowTests(ApiTestCase):
    def row(self, path):
        (row,) = self.answer(path)["results"]
        return row

    def test_has_texts_in_three_languages_at_once(self):
        self.assertEqual(
            self.row("organisations?kind=financial_institution")["name"],
            {"en": str(self.bank.name_en), "zh-Hant": "銀行", "zh-Hans": "银行", "converted": True},
        )

    def test_says_that_simplified_is_not_converted_where_somebody_wrote_it(self):
        Organisation.objects.filter(slug="bank").update(name_zh_hans="某银行")
        name = self.row("organisations?kind=financial_institution")["name"]
        self.assertEqual((name["zh-Hans"], name["converted"]), ("某银行", False))

    def test_has_null_where_a_language_lacks_the_text(self):
        factories.organisation(slug="plain", name_en="Plain", name_zh_hant="", kind="association")
        name = self.row("organisations?kind=association")["name"]
        self.assertEqual(name, {"en": "Plain", "zh-Hant": None, "zh-Hans": None, "converted": False})

    def test_has_state_reach_ties_and_freshness(self):
        self.assertEqual(self.row("initiatives?kind=guideline")["state"], "in_force")
        self.assertEqual(self.row("collaborations?reach=hong_kong")["reach"], ["hong_kong"])
        self.assertEqual(self.row("collaborations?reach=greater_bay_area")["reach"], ["greater_bay_area"])
        bank = self.row("organisations?kind=financial_institution")
        self.assertEqual(bank["ties"], [{"tie": "named", "application": "fraud-detection"}])
        self.assertEqual(bank["freshness"]["last_read_on"], "2026-11-22")
        self.assertEqual((bank["freshness"]["verified_on"], bank["freshness"]["is_overdue"]), (None, False))

    def test_has_numbers_as_numbers_and_dates_as_exact_as_they_are(self):
        fund = self.row("initiatives?kind=funding")
        self.assertEqual(fund["amount"], {"amount": 3_000_000_000, "currency": "HKD", "basis": "total"})
        self.assertEqual(fund["starts"], "2024-10")
        figures = self.row("indicators")["observations"]
        self.assertEqual([(figure["period"], figure["value"]) for figure in figures], [("2024", 100), ("2025", 120)])

    def test_names_nothing_that_is_not_public(self):
        self.assertEqual([b["organisation"]["slug"] for b in self.row("initiatives?kind=funding")["bodies"]], ["bank"])
        self.lab.parent = self.draft
        self.lab.save()
        self.assertIsNone(self.row("organisations?kind=research_centre")["part_of"])
        self.assertEqual(self.answer("organisations?kind=research_centre")["count"], 1)

    def test_gives_a_point_to_known_sites_only(self):
        self.assertEqual(self.row("organisations?kind=research_centre")["place"]["latitude"], None)
        site = {"precision": "site", "latitude": "22.2810", "longitude": "114.1580"}
        factories.organisation(kind="investor", place=factories.place("tower", **site))
        self.assertEqual(self.row("organisations?kind=investor")["place"]["latitude"], 22.281)
