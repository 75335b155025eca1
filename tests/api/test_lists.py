"""List endpoints of the API: counts, filters, errors and the properties of a row."""

import csv
import json
from io import StringIO

from ecosystem.models import Organisation
from tests.support import factories
from tests.support.api_client import ApiTestCase
from tests.support.html_pages import fetch_page


class ApiListCountTests(ApiTestCase):
    """The API, the page and the exported files count the same for the same query."""

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

    def test_api_page_csv_and_json_counts_are_equal(self):
        for kind, query in self.QUESTIONS:
            with self.subTest(kind=kind, query=query):
                answer = self.fetch_json(kind + query)
                count = fetch_page(self.client, f"/en/{kind}/{query}").count
                rows = self.client.get(f"/en/{kind}.csv{query}").getvalue().decode("utf-8-sig")
                document = json.loads(self.client.get(f"/en/{kind}.json{query}").getvalue())
                counts = (answer["count"], len(answer["results"]), len(list(csv.DictReader(StringIO(rows)))))
                self.assertEqual((*counts, document["count"]), (count,) * 4)

    def test_count_of_sources_equals_count_of_the_sources_page(self):
        for query in ("", "?grade=press", "?publisher=The+Government&grade=official"):
            with self.subTest(query=query):
                self.assertEqual(
                    self.fetch_json(f"sources{query}")["count"], fetch_page(self.client, f"/en/sources/{query}").count
                )

    def test_indicators_without_observations_are_left_out(self):
        self.assertEqual(self.fetch_slugs("indicators"), ["firms"])

    def test_limit_does_not_change_the_count(self):
        self.assertEqual(self.fetch_json("organisations?limit=1")["count"], 3)

    def test_places_have_the_number_of_their_organisations(self):
        counts = {row["slug"]: row["organisation_count"] for row in self.fetch_json("places")["results"]}
        self.assertEqual(counts, {"central": 2, "shenzhen": 1})


class ApiListQueryTests(ApiTestCase):
    def test_unknown_value_is_the_same_400_as_in_the_csv_export(self):
        for query in (
            "organisations?kind=nonsense",
            "initiatives?amount_min=5",
            "organisations?founded_after=2011-02-31",
        ):
            with self.subTest(query=query):
                answer = self.fetch_json(query, 400)
                self.assertEqual(answer, self.client.get(f"/en/{query.replace('?', '.csv?')}").json())

    def test_several_errors_are_all_listed_with_their_parameter(self):
        errors = self.fetch_json("organisations?kind=x&kind=y&limit=0&cursor=q&founded_before=then", 400)["errors"]
        self.assertEqual(
            [fault["parameter"] for fault in errors], ["kind", "kind", "founded_before", "limit", "cursor"]
        )

    def test_empty_parameter_is_an_error(self):
        for query in (
            "organisations?kind=",
            "organisations?kind=&kind=company",
            "organisations?parent=",
            "changes?what=",
        ):
            with self.subTest(query=query):
                (fault,) = self.fetch_json(query, 400)["errors"]
                name = query.partition("?")[2].partition("=")[0]
                self.assertEqual(fault, {"parameter": name, "detail": f"“{name}” is empty. Remove it or give a value."})

    def test_errors_are_in_the_accepted_language(self):
        response = self.client.get("/api/v1/organisations?kind=x", headers={"Accept-Language": "zh-HK"})
        self.assertIn("「x」", response.json()["detail"])
        self.assertEqual(response["Content-Language"], "zh-Hant-HK")
        self.assertIn("Accept-Language", response["Vary"])

    def test_search_accepts_any_text(self):
        for text in ("", "%00", "'%22%3Cscript%3E", "x" * 5000, "%F0%9F%A6%84", "%FF%FE", "a+AND+(b", "*"):
            with self.subTest(text=text[:10]):
                self.fetch_json(f"organisations?q={text}")

    def test_invalid_values_are_400(self):
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
                self.fetch_json(query, 400)

    def test_unknown_parameters_are_ignored(self):
        self.assertEqual(self.fetch_json("organisations?page=2&page_size=1&sort=-founded&x=%00&limit[]=3")["count"], 3)


class ApiListRowTests(ApiTestCase):
    def row(self, path):
        (row,) = self.fetch_json(path)["results"]
        return row

    def test_texts_are_in_three_languages(self):
        self.assertEqual(
            self.row("organisations?kind=financial_institution")["name"],
            {"en": str(self.bank.name_en), "zh-Hant": "銀行", "zh-Hans": "银行", "converted": True},
        )

    def test_entered_simplified_chinese_is_not_marked_as_converted(self):
        Organisation.objects.filter(slug="bank").update(name_zh_hans="某银行")
        name = self.row("organisations?kind=financial_institution")["name"]
        self.assertEqual((name["zh-Hans"], name["converted"]), ("某银行", False))

    def test_missing_translation_is_null(self):
        factories.organisation(slug="plain", name_en="Plain", name_zh_hant="", kind="association")
        name = self.row("organisations?kind=association")["name"]
        self.assertEqual(name, {"en": "Plain", "zh-Hant": None, "zh-Hans": None, "converted": False})

    def test_state_reach_ties_and_freshness_are_included(self):
        self.assertEqual(self.row("initiatives?kind=guideline")["state"], "in_force")
        self.assertEqual(self.row("collaborations?reach=hong_kong")["reach"], ["hong_kong"])
        self.assertEqual(self.row("collaborations?reach=greater_bay_area")["reach"], ["greater_bay_area"])
        bank = self.row("organisations?kind=financial_institution")
        self.assertEqual(bank["ties"], [{"tie": "named", "application": "fraud-detection"}])
        self.assertEqual(bank["freshness"]["last_read_on"], "2026-11-22")
        self.assertEqual((bank["freshness"]["verified_on"], bank["freshness"]["is_overdue"]), (None, False))

    def test_amounts_are_numbers_and_dates_keep_their_precision(self):
        fund = self.row("initiatives?kind=funding")
        self.assertEqual(fund["amount"], {"amount": 3_000_000_000, "currency": "HKD", "amount_basis": "total"})
        self.assertEqual(fund["starts"], "2024-10")
        figures = self.row("indicators")["observations"]
        self.assertEqual([(figure["period"], figure["value"]) for figure in figures], [("2024", 100), ("2025", 120)])

    def test_drafts_are_not_referenced(self):
        self.assertEqual([b["organisation"]["slug"] for b in self.row("initiatives?kind=funding")["bodies"]], ["bank"])
        self.lab.parent = self.draft
        self.lab.save()
        self.assertIsNone(self.row("organisations?kind=research_centre")["parent"])
        self.assertEqual(self.fetch_json("organisations?kind=research_centre")["count"], 1)

    def test_only_places_of_site_precision_have_coordinates(self):
        self.assertEqual(self.row("organisations?kind=research_centre")["place"]["latitude"], None)
        site = {"precision": "site", "latitude": "22.2810", "longitude": "114.1580"}
        factories.organisation(kind="investor", place=factories.place("tower", **site))
        self.assertEqual(self.row("organisations?kind=investor")["place"]["latitude"], 22.281)
