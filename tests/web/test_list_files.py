"""Lists as files: what one sees, opened again as its reader would."""

import gc
from datetime import date
from unittest.mock import patch

import time_machine
from django.conf import settings
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from ecosystem.core.languages import split_language_column
from ecosystem.exports.record_tables import RECORD_TABLES
from ecosystem.models import RECORD_MODELS, Organisation
from tests.support import factories
from tests.support.downloads import DownloadTestCase
from tests.support.html_pages import fetch_page

SITE = settings.SITE_URL


class StreamTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for _number in range(40):
            factories.organisation()

    def alive(self, address):
        """Return how many more records are in memory once the whole list was written, with nobody to tidy up."""
        gc.collect()
        gc.disable()
        before = self.held()
        try:
            for _piece in self.client.get(address).streaming_content:
                pass
            return self.held() - before
        finally:
            gc.enable()

    def held(self):
        # By its type: what an answer of another test holds may be lazy, and would be woken by `isinstance`.
        return sum(type(thing) is Organisation and "name_en" in vars(thing) for thing in gc.get_objects())

    @patch("ecosystem.exports.export_table.CHUNK_SIZE", 5)
    def test_holds_a_few_rows_at_a_time(self):
        for form in ("csv", "json", "xlsx"):
            with self.subTest(form=form):
                self.assertLess(self.alive(f"/en/organisations.{form}"), 12)

    def test_asks_for_no_names_row_by_row_to_convert_texts(self):
        Organisation.objects.update(summary_zh_hant=Concat(Value("支援數碼科技"), "slug"))
        for form in ("csv", "json", "xlsx"):
            with self.subTest(form=form), CaptureQueriesContext(connection) as queries:
                list(self.client.get(f"/en/organisations.{form}").streaming_content)
            self.assertLess(len(queries), Organisation.objects.count())


class CountTests(DownloadTestCase):
    def test_is_the_same_on_the_page_and_in_every_file(self):
        for kind, query in (
            ("organisations", ""),
            ("organisations", "?kind=research_centre"),
            ("organisations", "?theme=smart-city&founded_after=1900"),
            ("organisations", "?q=bank"),
            ("initiatives", "?amount_basis=total&amount_min=1"),
            ("collaborations", "?organisation=bank"),
        ):
            with self.subTest(kind=kind, query=query):
                count = fetch_page(self.client, f"/en/{kind}/{query}").count
                self.assertEqual(len(self.fetch_csv(f"{kind}.csv{query}")), count)
                document = self.fetch_json(f"{kind}.json{query}")
                self.assertEqual((document["count"], len(document["results"])), (count, count))
                self.assertEqual(self.fetch_workbook(f"{kind}.xlsx{query}")[kind].max_row - 1, count)

    def test_has_no_pages(self):
        for _number in range(30):
            factories.organisation()
        self.assertEqual(len(self.fetch_csv("organisations.csv?page_size=5&page=2")), 32)


class RefusalTests(DownloadTestCase):
    def test_of_a_filter_is_a_problem_that_names_the_parameter(self):
        response = self.client.get("/en/organisations.csv?kind=wizard")
        self.assertEqual((response.status_code, response["Content-Type"]), (400, "application/problem+json"))
        self.assertEqual([error["parameter"] for error in response.json()["errors"]], ["kind"])

    def test_of_a_long_sort_option_makes_no_long_header(self):
        response = self.client.get("/en/organisations.csv", {"sort": "排" * 1500})
        self.assertLess(len(response["Warning"]), 4000)


class NameTests(DownloadTestCase):
    """What citations, changes and filters call a field is the name of its column."""

    def test_of_a_column_is_that_of_the_field(self):
        for model in RECORD_MODELS:
            columns = {split_language_column(name)[0] for name in RECORD_TABLES[model].header}
            with self.subTest(model=model.__name__):
                self.assertLessEqual(set(model.bearable_fields), columns)

    def test_of_the_address_of_a_page_is_that_of_the_api(self):
        address = self.fetch_csv("organisations.csv?kind=financial_institution")[0]["page_url"]
        self.assertEqual(address, self.client.get("/api/v1/organisations/bank").json()["page_url"])

    def test_of_what_a_source_bears_out_is_the_same_in_workbooks(self):
        header = next(self.fetch_workbook("organisations.xlsx")["sources"].values)
        self.assertIn("supports", header)


