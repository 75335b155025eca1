"""What stands around every page: languages, addresses, titles, the menu."""

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


# Reads every page in three languages; what stands around a page does not depend on the database.
@pytest.mark.slow
class FrameTests(TestCase):
    """What holds for every page, in every language; the pages are read once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        factories.initiative(slug="fund", lead=factories.organisation(slug="bureau"))
        factories.collaboration(slug="pact")
        paths = [*addresses.PAGES, *addresses.list_detail_paths()]
        cls.pages = {(path, code): fetch_page(Client(), f"/{code}/{path}") for path, code in product(paths, TAGS)}

    def test_says_its_language(self):
        said = {key: page.one("html")["lang"] for key, page in self.pages.items()}
        self.assertEqual(said, {(path, code): TAGS[code] for path, code in self.pages})

    def test_has_its_own_address_for_the_canonical_one(self):
        said = {key: page.one("link[rel=canonical]")["href"] for key, page in self.pages.items()}
        self.assertEqual(said, {(path, code): f"{settings.SITE_URL}/{code}/{path}" for path, code in self.pages})

    def test_names_itself_in_every_language(self):
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

    def test_leads_to_itself_in_every_language(self):
        for (path, code), page in self.pages.items():
            with self.subTest(path=path, language=code):
                links = page.one(".language-menu").select("a")
                self.assertEqual([a["href"] for a in links], [f"/{other}/{path}" for other in TAGS])

    def test_marks_its_own_language_in_the_menu(self):
        for (path, code), page in self.pages.items():
            with self.subTest(path=path, language=code):
                here = page.one(".language-menu").one("a[aria-current=true]")
                self.assertEqual(here["hreflang"], TAGS[code])

    def test_tells_other_sites_its_address(self):
        said = {key: page.get_meta("og:url") for key, page in self.pages.items()}
        self.assertEqual(said, {(path, code): f"{settings.SITE_URL}/{code}/{path}" for path, code in self.pages})

    def test_tells_other_sites_its_title(self):
        said = {key: page.get_meta("og:title") for key, page in self.pages.items()}
        self.assertEqual(said, {key: page.title.removesuffix(" · HKAI") for key, page in self.pages.items()})

    def test_tells_other_sites_its_description(self):
        said = {key: page.get_meta("og:description") for key, page in self.pages.items()}
        self.assertEqual(said, {key: page.get_meta("description") for key, page in self.pages.items()})

    def test_has_a_title_and_a_description(self):
        for key, page in self.pages.items():
            with self.subTest(page=key):
                self.assertGreater(min(len(page.title.removesuffix(" · HKAI")), len(page.get_meta("description"))), 1)

    def test_shares_its_description_with_no_other_page(self):
        for code in TAGS:
            said = [page.get_meta("description") for (_path, other), page in self.pages.items() if other == code]
            with self.subTest(language=code):
                self.assertEqual(sorted(said), sorted(set(said)))

    def test_has_one_first_heading(self):
        counts = {key: len(page.select("h1")) for key, page in self.pages.items()}
        self.assertEqual(counts, dict.fromkeys(self.pages, 1))

    def test_gives_no_two_elements_one_name(self):
        for key, page in self.pages.items():
            names = [element["id"] for element in page.select("[id]")]
            with self.subTest(page=key):
                self.assertEqual(sorted(names), sorted(set(names)))

    def test_marks_in_the_menu_where_the_reader_is(self):
        page = fetch_page(self.client, "/en/organisations/bureau/")
        links = page.one(".masthead__links")
        self.assertEqual([a.text for a in links.select("a[aria-current=true]")], ["Organisations"])


class NarrowedListTests(TestCase):
    def test_keeps_its_filters_in_the_canonical_address(self):
        page = fetch_page(
            self.client, "/zh-hant/organisations/?utm_source=x&sort=name&kind=startup&kind=company&tie=uses"
        )
        address = f"{settings.SITE_URL}/zh-hant/organisations/?kind=startup&kind=company&tie=uses&sort=name"
        self.assertEqual(page.one("link[rel=canonical]")["href"], address)

    def test_keeps_its_filters_when_the_language_changes(self):
        page = fetch_page(self.client, "/en/organisations/?kind=startup&utm_source=x")
        links = page.one(".language-menu").select("a")
        self.assertEqual(links[1]["href"], "/zh-hant/organisations/?kind=startup")

    def test_has_no_address_of_its_own_where_there_is_no_page(self):
        for address in ("/en/organisations/?page=99", "/en/no-such-page/", "/en/organisations/no-such-body/"):
            with self.subTest(address=address):
                page = fetch_page(self.client, address)
                self.assertEqual((page.select("link[rel=canonical]"), page.get_meta("robots")), ([], "noindex"))


# Reads every page of the facts.
@pytest.mark.slow
class OwnTitleTests(FactsTestCase):
    """On the real facts: two pages of one title are two that a reader cannot tell apart in a row of tabs."""

    def test_shares_no_title_with_another_page(self):
        for language in addresses.LANGUAGES:
            titles = defaultdict(list)
            with translation.override(language):
                for address, title in self.titles():
                    titles[str(title)].append(address)
            with self.subTest(language=language):
                self.assertEqual({title: pages for title, pages in titles.items() if len(pages) > 1}, {})

    def titles(self):
        """Yield every page that is no list with its title, without making the page."""
        for path in addresses.PAGES:
            view = resolve(address := f"/{translation.get_language()}/{path}").func.view_class
            if path not in addresses.LIST_VIEWS:
                yield address, view.page_title
        for thing in chain(*(model.objects.all() for model in (*RECORD_MODELS, Theme, Place, Indicator))):
            view = resolve(address := thing.get_absolute_url()).func.view_class()
            view.object = thing
            yield address, view.get_page_title()
