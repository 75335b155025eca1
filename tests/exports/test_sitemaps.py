"""sitemap.xml, robots.txt and security.txt."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

from django.conf import settings
from django.test import TestCase
from django.utils import timezone

from ecosystem.models import Collaboration, Initiative, Organisation, Source
from tests.support import factories
from tests.support.html_pages import fetch_page
from tests.support.release_world import build_release
from tests.support.structured_data import StructuredDataTestCase

SITE = settings.SITE_URL
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


class SitemapTests(StructuredDataTestCase):
    def entries(self, section):
        root = ElementTree.fromstring(self.client.get(f"/sitemap-{section}.xml").content)  # noqa: S314 - our own
        return {url.findtext(f"{MAP}loc"): url for url in root}

    def test_sections_of_the_index_open(self):
        root = ElementTree.fromstring(self.client.get("/sitemap.xml").content)  # noqa: S314
        sections = [entry.findtext(f"{MAP}loc") for entry in root]
        self.assertIn(f"{SITE}/sitemap-organisations.xml", sections)
        for section in sections:
            with self.subTest(section=section):
                self.assertEqual(self.client.get(section.removeprefix(SITE)).status_code, 200)

    def test_has_each_published_record_in_each_language_with_lastmod(self):
        entries = self.entries("organisations")
        for language in ("en", "zh-hant", "zh-hans"):
            self.assertIn(f"{SITE}/{language}/organisations/lab/", entries)
        self.assertTrue(all(url.findtext(f"{MAP}lastmod") for url in entries.values()))

    def days(self, section):
        return {
            address.removeprefix(f"{SITE}/en/"): url.findtext(f"{MAP}lastmod")
            for address, url in self.entries(section).items()
            if address.startswith(f"{SITE}/en/")
        }

    def test_lastmod_is_the_latest_change_of_the_records_on_a_page(self):
        Organisation.objects.update(updated_at="2026-11-01T20:00:00Z")
        Initiative.objects.update(updated_at="2026-10-01T00:00:00Z")
        Collaboration.objects.update(updated_at="2026-10-02T00:00:00Z")
        factories.theme("empty-theme")
        # In Hong Kong.
        self.assertEqual(self.days("themes")[f"themes/{self.theme.slug}/"], "2026-11-02")
        self.assertIsNone(self.days("themes")["themes/empty-theme/"])
        self.assertEqual(self.days("places")["places/central/"], "2026-11-02")
        pages = self.days("pages")
        self.assertEqual((pages[""], pages["initiatives/"], pages["about/"]), ("2026-11-02", "2026-10-01", None))

    def test_lastmod_of_an_application_is_the_latest_change_of_its_records(self):
        task = factories.application()
        Organisation.objects.filter(slug="lab").update(updated_at="2026-11-05T00:00:00Z")
        self.lab.applications.add(task)
        self.assertEqual(self.days("applications")[f"applications/{task.slug}/"], "2026-11-05")

    def test_lastmod_of_a_source_is_the_day_it_was_read_or_checked(self):
        first, second = Source.objects.published()[:2]
        Source.objects.filter(pk=first.pk).update(read_on="2026-11-03", link_checked_on=None)
        Source.objects.filter(pk=second.pk).update(read_on="2026-11-03", link_checked_on="2026-11-09")
        days = self.days("sources")
        self.assertEqual((days[f"sources/{first.pk}/"], days[f"sources/{second.pk}/"]), ("2026-11-03", "2026-11-09"))

    def test_lastmod_of_an_indicator_is_the_day_its_source_was_read(self):
        Source.objects.update(read_on="2026-11-04")
        self.assertEqual(self.days("indicators")["indicators/parks/"], "2026-11-04")

    def test_index_has_lastmod_of_each_section(self):
        Source.objects.update(read_on="2026-11-04")
        root = ElementTree.fromstring(self.client.get("/sitemap.xml").content)  # noqa: S314
        newest = {entry.findtext(f"{MAP}loc"): entry.findtext(f"{MAP}lastmod") for entry in root}
        self.assertEqual(newest[f"{SITE}/sitemap-sources.xml"], "2026-11-04T00:00:00+08:00")
        # None of these tests gives anything an application.
        without = {f"{SITE}/sitemap-applications.xml"}
        self.assertEqual({address for address, day in newest.items() if not day} - without, set())

    def test_contains_the_api_documentation_and_releases(self):
        with tempfile.TemporaryDirectory() as shelf, self.settings(RELEASES_DIR=shelf):
            build_release(Path(shelf))
            (number,) = (path.name for path in Path(shelf).iterdir() if path.is_dir())
            self.assertEqual(self.days("releases"), {f"data/releases/{number}/": number[:10]})
        self.assertIn("data/api/", self.days("pages"))

    def test_hreflang_values_equal_those_of_the_page(self):
        url = self.entries("organisations")[f"{SITE}/en/organisations/lab/"]
        tags = {link.get("hreflang") for link in url.iter(LINK)}
        page = fetch_page(self.client, "/en/organisations/lab/")
        self.assertEqual(
            tags,
            {link["hreflang"] for link in page.select("link[rel=alternate]") if link.has_attr("hreflang")}
            - {"x-default"},
        )

    def test_urls_open(self):
        for section in ("pages", "themes", "places", "indicators", "sources"):
            for address in self.entries(section):
                with self.subTest(address=address):
                    self.assertEqual(self.client.get(address.removeprefix(SITE)).status_code, 200)

    def test_drafts_are_omitted(self):
        factories.organisation(slug="draft", status="draft")
        self.assertNotIn("draft", " ".join(self.entries("organisations")))


class RobotsTxtTests(TestCase):
    def test_allows_all_and_names_the_sitemap(self):
        text = self.client.get("/robots.txt").content.decode()
        self.assertIn("User-agent: *\nAllow: /\n", text)
        self.assertIn(f"Sitemap: {SITE}/sitemap.xml", text)


class SecurityTxtTests(TestCase):
    def read_fields(self):
        lines = self.client.get("/.well-known/security.txt").content.decode().splitlines()
        return dict(line.split(": ", 1) for line in lines)

    def test_contact_page_opens(self):
        contact = self.read_fields()["Contact"]
        self.assertEqual(self.client.get(contact.removeprefix(SITE)).status_code, 200)

    def test_contact_can_be_configured(self):
        with self.settings(SECURITY_CONTACT="mailto:security@example.org"):
            self.assertEqual(self.read_fields()["Contact"], "mailto:security@example.org")

    def test_expires_within_a_year(self):
        self.assertLess(datetime.fromisoformat(self.read_fields()["Expires"]) - timezone.now(), timedelta(days=366))
