"""Lists as CSV, JSON and XLSX files."""

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


class ListFileStreamingTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for _number in range(40):
            factories.organisation()

    def count_new_instances(self, address):
        """Return how many more records are in memory after the whole list was written, without garbage collection."""
        gc.collect()
        gc.disable()
        before = self.count_instances()
        try:
            for _piece in self.client.get(address).streaming_content:
                pass
            return self.count_instances() - before
        finally:
            gc.enable()

    def count_instances(self):
        # By its type: `isinstance` would evaluate lazy objects that other tests left in memory.
        return sum(type(thing) is Organisation and "name_en" in vars(thing) for thing in gc.get_objects())

    @patch("ecosystem.exports.export_table.CHUNK_SIZE", 5)
    def test_few_rows_are_in_memory_at_a_time(self):
        for form in ("csv", "json", "xlsx"):
            with self.subTest(form=form):
                self.assertLess(self.count_new_instances(f"/en/organisations.{form}"), 12)

    def test_conversion_of_texts_needs_no_query_per_row(self):
        Organisation.objects.update(summary_zh_hant=Concat(Value("支援數碼科技"), "slug"))
        for form in ("csv", "json", "xlsx"):
            with self.subTest(form=form), CaptureQueriesContext(connection) as queries:
                list(self.client.get(f"/en/organisations.{form}").streaming_content)
            self.assertLess(len(queries), Organisation.objects.count())


class ListFileCountTests(DownloadTestCase):
    def test_page_and_files_have_the_same_number_of_records(self):
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

    def test_files_are_not_paginated(self):
        for _number in range(30):
            factories.organisation()
        self.assertEqual(len(self.fetch_csv("organisations.csv?page_size=5&page=2")), 32)


class ListFileErrorTests(DownloadTestCase):
    def test_invalid_filter_is_a_problem_that_names_the_parameter(self):
        response = self.client.get("/en/organisations.csv?kind=wizard")
        self.assertEqual((response.status_code, response["Content-Type"]), (400, "application/problem+json"))
        self.assertEqual([error["parameter"] for error in response.json()["errors"]], ["kind"])

    def test_warning_header_has_a_maximum_length(self):
        response = self.client.get("/en/organisations.csv", {"sort": "排" * 1500})
        self.assertLess(len(response["Warning"]), 4000)


class ListFileColumnNameTests(DownloadTestCase):
    """Fields have the same names in files, citations, changes, filters and the API."""

    def test_columns_are_named_like_fields(self):
        for model in RECORD_MODELS:
            columns = {split_language_column(name)[0] for name in RECORD_TABLES[model].header}
            with self.subTest(model=model.__name__):
                self.assertLessEqual(set(model.bearable_fields), columns)

    def test_page_url_is_named_as_in_the_api(self):
        address = self.fetch_csv("organisations.csv?kind=financial_institution")[0]["page_url"]
        self.assertEqual(address, self.client.get("/api/v1/organisations/bank").json()["page_url"])

    def test_supports_column_is_in_workbooks(self):
        header = next(self.fetch_workbook("organisations.xlsx")["sources"].values)
        self.assertIn("supports", header)


