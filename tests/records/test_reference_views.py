"""How to cite a record: the box on its page, and the BibTeX and RIS files."""

import bibtexparser
import rispy
from django.conf import settings
from django.test import TestCase

from ecosystem.models import FormerSlug, Organisation
from tests.support import factories
from tests.support.html_pages import fetch_page

SITE = settings.SITE_URL


class CitationExportTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.lab = factories.organisation(
            slug="lab", name_en="R&D {Lab}", name_zh_hant="實驗室", updated_at="2026-11-20T20:00:00Z"
        )
        factories.initiative(slug="fund", lead=cls.lab)
        factories.collaboration(slug="pact")
        factories.indicator(slug="parks")

    def bibtex(self, path):
        (entry,) = bibtexparser.parse_string(self.client.get(path).content.decode()).entries
        return entry


class CitationFileTests(CitationExportTestCase):
    def test_exist_for_each_kind_of_record_in_each_language(self):
        for language in ("en", "zh-hant", "zh-hans"):
            for path in ("organisations/lab", "initiatives/fund", "collaborations/pact", "indicators/parks"):
                address = f"/{language}/{path}"
                with self.subTest(address=address):
                    self.assertEqual(self.bibtex(f"{address}.bib")["url"], f"{SITE}{address}/")
                    (entry,) = rispy.loads(self.client.get(f"{address}.ris").content.decode())
                    self.assertEqual(entry["urls"], [f"{SITE}{address}/"])

    def test_title_is_in_the_language_of_the_url(self):
        self.assertEqual(self.bibtex("/zh-hans/organisations/lab.bib")["title"], "{实验室}")
        self.assertEqual(
            self.bibtex("/en/organisations/lab.bib")["title"], r"{R\&D \textbraceleft{}Lab\textbraceright{}}"
        )

    def test_date_is_the_last_change_in_hong_kong_time(self):
        self.assertEqual(self.bibtex("/en/organisations/lab.bib")["date"], "2026-11-21")

    def test_date_of_an_indicator_is_when_its_figures_were_accessed(self):
        self.assertEqual(self.bibtex("/en/indicators/parks.bib")["date"], "2026-11-22")

    def test_have_their_content_type_and_file_name(self):
        for form, expected in (("bib", "application/x-bibtex"), ("ris", "application/x-research-info-systems")):
            response = self.client.get(f"/en/organisations/lab.{form}")
            self.assertEqual(response["Content-Type"], f"{expected}; charset=utf-8")
            self.assertIn(f'filename="hkai-lab.{form}"', response["Content-Disposition"])

    def test_archived_record_is_410_and_draft_is_404(self):
        Organisation.objects.filter(slug="lab").update(status="archived")
        factories.organisation(slug="draft", status="draft")
        for form in ("bib", "ris"):
            self.assertEqual(self.client.get(f"/en/organisations/lab.{form}").status_code, 410)
            self.assertEqual(self.client.get(f"/en/organisations/draft.{form}").status_code, 404)

    def test_unknown_record_returns_problem_json(self):
        for path in ("organisations/nothing", "indicators/nothing"):
            for form in ("bib", "ris"):
                with self.subTest(path=path, form=form):
                    response = self.client.get(f"/en/{path}.{form}")
                    self.assertEqual(response["Content-Type"], "application/problem+json")
                    self.assertEqual((response.status_code, response.json()["status"]), (404, 404))

    def test_former_slug_redirects(self):
        FormerSlug.objects.create(kind="organisation", slug="old", organisation=self.lab)
        response = self.client.get("/zh-hant/organisations/old.ris")
        self.assertRedirects(response, "/zh-hant/organisations/lab.ris", status_code=301)


class CitationBoxTests(CitationExportTestCase):
    def test_shows_the_citation_and_links_to_the_files(self):
        for path in ("organisations/lab", "initiatives/fund", "collaborations/pact", "indicators/parks"):
            with self.subTest(path=path):
                box = fetch_page(self.client, f"/en/{path}/").one("div#cite")
                self.assertIn(f"{SITE}/en/{path}/", box.one("blockquote").text)
                files = [f"/en/{path}.{form}" for form in ("bib", "ris", "json")][: 2 if "indicators" in path else 3]
                self.assertEqual([a["href"] for a in box.select("a")], ["/en/data/#licence", *files])

    def test_shows_the_same_bibtex_as_the_file(self):
        box = fetch_page(self.client, "/en/organisations/lab/").one("div#cite")
        text = self.client.get("/en/organisations/lab.bib").content.decode()
        self.assertEqual(box.one("pre").text, " ".join(text.split()))
