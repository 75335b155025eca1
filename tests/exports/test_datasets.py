"""CSV files of the timeline, map, network, places, sources, changes and applications."""

import csv
from io import StringIO

from django.conf import settings
from django.test import TestCase
from django.urls import reverse

from ecosystem.core.languages import LANG_TAGS, split_language_column
from ecosystem.history import revisions
from ecosystem.models import Change, Place, Source
from tests.support import addresses, factories
from tests.support.html_pages import fetch_page

SITE = settings.SITE_URL


class CsvDatasetTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        city, finance = factories.theme("smart-city"), factories.theme("ai-in-finance")
        cls.task = factories.application()
        cls.bank = factories.organisation(
            slug="bank", name_zh_hant="銀行", kind="financial_institution", applications=[cls.task]
        )
        cls.lab = factories.organisation(slug="lab", kind="research_centre", parent=cls.bank, themes=[city, finance])
        cls.fund = factories.initiative(slug="fund", lead=cls.bank, starts="2024-10", themes=[city, finance])
        cls.pact = factories.collaboration(slug="pact", parties=[cls.bank, cls.lab], announced="2023")
        for record, fields in (
            (cls.bank, ["place"]),
            (cls.lab, ["parent"]),
            (cls.fund, ["starts", "name"]),
            (cls.pact, ["participants"]),
        ):
            factories.cite(record, *fields, url=f"https://example.org/{record.slug}", grade="press", title="=Sum")
        factories.indicator(slug="parks")
        factories.rebuild_search_index()
        revisions.begin_record_histories()

    def get(self, path, language="en"):
        response = self.client.get(f"/{language}/{path}")
        self.assertEqual(response.status_code, 200, path)
        return response.getvalue().decode("utf-8-sig")

    def rows(self, path):
        return list(csv.DictReader(StringIO(self.get(path))))


class CsvDatasetConventionTests(CsvDatasetTestCase):
    """What the data page states about every CSV file."""

    def test_names_are_in_three_languages(self):
        for path in addresses.CSV_FILES:
            header = self.get(path).splitlines()[0].split(",")
            parts = [split_language_column(name) for name in header]
            with self.subTest(path=path):
                languages = {base: {tag for own, tag in parts if own == base and tag} for base, tag in parts if tag}
                self.assertEqual({base for base, tags in languages.items() if tags != set(LANG_TAGS.values())}, set())
                self.assertNotIn("name", header)

    def test_rows_do_not_depend_on_the_language(self):
        for path in addresses.CSV_FILES:
            with self.subTest(path=path):
                # In the order of the list, which is that of names in the language of the reader.
                one, other = (sorted(self.get(path, language).splitlines()) for language in ("en", "zh-hans"))
                self.assertEqual(one, other)

    def test_lists_are_separated_by_pipes(self):
        themes = {row["record"]: row["themes"] for row in self.rows("timeline.csv")}
        self.assertEqual(set(themes["fund"].split(" | ")), {"smart-city", "ai-in-finance"})

    def test_map_cites_the_sources_of_a_place(self):
        said = {row["organisation"]: row["sources"] for row in self.rows("map.csv")}
        self.assertEqual((said["bank"], said["lab"]), ("https://example.org/bank", ""))

    def test_timeline_cites_the_sources_of_a_date(self):
        said = {(row["record"], row["field"]): row["sources"] for row in self.rows("timeline.csv")}
        self.assertEqual(said["fund", "starts"], "https://example.org/fund")
        self.assertEqual(said["pact", "announced"], "")

    def test_network_cites_the_sources_of_a_relation(self):
        said = {row["tie"]: row["sources"] for row in self.rows("network.csv")}
        self.assertEqual(said, {"collaboration": "https://example.org/pact", "part": "https://example.org/lab"})


