"""The data to take away: the page, the dictionary, the releases and their files."""

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from unittest import mock

import bibtexparser
import rispy
from django.conf import settings
from django.test import TestCase, override_settings
from rdflib import Literal, Namespace, URIRef

from ecosystem.extracts import EXTRACTS
from ecosystem.models import RECORDS, Indicator, Observation, Organisation, Place, Source, Theme
from ecosystem.models.vocabulary import Application
from ecosystem.releases.tables import BY_NAME, TABLES
from tests import factories
from tests.reading import read
from tests.releases.world import made, release
from tests.views.test_machines import graph

SITE = settings.SITE_URL
SCHEMA = Namespace("https://schema.org/")


class EmptyTests(TestCase):
    def test_says_that_there_is_no_release_yet(self):
        for path in ("data/", "data/releases/"):
            with self.subTest(path=path):
                self.assertIn("There is no release yet", read(self.client, f"/en/{path}").content.text)

    def test_has_no_latest_release(self):
        for path in ("latest/", "latest/hkai.xlsx", "2026-11-27-1/", "2026-11-27-1/NOTES.md"):
            with self.subTest(path=path):
                self.assertEqual(self.client.get(f"/en/data/releases/{path}").status_code, 404)

    def test_cites_the_directory_as_it_is_today(self):
        (entry,) = bibtexparser.parse_string(self.client.get("/en/data/hkai.bib").content.decode()).entries
        self.assertEqual((entry.key, entry["url"]), ("hkai", f"{SITE}/en/data/"))


class ReleasedTestCase(TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shelf = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.shelf, ignore_errors=True)
        cls.enterClassContext(override_settings(RELEASES_DIR=cls.shelf))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls):
        made()
        release(cls.shelf)
        Organisation.objects.filter(slug="lab").update(founded="2001")
        factories.organisation(slug="newcomer", name_en="Newcomer", name_zh_hant="新來者")
        release(cls.shelf)
        cls.first, cls.second = sorted(path.name for path in cls.shelf.iterdir() if path.is_dir())


class PageTests(ReleasedTestCase):
    def test_offers_every_list_in_every_form(self):
        links = read(self.client, "/zh-hant/data/").links
        for extract in ("applications", "places", "sources", "changes", "indicators", "map", "network", "timeline"):
            self.assertIn(f"/zh-hant/{extract}.csv", links)
        for kind in ("organisations", "initiatives", "collaborations"):
            for form in ("csv", "xlsx", "json", "atom"):
                self.assertIn(f"/zh-hant/{kind}.{form}", links)

    def test_leads_to_nothing_that_is_not_there(self):
        for path in ("data/", "data/dictionary/", "data/releases/", f"data/releases/{self.second}/"):
            for link in sorted({a["href"] for a in read(self.client, f"/en/{path}").content.all("a")}):
                with self.subTest(path=path, link=link):
                    if link.startswith("/"):
                        response = self.client.get(link)
                        response.getvalue()
                        self.assertEqual(response.status_code, 200)

    def test_tells_machines_of_a_data_set(self):
        page = read(self.client, "/zh-hant/data/")
        (script,) = page.all("script", type="application/ld+json")
        found, subject = graph(script.text), URIRef(f"{SITE}/en/data/")
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

    def test_cites_the_latest_release(self):
        (entry,) = rispy.loads(self.client.get("/en/data/hkai.ris").content.decode())
        self.assertEqual((entry["edition"], entry["urls"]), (self.second, [f"{SITE}/en/data/releases/{self.second}/"]))


class ReleasePageTests(ReleasedTestCase):
    def test_stand_the_newest_first(self):
        headings = [heading.text for heading in read(self.client, "/en/data/releases/").content.all("h2")]
        self.assertEqual(headings, [self.second, self.first])

    def test_says_what_has_changed_in_the_language_of_the_reader(self):
        said = read(self.client, f"/zh-hant/data/releases/{self.second}/").one("section", id="changes").text
        self.assertIn("newcomer 新來者", said)
        self.assertIn("founded", said)

    def test_says_of_each_file_how_large_it_is_and_what_its_checksum_is(self):
        page = read(self.client, f"/en/data/releases/{self.second}/")
        rows = {row.one("a").text: row.one("code").text for row in page.one("section", id="files").all("tr")[1:]}
        path = self.shelf / self.second / "csv" / "places.csv"
        self.assertEqual(rows["csv/places.csv"], hashlib.sha256(path.read_bytes()).hexdigest())

    def test_stands_at_an_address_that_stays(self):
        self.assertRedirects(self.client.get("/en/data/releases/latest/"), f"/en/data/releases/{self.second}/")


