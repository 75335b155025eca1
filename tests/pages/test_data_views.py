"""The data page, the data dictionary and the citation files."""

import bibtexparser
import rispy
from django.conf import settings
from django.test import TestCase
from rdflib import Literal, Namespace, URIRef

from ecosystem.exports.releases.tables import TABLES, TABLES_BY_NAME
from ecosystem.models import RECORD_MODELS, Indicator, Observation, Place, Source, Theme
from ecosystem.models.vocabulary import Application
from ecosystem.pages.data_dictionary import CSV_DATASETS
from tests.support.html_pages import fetch_page
from tests.support.release_shelf import TwoReleasesTestCase
from tests.support.structured_data import parse_json_ld

SITE = settings.SITE_URL
SCHEMA = Namespace("https://schema.org/")


class DataPageWithoutReleaseTests(TestCase):
    def test_missing_release_is_stated(self):
        for path in ("data/", "data/releases/"):
            with self.subTest(path=path):
                self.assertIn("o data releases yet", fetch_page(self.client, f"/en/{path}").content.text)

    def test_latest_release_is_404(self):
        for path in ("latest/", "latest/hkai.xlsx", "2026-11-27-1/", "2026-11-27-1/NOTES.md"):
            with self.subTest(path=path):
                self.assertEqual(self.client.get(f"/en/data/releases/{path}").status_code, 404)

    def test_citation_is_of_the_current_directory(self):
        (entry,) = bibtexparser.parse_string(self.client.get("/en/data/hkai.bib").content.decode()).entries
        self.assertEqual((entry.key, entry["url"]), ("hkai", f"{SITE}/en/data/"))


class DataPageTests(TwoReleasesTestCase):
    def test_every_list_is_linked_in_every_format(self):
        links = fetch_page(self.client, "/zh-hant/data/").links
        for extract in ("applications", "places", "sources", "changes", "indicators", "map", "network", "timeline"):
            self.assertIn(f"/zh-hant/{extract}.csv", links)
        for kind in ("organisations", "initiatives", "collaborations"):
            for form in ("csv", "xlsx", "json", "atom"):
                self.assertIn(f"/zh-hant/{kind}.{form}", links)

    def test_links_have_no_broken_target(self):
        for path in ("data/", "data/dictionary/", "data/releases/", f"data/releases/{self.second}/"):
            for link in sorted({a["href"] for a in fetch_page(self.client, f"/en/{path}").content.select("a")}):
                with self.subTest(path=path, link=link):
                    if link.startswith("/"):
                        response = self.client.get(link)
                        response.getvalue()
                        self.assertEqual(response.status_code, 200)

    def test_json_ld_describes_a_dataset(self):
        page = fetch_page(self.client, "/zh-hant/data/")
        (script,) = page.select('script[type="application/ld+json"]')
        found, subject = parse_json_ld(script.text), URIRef(f"{SITE}/en/data/")
        rdf_type = URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        self.assertEqual(found.value(subject, rdf_type), SCHEMA.Dataset)
        self.assertEqual(found.value(subject, SCHEMA.version), Literal(self.second))
        self.assertEqual(str(found.value(subject, SCHEMA.license)), "https://creativecommons.org/licenses/by/4.0/")
        self.assertEqual(found.value(subject, SCHEMA.temporalCoverage), Literal("2001/.."))
        self.assertEqual(
            {name.language for name in found.objects(subject, SCHEMA.name)}, {"en", "zh-Hant-HK", "zh-Hans"}
        )
        self.assertEqual(str(found.value(found.value(subject, SCHEMA.creator), SCHEMA.name)), "HKAI · 香港AI")
        for download in found.objects(subject, SCHEMA.distribution):
            address = str(found.value(download, SCHEMA.contentUrl))
            with self.subTest(address=address):
                response = self.client.get(address.removeprefix(SITE))
                self.assertEqual(response.status_code, 200)
                self.assertEqual(
                    response["Content-Type"].partition(";")[0], str(found.value(download, SCHEMA.encodingFormat))
                )

    def test_citation_is_of_the_latest_release(self):
        (entry,) = rispy.loads(self.client.get("/en/data/hkai.ris").content.decode())
        self.assertEqual((entry["edition"], entry["urls"]), (self.second, [f"{SITE}/en/data/releases/{self.second}/"]))


class DataDictionaryPageTests(TestCase):
    # What stands in no file, with the reason.
    LEFT_OUT = {
        "status": "whatever stands in a file is published",
        "created_at": "of use to editors only",
        "published_at": "of use to editors only",
        "updated_at": "told by the day, as updated_on",
        "id": "no row is known by its number",
    }

    def test_every_column_of_every_table_is_described(self):
        page = fetch_page(self.client, "/en/data/dictionary/")
        for table in (*TABLES, *CSV_DATASETS):
            with self.subTest(table=table.name):
                rows = page.one(f'section[id="{table.name}"]').select("tr")[1:]
                self.assertEqual([row.one("th").text for row in rows], [column.name for column in table.columns])
                self.assertTrue(all(row.select("td")[1].text for row in rows))

    def test_every_field_of_every_model_is_a_column(self):
        models = (*RECORD_MODELS, Place, Source, Indicator, Theme, Application)
        for model in models:
            columns = {column.name for column in TABLES_BY_NAME[f"{model._meta.model_name}s"].columns}
            for field in (*model._meta.concrete_fields, *model._meta.local_many_to_many):
                with self.subTest(model=model.__name__, field=field.name):
                    # What is no fact stands in no file of facts either.
                    if field.name not in self.LEFT_OUT and field.serialize:
                        self.assertIn(field.name, columns)

    def test_values_of_a_vocabulary_are_named(self):
        section = fetch_page(self.client, "/zh-hant/data/dictionary/").one("section#sources")
        self.assertIn("official 官方", section.text)

    def test_values_of_a_vocabulary_are_defined(self):
        section = fetch_page(self.client, "/en/data/dictionary/").one("section#collaboration_participants")
        self.assertIn("host Host: The organisation at which the laboratory or project is based.", section.text)

    def test_observations_have_every_field(self):
        names = {column.name for column in TABLES_BY_NAME["observations"].columns}
        self.assertEqual(names, {field.name for field in Observation._meta.concrete_fields} - {"id"})


class FooterDataLinkTests(TestCase):
    def test_footer_links_to_the_data_page(self):
        self.assertIn("/en/data/", fetch_page(self.client, "/en/about/").links)