class SourceCsvTests(CsvDatasetTestCase):
    def test_filters_are_those_of_the_page(self):
        for query in ("", "?grade=press", "?sort=-published"):
            with self.subTest(query=query):
                count = fetch_page(self.client, f"/en/sources/{query}").count
                self.assertEqual(len(self.rows(f"sources.csv{query}")), count)

    def test_rows_link_to_the_page_of_the_source(self):
        source = Source.objects.get(url="https://example.org/fund")
        said = {row["url"]: row["page_url"] for row in self.rows("sources.csv")}
        self.assertEqual(said[source.url], f"{SITE}/en/sources/{source.pk}/")

    def test_formulas_are_escaped(self):
        self.assertEqual({row["title"] for row in self.rows("sources.csv?grade=press")}, {"'=Sum"})


class PlaceCsvTests(CsvDatasetTestCase):
    def test_contains_every_place(self):
        self.assertEqual(
            {row["slug"] for row in self.rows("places.csv")}, {place.slug for place in Place.objects.all()}
        )

    def test_negative_coordinates_are_numbers(self):
        factories.place_abroad("far", longitude="-122.4", latitude="-3.2")
        (far,) = [row for row in self.rows("places.csv") if row["slug"] == "far"]
        self.assertEqual((float(far["longitude"]), float(far["latitude"])), (-122.4, -3.2))


class ChangeCsvTests(CsvDatasetTestCase):
    def test_filters_are_those_of_the_page(self):
        for query in ("", "?kind=initiative", "?what=entered&theme=smart-city", "?what=correction"):
            with self.subTest(query=query):
                count = fetch_page(self.client, f"/en/changes/{query}").count
                self.assertEqual(len(self.rows(f"changes.csv{query}")), count)

    def test_order_is_that_of_the_page(self):
        (address,) = [
            a["href"] for a in fetch_page(self.client, "/en/changes/?sort=made").select("a") if ".csv" in a["href"]
        ]
        numbers = [int(row["id"]) for row in self.rows(address.removeprefix("/en/"))]
        self.assertEqual(numbers, sorted(numbers))

    def test_rows_name_the_record_and_the_kind_of_change(self):
        change = Change.objects.get(organisation=self.bank)
        (row,) = [row for row in self.rows("changes.csv") if row["id"] == str(change.pk)]
        told = (row["kind"], row["record"], row["what"], row["name_zh_hans"])
        self.assertEqual(told, ("organisation", "bank", "entered", "银行"))

    def test_archived_record_has_no_name(self):
        type(self.bank).objects.filter(slug="bank").update(status="archived")
        Change.objects.filter(organisation=self.bank).update(kind="archived", reason="It never was.")
        (row,) = [row for row in self.rows("changes.csv") if row["record"] == "bank"]
        self.assertEqual((row["name_en"], row["reason"]), ("", "It never was."))


class ApplicationCsvTests(CsvDatasetTestCase):
    def test_counts_link_to_their_list(self):
        (row,) = [row for row in self.rows("applications.csv") if row["value"] == "financial_institution"]
        self.assertEqual((row["application"], row["by"], row["count"]), (self.task.slug, "kind", "1"))
        self.assertEqual(fetch_page(self.client, row["list_url"].removeprefix(SITE)).count, 1)

    def test_parameters_are_those_of_the_page(self):
        values = {row["value"] for row in self.rows("applications.csv?by=theme&tie=named")}
        self.assertEqual(values, {"ai-in-finance", "all", "initiative", "collaboration"} & values)
        self.assertIn("ai-in-finance", values)


class CsvDatasetLinkTests(CsvDatasetTestCase):
    def test_pages_link_to_the_csv_file_with_their_filters(self):
        for name, query in (
            ("application", "?tie=named"),
            ("place", ""),
            ("source", "?grade=press"),
            ("change", "?kind=initiative"),
        ):
            with self.subTest(name=name):
                page = fetch_page(self.client, reverse(f"{name}-list") + query)
                links = {a.text: a["href"] for a in page.one("p#files").select("a")}
                self.assertEqual(links["CSV"], reverse(f"{name}-csv") + query)

    def test_invalid_parameter_value_is_a_bad_request(self):
        for path in ("sources.csv?grade=x", "changes.csv?kind=x", "applications.csv?tie=x"):
            with self.subTest(path=path):
                response = self.client.get(f"/en/{path}")
                self.assertEqual(response.status_code, 400)
                self.assertIn("“x”", response.content.decode())
