"""What machines are led to: the map of the site, the welcome, whom to tell of a hole."""

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

    def test_names_its_sections(self):
        root = ElementTree.fromstring(self.client.get("/sitemap.xml").content)  # noqa: S314
        sections = [entry.findtext(f"{MAP}loc") for entry in root]
        self.assertIn(f"{SITE}/sitemap-organisations.xml", sections)
        for section in sections:
            with self.subTest(section=section):
                self.assertEqual(self.client.get(section.removeprefix(SITE)).status_code, 200)

    def test_has_each_public_record_in_each_language_and_the_day_of_its_last_change(self):
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

    def test_tells_when_the_newest_of_what_a_page_shows_was_changed(self):
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

    def test_tells_when_an_application_was_last_given_to_something(self):
        task = factories.application()
        Organisation.objects.filter(slug="lab").update(updated_at="2026-11-05T00:00:00Z")
        self.lab.applications.add(task)
        self.assertEqual(self.days("applications")[f"applications/{task.slug}/"], "2026-11-05")

    def test_tells_when_a_source_was_read_or_its_link_checked(self):
        first, second = Source.objects.published()[:2]
        Source.objects.filter(pk=first.pk).update(read_on="2026-11-03", link_checked_on=None)
        Source.objects.filter(pk=second.pk).update(read_on="2026-11-03", link_checked_on="2026-11-09")
        days = self.days("sources")
        self.assertEqual((days[f"sources/{first.pk}/"], days[f"sources/{second.pk}/"]), ("2026-11-03", "2026-11-09"))

    def test_tells_when_a_series_was_last_read(self):
        Source.objects.update(read_on="2026-11-04")
        self.assertEqual(self.days("indicators")["indicators/parks/"], "2026-11-04")

    def test_tells_of_each_section_when_its_newest_page_changed(self):
        Source.objects.update(read_on="2026-11-04")
        root = ElementTree.fromstring(self.client.get("/sitemap.xml").content)  # noqa: S314
        newest = {entry.findtext(f"{MAP}loc"): entry.findtext(f"{MAP}lastmod") for entry in root}
        self.assertEqual(newest[f"{SITE}/sitemap-sources.xml"], "2026-11-04T00:00:00+08:00")
        # None of these tests gives anything an application.
        without = {f"{SITE}/sitemap-applications.xml"}
        self.assertEqual({address for address, day in newest.items() if not day} - without, set())

    def test_names_the_page_that_explains_the_api_and_those_of_releases(self):
        with tempfile.TemporaryDirectory() as shelf, self.settings(RELEASES_DIR=shelf):
            build_release(Path(shelf))
            (number,) = (path.name for path in Path(shelf).iterdir() if path.is_dir())
            self.assertEqual(self.days("releases"), {f"data/releases/{number}/": number[:10]})
        self.assertIn("data/api/", self.days("pages"))

    def test_tells_each_language_of_the_others_under_the_tags_of_the_pages(self):
        url = self.entries("organisations")[f"{SITE}/en/organisations/lab/"]
        tags = {link.get("hreflang") for link in url.iter(LINK)}
        page = fetch_page(self.client, "/en/organisations/lab/")
        self.assertEqual(
            tags,
            {link["hreflang"] for link in page.select("link[rel=alternate]") if link.has_attr("hreflang")}
            - {"x-default"},
        )

    def test_leads_to_pages_that_are_there(self):
        for section in ("pages", "themes", "places", "indicators", "sources"):
            for address in self.entries(section):
                with self.subTest(address=address):
                    self.assertEqual(self.client.get(address.removeprefix(SITE)).status_code, 200)

    def test_names_nothing_that_is_not_public(self):
        factories.organisation(slug="draft", status="draft")
        self.assertNotIn("draft", " ".join(self.entries("organisations")))


class RobotsTests(TestCase):
    def test_welcomes_all_and_names_the_map_of_the_site(self):
        text = self.client.get("/robots.txt").content.decode()
        self.assertIn("User-agent: *\nAllow: /\n", text)
        self.assertIn(f"Sitemap: {SITE}/sitemap.xml", text)


class SecurityTests(TestCase):
    def said(self):
        lines = self.client.get("/.well-known/security.txt").content.decode().splitlines()
        return dict(line.split(": ", 1) for line in lines)

    def test_says_where_a_hole_is_told(self):
        contact = self.said()["Contact"]
        self.assertEqual(self.client.get(contact.removeprefix(SITE)).status_code, 200)

    def test_names_the_way_that_the_host_prefers(self):
        with self.settings(SECURITY_CONTACT="mailto:security@example.org"):
            self.assertEqual(self.said()["Contact"], "mailto:security@example.org")

    def test_is_good_for_no_more_than_a_year(self):
        self.assertLess(datetime.fromisoformat(self.said()["Expires"]) - timezone.now(), timedelta(days=366))
