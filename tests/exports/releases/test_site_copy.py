"""Static copy of the whole site: pages in three languages, links, and errors."""

import posixpath
import re
import shutil
import tempfile
from datetime import date
from html import unescape
from io import StringIO
from pathlib import Path
from unittest.mock import patch
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import TestCase, override_settings

from ecosystem.exports.releases.link_rewriting import get_site_copy_path
from ecosystem.exports.releases.site_copy import SiteCopier, SiteCopyError
from tests.support import addresses, factories
from tests.support.html_pages import Page
from tests.support.release_world import create_release_records

SITE = settings.SITE_URL
DAY = date(2026, 11, 27)
LINK = re.compile(r"<[a-zA-Z][^>]*?\s(?:xlink:)?(?:href|src)=\"([^\"]*)\"")


def build_site_copy():
    """Return the files of a copy, each under its name."""
    files = {}
    SiteCopier(files.__setitem__, DAY, lambda text: None).copy_site()
    return files


def find_broken_links(files):
    """Return each relative link of the pages and pictures that leads to no file, as `(page, link)`; and their number."""
    lost, count = [], 0
    for name, content in files.items():
        if not name.endswith((".html", ".svg")):
            continue
        for link in map(unescape, LINK.findall(content.decode())):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or not parts.path:
                continue
            count += 1
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
            if parts.path.startswith("/") or target not in files:
                lost.append((name, link))
    return lost, count


# Copies whole sites, which are files by then.
@pytest.mark.slow
class SiteCopyTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        create_release_records()
        factories.rebuild_search_index()
        cls.files = build_site_copy()
        cls.page = cls.files["en/organisations/lab/index.html"].decode()

    def test_has_no_broken_relative_links(self):
        lost, count = find_broken_links(self.files)
        self.assertEqual(lost[:5], [])
        self.assertGreater(count, 2000)

    def test_contains_every_page_in_three_languages(self):
        asked = {"compare/"}
        pages = addresses.add_language_prefixes([*set(addresses.PAGES) - asked, *addresses.list_detail_paths()])
        self.assertEqual([page for page in pages if get_site_copy_path(page) not in self.files], [])

    def test_contains_the_files_linked_from_pages(self):
        for name in (
            "organisations.csv",
            "initiatives.xlsx",
            "organisations/lab.json",
            "organisations/lab.bib",
            "map.svg",
        ):
            with self.subTest(name=name):
                self.assertIn(f"zh-hant/{name}", self.files)

    def test_index_page_links_to_each_language(self):
        home = self.files["index.html"].decode()
        for language in addresses.LANGUAGES:
            self.assertIn(f'href="{language}/index.html"', home)

    def test_each_page_shows_its_date_and_links_to_the_live_page(self):
        for name, content in self.files.items():
            if name.endswith(".html") and name != "index.html":
                with self.subTest(name=name):
                    page = content.decode()
                    path = "/" + name.removesuffix("index.html")
                    self.assertIn('<time datetime="2026-11-27">', page.partition("<main")[0])
                    self.assertIn(f'href="{SITE}{path}"', page.partition("<main")[0].partition("copy-notice")[2])

    def test_forms_and_filters_lead_to_the_live_site(self):
        page = self.files["en/organisations/index.html"].decode()
        for form in Page(HttpResponse(page)).select("form"):
            with self.subTest(form=form.attrs):
                self.assertTrue(form["action"].startswith(f"{SITE}/"))
        self.assertIn(f'href="{SITE}/en/organisations/?kind=research_centre"', self.page)
        self.assertNotIn("htmx", page)
        self.assertNotIn("hx-", page)
        self.assertNotIn("data-suggestions", page)

    def test_feed_links_lead_to_the_live_site(self):
        self.assertIn(f'href="{SITE}/en/organisations.atom"', self.files["en/organisations/index.html"].decode())
        self.assertIn(f'href="{SITE}/en/organisations/lab/history.atom"', self.page)

    def test_no_page_has_a_post_form(self):
        found = [name for name, content in self.files.items() if name.endswith(".html") and b'method="post"' in content]
        self.assertEqual(found, [])

    def test_contains_stylesheets_and_their_imports(self):
        self.assertIn("static/css/ecosystem.css", self.files)
        self.assertIn("static/css/tokens.css", self.files)

    def test_canonical_url_is_that_of_the_live_page(self):
        self.assertIn(f'<link rel="canonical" href="{SITE}/en/organisations/lab/">', self.page)

    def test_fragment_links_are_unchanged(self):
        self.assertIn('href="#sources"', self.page)

    def test_second_copy_is_identical(self):
        again = build_site_copy()
        self.assertEqual(list(again), list(self.files))
        self.assertEqual([name for name in again if again[name] != self.files[name]], [])

    def test_contains_no_unpublished_data(self):
        found = [
            name
            for name, content in self.files.items()
            if re.search("(?i)veiled", name + content.decode("utf-8", "ignore"))
        ]
        self.assertEqual(found, [])


class SiteCopyErrorTests(TestCase):
    def test_missing_static_file_is_an_error(self):
        copy = SiteCopier(lambda name, content: None, DAY, lambda text: None)
        with self.assertRaisesMessage(SiteCopyError, "css/nothing.css"):
            copy._copy_path("/static/css/nothing.css")

    def test_page_with_a_server_error_is_an_error(self):
        copy = SiteCopier(lambda name, content: None, DAY, lambda text: None)
        with (
            patch("ecosystem.pages.about_views.About.get", side_effect=RuntimeError("broken")),
            self.assertLogs("django.request"),
            self.assertRaisesMessage(SiteCopyError, "/en/about/ answers 500"),
        ):
            copy._copy_path("/en/about/")

    @override_settings(ALLOWED_HOSTS=["other.example"])
    def test_disallowed_host_is_an_error(self):
        with self.assertLogs("django.security"), self.assertRaisesMessage(SiteCopyError, "answers 400"):
            build_site_copy()

    def test_uncollected_static_files_are_an_error(self):
        with (
            patch("ecosystem.exports.releases.site_copy.staticfiles_storage.url", side_effect=ValueError("No entry.")),
            self.assertRaisesMessage(SiteCopyError, "manage.py prepare"),
        ):
            build_site_copy()

    def test_missing_page_becomes_a_page_that_links_to_the_live_site(self):
        files = {}
        SiteCopier(files.__setitem__, DAY, lambda text: None)._copy_path("/zh-hant/organisations/nobody/")
        page = files["zh-hant/organisations/nobody/index.html"].decode()
        self.assertIn(f'href="{SITE}/zh-hant/organisations/nobody/"', page)


class CopySiteCommandTests(TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def test_writes_the_copy_into_a_folder(self):
        call_command("copy_site", self.folder / "site", stdout=StringIO())
        self.assertTrue((self.folder / "site" / "zh-hant" / "about" / "index.html").is_file())

    def test_folder_that_is_not_empty_is_refused(self):
        (self.folder / "mine.txt").write_text("mine")
        with self.assertRaisesMessage(CommandError, "is not empty"):
            call_command("copy_site", self.folder, stdout=StringIO())

    def test_build_release_adds_the_copy_as_an_archive(self):
        call_command("build_release", folder=self.folder, stdout=StringIO())
        (path,) = self.folder.glob("*/hkai-site-*.zip")
        with ZipFile(path) as archive:
            self.assertIn("en/index.html", archive.namelist())
            self.assertEqual(find_broken_links({name: archive.read(name) for name in archive.namelist()})[0], [])
        self.assertIn(path.name, (path.parent / "SHA256SUMS").read_text(encoding="utf-8"))