class FileTests(ReleasedTestCase):
    def get(self, path):
        return self.client.get(f"/en/data/releases/{path}")

    def test_is_what_lies_in_the_release(self):
        response = self.get(f"{self.first}/csv/organisations.csv")
        self.assertEqual(response.getvalue(), (self.shelf / self.first / "csv" / "organisations.csv").read_bytes())
        self.assertEqual(response["Content-Type"], "text/csv; charset=utf-8")

    def test_is_of_its_type(self):
        for name, expected in (
            ("hkai.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ("hkai.db", "application/vnd.sqlite3"),
            ("datapackage.json", "application/json"),
            ("NOTES.md", "text/markdown; charset=utf-8"),
            ("SHA256SUMS", "text/plain; charset=utf-8"),
            ("hkai-csv.zip", "application/zip"),
        ):
            with self.subTest(name=name):
                response = self.get(f"{self.second}/{name}")
                response.getvalue()
                self.assertEqual((response.status_code, response["Content-Type"]), (200, expected))

    def test_is_the_newest_at_an_address_that_stays(self):
        self.assertRedirects(
            self.get("latest/hkai.db"), f"/en/data/releases/{self.second}/hkai.db", fetch_redirect_response=False
        )

    def test_may_be_kept_for_ever(self):
        response = self.get(f"{self.first}/NOTES.md")
        response.getvalue()
        self.assertIn("immutable", response["Cache-Control"])
        again = self.client.get(response.request["PATH_INFO"], headers={"If-None-Match": response["ETag"]})
        self.assertEqual(again.status_code, 304)

    def test_is_none_but_what_the_checksums_name(self):
        (self.shelf / "outside.txt").write_text("outside")
        (self.shelf / self.first / "beside.txt").write_text("beside")
        for path in (
            f"{self.first}/beside.txt",
            f"{self.first}/../outside.txt",
            f"{self.first}/%2e%2e/outside.txt",
            f"{self.first}//etc/passwd",
            f"{self.first}/csv",
            f"{self.first}/csv/",
            "../outside.txt",
            "..%2foutside.txt/NOTES.md",
            ".lock/NOTES.md",
            f"{self.first}/NOTES.md%00",
            "latest/../../outside.txt",
        ):
            with self.subTest(path=path):
                self.assertEqual(self.get(path).status_code, 404)


class BrokenTests(ReleasedTestCase):
    def test_is_passed_over_where_it_cannot_be_read(self):
        broken = self.shelf / "2099-01-01-1"
        broken.mkdir()
        self.addCleanup(shutil.rmtree, broken)
        (broken / "release.json").write_text("{", encoding="utf-8")
        with self.assertLogs("ecosystem.releases.release"):
            self.assertRedirects(self.client.get("/en/data/releases/latest/"), f"/en/data/releases/{self.second}/")

    def test_is_offered_without_a_file_that_is_missing(self):
        copy = self.shelf / "2099-01-01-2"
        shutil.copytree(self.shelf / self.second, copy)
        self.addCleanup(shutil.rmtree, copy)
        (copy / "hkai-csv.zip").unlink()
        with self.assertLogs("ecosystem.releases.release"):
            self.assertEqual(self.client.get("/en/data/").status_code, 200)
        for path in ("releases/", f"releases/{copy.name}/"):
            with self.subTest(path=path):
                links = read(self.client, f"/en/data/{path}").links
                self.assertIn(f"/en/data/releases/{copy.name}/hkai.db", links)
                self.assertNotIn(f"/en/data/releases/{copy.name}/hkai-csv.zip", links)
        self.assertEqual(self.client.get(f"/en/data/releases/{copy.name}/hkai-csv.zip").status_code, 404)

    def test_has_no_file_that_is_lost_after_it_was_named(self):
        copy = self.shelf / "2099-01-01-3"
        shutil.copytree(self.shelf / self.second, copy)
        self.addCleanup(shutil.rmtree, copy)
        address = f"/en/data/releases/{copy.name}/csv/places.csv"
        self.client.get(address).getvalue()
        (copy / "csv" / "places.csv").unlink()
        self.assertEqual(self.client.get(address).status_code, 404)


class ManyTests(TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shelf = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.shelf, ignore_errors=True)
        cls.enterClassContext(override_settings(RELEASES_DIR=cls.shelf))
        super().setUpClass()
        counts = dict.fromkeys(BY_NAME, 0)
        said = {"date": "2026-11-27", "edition": 1, "since": "", "counts": counts, "changes": []}
        for number in range(1, 42):
            folder = cls.shelf / f"2026-11-27-{number}"
            folder.mkdir()
            (folder / "release.json").write_text(json.dumps(said), encoding="utf-8")
            (folder / "SHA256SUMS").write_text("", encoding="utf-8")

    def numbers(self, query=""):
        page = read(self.client, f"/en/data/releases/{query}")
        return page, [int(heading.text.rpartition("-")[2]) for heading in page.content.all("h2")]

    def test_stand_on_pages_that_lead_to_each_other(self):
        first, numbers = self.numbers()
        self.assertEqual(numbers, list(range(41, 21, -1)))
        self.assertIn("?page=2", [a["href"] for a in first.content.all("a")])
        last, numbers = self.numbers("?page=3")
        self.assertEqual(numbers, [1])
        self.assertIn("?page=2", [a["href"] for a in last.content.all("a")])

    def test_have_no_page_beyond_the_last(self):
        for page in ("4", "0", "x", "-1"):
            with self.subTest(page=page):
                beyond, _numbers = self.numbers(f"?page={page}")
                self.assertEqual(beyond.status, 404)
                self.assertIn("/en/data/releases/?page=3", [a["href"] for a in beyond.content.all("a")])

    def test_are_read_once(self):
        self.client.get("/en/data/releases/")
        with mock.patch.object(Path, "read_text", side_effect=AssertionError("read again")):
            self.assertEqual(self.client.get("/en/data/releases/").status_code, 200)
            self.assertEqual(self.client.get("/en/data/").status_code, 200)


class DictionaryTests(TestCase):
    # What stands in no file, with the reason.
    LEFT_OUT = {
        "status": "whatever stands in a file is published",
        "created_at": "of use to editors only",
        "published_at": "of use to editors only",
        "updated_at": "told by the day, as updated_on",
        "id": "no row is known by its number",
    }

    def test_has_each_column_of_each_table_with_its_meaning(self):
        page = read(self.client, "/en/data/dictionary/")
        for table in (*TABLES, *EXTRACTS):
            with self.subTest(table=table.name):
                rows = page.one("section", id=table.name).all("tr")[1:]
                self.assertEqual([row.one("th").text for row in rows], [column.name for column in table.columns])
                self.assertTrue(all(row.all("td")[1].text for row in rows))

    def test_has_each_field_of_each_model(self):
        models = (*RECORDS, Place, Source, Indicator, Theme, Application)
        for model in models:
            columns = {column.name for column in BY_NAME[f"{model._meta.model_name}s"].columns}
            for field in (*model._meta.concrete_fields, *model._meta.local_many_to_many):
                with self.subTest(model=model.__name__, field=field.name):
                    # What is no fact stands in no file of facts either.
                    if field.name not in self.LEFT_OUT and field.serialize:
                        self.assertIn(field.name, columns)

    def test_names_each_value_of_a_vocabulary_with_its_word(self):
        section = read(self.client, "/zh-hant/data/dictionary/").one("section", id="sources")
        self.assertIn("official 官方", section.text)

    def test_is_of_the_figures_too(self):
        names = {column.name for column in BY_NAME["observations"].columns}
        self.assertEqual(names, {field.name for field in Observation._meta.concrete_fields} - {"id"})


class FooterTests(TestCase):
    def test_leads_to_the_data_from_every_page(self):
        self.assertIn("/en/data/", read(self.client, "/en/about/").links)
