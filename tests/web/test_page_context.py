"""Language, canonical URL, titles and menu of every page."""

from collections import defaultdict
from itertools import chain, product

import pytest
from django.conf import settings
from django.test import Client, TestCase
from django.urls import resolve
from django.utils import translation

from ecosystem.models import RECORD_MODELS, Indicator, Place, Theme
from tests.support import addresses, factories
from tests.support.facts import FactsTestCase
from tests.support.html_pages import fetch_page

TAGS = {"en": "en", "zh-hant": "zh-Hant-HK", "zh-hans": "zh-Hans"}


# Reads every page in three languages; the layout of a page does not depend on the database.
@pytest.mark.slow
class PageMetadataTests(TestCase):
    """Every page in every language; the pages are fetched once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        factories.initiative(slug="fund", lead=factories.organisation(slug="bureau"))
        factories.collaboration(slug="pact")
        paths = [*addresses.PAGES, *addresses.list_detail_paths()]
        cls.pages = {(path, code): fetch_page(Client(), f"/{code}/{path}") for path, code in product(paths, TAGS)}

    def test_html_has_the_lang_attribute(self):
        said = {key: page.one("html")["lang"] for key, page in self.pages.items()}
        self.assertEqual(said, {(path, code): TAGS[code] for path, code in self.pages})

    def test_canonical_url_is_its_own_url(self):
        said = {key: page.one("link[rel=canonical]")["href"] for key, page in self.pages.items()}
        self.assertEqual(said, {(path, code): f"{settings.SITE_URL}/{code}/{path}" for path, code in self.pages})

    def test_hreflang_links_name_every_language(self):
        for (path, code), page in self.pages.items():
            with self.subTest(path=path, language=code):
                alternates = {
                    link["hreflang"]: link["href"]
                    for link in page.select("link[rel=alternate]")
                    if link.has_attr("hreflang")
                }
                ours = {tag: f"{settings.SITE_URL}/{other}/{path}" for other, tag in TAGS.items()}
                default = settings.SITE_URL + (f"/en/{path}" if path else "/")
                self.assertEqual(alternates, ours | {"x-default": default})

    def test_language_menu_links_to_the_same_page(self):
        for (path, code), page in self.pages.items():
            with self.subTest(path=path, language=code):
                links = page.one(".language-menu").select("a")
                self.assertEqual([a["href"] for a in links], [f"/{other}/{path}" for other in TAGS])

    def test_language_menu_marks_the_current_language(self):
        for (path, code), page in self.pages.items():
            with self.subTest(path=path, language=code):
                here = page.one(".language-menu").one("a[aria-current=true]")
                self.assertEqual(here["hreflang"], TAGS[code])

    def test_open_graph_url_is_its_own_url(self):
        said = {key: page.get_meta("og:url") for key, page in self.pages.items()}
        self.assertEqual(said, {(path, code): f"{settings.SITE_URL}/{code}/{path}" for path, code in self.pages})

    def test_open_graph_title_is_the_page_title(self):
        said = {key: page.get_meta("og:title") for key, page in self.pages.items()}
        self.assertEqual(said, {key: page.title.removesuffix(" · HKAI") for key, page in self.pages.items()})

    def test_open_graph_description_is_the_meta_description(self):
        said = {key: page.get_meta("og:description") for key, page in self.pages.items()}
        self.assertEqual(said, {key: page.get_meta("description") for key, page in self.pages.items()})

    def test_title_and_description_are_not_empty(self):
        for key, page in self.pages.items():
            with self.subTest(page=key):
                self.assertGreater(min(len(page.title.removesuffix(" · HKAI")), len(page.get_meta("description"))), 1)

    def test_descriptions_are_unique(self):
        for code in TAGS:
            said = [page.get_meta("description") for (_path, other), page in self.pages.items() if other == code]
            with self.subTest(language=code):
                self.assertEqual(sorted(said), sorted(set(said)))

    def test_page_has_one_h1(self):
        counts = {key: len(page.select("h1")) for key, page in self.pages.items()}
        self.assertEqual(counts, dict.fromkeys(self.pages, 1))

    def test_element_ids_are_unique(self):
        for key, page in self.pages.items():
            names = [element["id"] for element in page.select("[id]")]
            with self.subTest(page=key):
                self.assertEqual(sorted(names), sorted(set(names)))

    def test_main_menu_marks_the_current_section(self):
        page = fetch_page(self.client, "/en/organisations/bureau/")
        links = page.one(".masthead__links")
        self.assertEqual([a.text for a in links.select("a[aria-current=true]")], ["Organisations"])


class FilteredListMetadataTests(TestCase):
    def test_canonical_url_keeps_the_filters(self):
        page = fetch_page(
            self.client, "/zh-hant/organisations/?utm_source=x&sort=name&kind=startup&kind=company&tie=uses"
        )
        address = f"{settings.SITE_URL}/zh-hant/organisations/?kind=startup&kind=company&tie=uses&sort=name"
        self.assertEqual(page.one("link[rel=canonical]")["href"], address)

    def test_language_links_keep_the_filters(self):
        page = fetch_page(self.client, "/en/organisations/?kind=startup&utm_source=x")
        links = page.one(".language-menu").select("a")
        self.assertEqual(links[1]["href"], "/zh-hant/organisations/?kind=startup")

    def test_error_page_has_no_canonical_url(self):
        for address in ("/en/organisations/?page=99", "/en/no-such-page/", "/en/organisations/no-such-body/"):
            with self.subTest(address=address):
                page = fetch_page(self.client, address)
                self.assertEqual((page.select("link[rel=canonical]"), page.get_meta("robots")), ([], "noindex"))


# Reads every page of the facts.
@pytest.mark.slow
class UniquePageTitleTests(FactsTestCase):
    """With the real data: pages with the same title cannot be told apart in browser tabs."""

    def test_titles_are_unique_in_each_language(self):
        for language in addresses.LANGUAGES:
            titles = defaultdict(list)
            with translation.override(language):
                for address, title in self.titles():
                    titles[str(title)].append(address)
            with self.subTest(language=language):
                self.assertEqual({title: pages for title, pages in titles.items() if len(pages) > 1}, {})

    def titles(self):
        """Yield the URL and title of every page except lists, without rendering it."""
        for path in addresses.PAGES:
            view = resolve(address := f"/{translation.get_language()}/{path}").func.view_class
            if path not in addresses.LIST_VIEWS:
                yield address, view.page_title
        for thing in chain(*(model.objects.all() for model in (*RECORD_MODELS, Theme, Place, Indicator))):
            view = resolve(address := thing.get_absolute_url()).func.view_class()
            view.object = thing
            yield address, view.get_page_title()