class ListCsvFileTests(DownloadTestCase):
    def test_starts_with_a_utf_8_byte_order_mark(self):
        self.assertTrue(self.client.get("/en/organisations.csv").getvalue().startswith(b"\xef\xbb\xbf"))

    def test_escapes_formulas(self):
        self.assertEqual(self.fetch_csv("organisations.csv?kind=financial_institution")[0]["name_en"], "'=The Bank")

    def test_disputed_column_has_the_claim_and_its_source(self):
        factories.dispute(self.bank, "founded", "1984", url="https://other.example/")
        said = {row["slug"]: row["disputed"] for row in self.fetch_csv("organisations.csv")}
        self.assertEqual(said, {"bank": "founded: 1984 (https://other.example/)", "lab": ""})

    def test_has_names_in_three_languages_in_any_language(self):
        answers = {self.client.get(f"/{language}/organisations.csv").getvalue() for language in ("en", "zh-hans")}
        self.assertEqual(len(answers), 1)
        row = self.fetch_csv("organisations.csv?kind=financial_institution")[0]
        self.assertEqual((row["name_zh_hant"], row["name_zh_hans"]), ("銀行", "银行"))

    def test_dates_keep_their_precision_and_lists_are_joined(self):
        row = self.fetch_csv("organisations.csv?kind=financial_institution")[0]
        self.assertEqual((row["founded"], row["aliases"]), ("1985-06", "Bank | The One"))

    def test_omits_unpublished_records(self):
        self.assertEqual(self.fetch_csv("initiatives.csv")[0]["bodies"], "bank:lead")
        self.assertEqual([row["slug"] for row in self.fetch_csv("organisations.csv?kind=research_centre")], ["lab"])

    def test_empty_file_has_the_same_columns(self):
        text = self.client.get("/en/organisations.csv?kind=association").getvalue().decode("utf-8-sig")
        self.assertEqual(
            text.splitlines()[0],
            self.client.get("/en/organisations.csv").getvalue().decode("utf-8-sig").splitlines()[0],
        )

    def test_is_sorted_like_the_list(self):
        slugs = [row["slug"] for row in self.fetch_csv("organisations.csv?sort=-founded")]
        self.assertEqual(slugs[0], "bank")


class ListJsonFileTests(DownloadTestCase):
    def test_has_its_address_and_licence(self):
        document = self.fetch_json("organisations.json?kind=research_centre")
        self.assertEqual(document["address"], f"{SITE}/en/organisations/?kind=research_centre")
        self.assertIn("creativecommons.org/licenses/by/4.0", document["licence"])

    def test_has_numbers_as_numbers(self):
        (fund,) = self.fetch_json("initiatives.json")["results"]
        self.assertEqual(fund["amount"], 3_000_000_000)
        self.assertEqual(
            self.fetch_json("organisations.json?kind=financial_institution")["results"][0]["latitude"], 22.281
        )

    def test_has_lists_as_lists_and_null_for_unknown_values(self):
        found = {row["slug"]: row for row in self.fetch_json("organisations.json")["results"]}
        bank, lab = found["bank"], found["lab"]
        self.assertEqual((bank["aliases"], bank["support"]), (["Bank", "The One"], []))
        unknown = ("acronym", "founded", "closed", "website", "successor", "latitude", "verified_on", "ror")
        self.assertEqual({name: lab[name] for name in unknown}, dict.fromkeys(unknown))

    def test_empty_list_has_empty_results(self):
        self.assertEqual(self.fetch_json("organisations.json?kind=association")["results"], [])


class ListXlsxFileTests(DownloadTestCase):
    def test_columns_of_text_have_the_same_width_in_every_language(self):
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

    def test_text_that_looks_like_a_formula_stays_text(self):
        sheet = self.fetch_workbook("organisations.xlsx?kind=financial_institution")["organisations"]
        cell = next(cell for cell in sheet[2] if cell.value == "=The Bank")
        self.assertEqual(cell.data_type, "s")

    def test_sources_sheet_has_sources_of_listed_records_only(self):
        rows = list(self.fetch_workbook("organisations.xlsx?kind=research_centre")["sources"].values)
        self.assertEqual({row[0] for row in rows[1:]}, {"lab"})

    def test_about_sheet_has_filter_date_and_licence(self):
        query = "?kind=research_centre&founded_before=2030"
        with time_machine.travel("2026-11-21T18:00:00Z"):
            about = dict(self.fetch_workbook(f"organisations.xlsx{query}")["about"].values)
        self.assertEqual(about["address"], f"{SITE}/en/organisations/{query}")
        self.assertEqual(about["filter"], "Research centre, Founded in or before 2030")
        # In Hong Kong.
        self.assertEqual(about["made_on"], "2026-11-22")
        self.assertEqual(about["licence"], "https://creativecommons.org/licenses/by/4.0/")

    def test_about_sheet_has_no_filter_for_the_whole_list(self):
        self.assertIsNone(dict(self.fetch_workbook("organisations.xlsx")["about"].values)["filter"])