class CsvTests(DownloadTestCase):
    def test_opens_as_utf_8_in_a_spreadsheet(self):
        self.assertTrue(self.client.get("/en/organisations.csv").getvalue().startswith(b"\xef\xbb\xbf"))

    def test_begins_no_formula(self):
        self.assertEqual(self.fetch_csv("organisations.csv?kind=financial_institution")[0]["name_en"], "'=The Bank")

    def test_says_which_source_says_something_else_of_a_field(self):
        factories.dispute(self.bank, "founded", "1984", url="https://other.example/")
        said = {row["slug"]: row["disputed"] for row in self.fetch_csv("organisations.csv")}
        self.assertEqual(said, {"bank": "founded: 1984 (https://other.example/)", "lab": ""})

    def test_has_names_in_three_languages_whatever_language_it_is_asked_in(self):
        answers = {self.client.get(f"/{language}/organisations.csv").getvalue() for language in ("en", "zh-hans")}
        self.assertEqual(len(answers), 1)
        row = self.fetch_csv("organisations.csv?kind=financial_institution")[0]
        self.assertEqual((row["name_zh_hant"], row["name_zh_hans"]), ("銀行", "银行"))

    def test_has_dates_as_exact_as_they_are_and_lists_parted(self):
        row = self.fetch_csv("organisations.csv?kind=financial_institution")[0]
        self.assertEqual((row["founded"], row["aliases"]), ("1985-06", "Bank | The One"))

    def test_names_nothing_that_is_not_public(self):
        self.assertEqual(self.fetch_csv("initiatives.csv")[0]["bodies"], "bank:lead")
        self.assertEqual([row["slug"] for row in self.fetch_csv("organisations.csv?kind=research_centre")], ["lab"])

    def test_has_the_same_columns_for_nothing(self):
        text = self.client.get("/en/organisations.csv?kind=association").getvalue().decode("utf-8-sig")
        self.assertEqual(
            text.splitlines()[0],
            self.client.get("/en/organisations.csv").getvalue().decode("utf-8-sig").splitlines()[0],
        )

    def test_keeps_the_order_of_the_list(self):
        slugs = [row["slug"] for row in self.fetch_csv("organisations.csv?sort=-founded")]
        self.assertEqual(slugs[0], "bank")


class JsonTests(DownloadTestCase):
    def test_says_what_it_is_and_under_which_terms(self):
        document = self.fetch_json("organisations.json?kind=research_centre")
        self.assertEqual(document["address"], f"{SITE}/en/organisations/?kind=research_centre")
        self.assertIn("creativecommons.org/licenses/by/4.0", document["licence"])

    def test_has_numbers_as_numbers(self):
        (fund,) = self.fetch_json("initiatives.json")["results"]
        self.assertEqual(fund["amount"], 3_000_000_000)
        self.assertEqual(
            self.fetch_json("organisations.json?kind=financial_institution")["results"][0]["latitude"], 22.281
        )

    def test_has_lists_as_lists_and_null_for_what_is_not_known(self):
        found = {row["slug"]: row for row in self.fetch_json("organisations.json")["results"]}
        bank, lab = found["bank"], found["lab"]
        self.assertEqual((bank["aliases"], bank["support"]), (["Bank", "The One"], []))
        unknown = ("acronym", "founded", "closed", "website", "successor", "latitude", "verified_on", "ror")
        self.assertEqual({name: lab[name] for name in unknown}, dict.fromkeys(unknown))

    def test_is_whole_for_nothing(self):
        self.assertEqual(self.fetch_json("organisations.json?kind=association")["results"], [])


class XlsxTests(DownloadTestCase):
    def test_has_room_for_texts_in_every_language(self):
        sheet = self.fetch_workbook("organisations.xlsx")["organisations"]
        widths = {cell.value: sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]}
        self.assertEqual(len({widths[f"summary_{code}"] for code in ("en", "zh_hant", "zh_hans")}), 1)
        self.assertGreater(widths["name_zh_hant"], widths["slug"])

    def test_has_typed_cells(self):
        sheet = self.fetch_workbook("initiatives.xlsx")["initiatives"]
        columns = {cell.value: cell.column - 1 for cell in sheet[1]}
        row = sheet[2]
        self.assertEqual(row[columns["amount"]].value, 3_000_000_000)
        self.assertEqual(row[columns["sources_read_on"]].value.date(), date(2026, 11, 22))

    def test_keeps_a_text_that_begins_like_a_formula_a_text(self):
        sheet = self.fetch_workbook("organisations.xlsx?kind=financial_institution")["organisations"]
        cell = next(cell for cell in sheet[2] if cell.value == "=The Bank")
        self.assertEqual(cell.data_type, "s")

    def test_has_a_sheet_of_the_sources_of_what_is_listed(self):
        rows = list(self.fetch_workbook("organisations.xlsx?kind=research_centre")["sources"].values)
        self.assertEqual({row[0] for row in rows[1:]}, {"lab"})

    def test_has_a_sheet_that_names_the_filter_the_day_and_the_licence(self):
        query = "?kind=research_centre&founded_before=2030"
        with time_machine.travel("2026-11-21T18:00:00Z"):
            about = dict(self.fetch_workbook(f"organisations.xlsx{query}")["about"].values)
        self.assertEqual(about["address"], f"{SITE}/en/organisations/{query}")
        self.assertEqual(about["filter"], "Research centre, Founded in or before 2030")
        # In Hong Kong.
        self.assertEqual(about["made_on"], "2026-11-22")
        self.assertEqual(about["licence"], "https://creativecommons.org/licenses/by/4.0/")

    def test_names_no_filter_where_there_is_none(self):
        self.assertIsNone(dict(self.fetch_workbook("organisations.xlsx")["about"].values)["filter"])
