"""What stands around every page: languages, addresses, titles, the menu."""

from collections import defaultdict
from itertools import product

from django.conf import settings
from django.test import RequestFactory, TestCase
from django.urls import resolve
from django.utils import translation

from tests import addresses, factories
from tests.facts import FactsTestCase
from tests.reading import read

TAGS = {"en": "en", "zh-hant": "zh-Hant-HK", "zh-hans": "zh-Hans"}


class FrameTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        factories.initiative(slug="fund", lead=factories.organisation(slug="bureau"))
        factories.collaboration(slug="pact")

    def pages(self):
        for path, (language, tag) in product([*addresses.PAGES, *addresses.details()], TAGS.items()):
            with self.subTest(path=path, language=language):
                yield path, language, tag, read(self.client, f"/{language}/{path}")

    def test_says_its_language(self):
        for _path, _language, tag, page in self.pages():
            self.assertEqual(page.one("html")["lang"], tag)

    def test_has_its_own_address_for_the_canonical_one(self):
        for path, language, _tag, page in self.pages():
            self.assertEqual(page.one("link", rel="canonical")["href"], f"{settings.SITE_URL}/{language}/{path}")

    def test_names_itself_in_every_language(self):
        for path, _language, _tag, page in self.pages():
            alternates = {link["hreflang"]: link["href"] for link in page.all("link", rel="alternate")}
            default = "/" if not path else f"/en/{path}"
            expected = {tag: f"{settings.SITE_URL}/{code}/{path}" for code, tag in TAGS.items()}
            self.assertEqual(alternates, expected | {"x-default": settings.SITE_URL + default})

    def test_leads_to_itself_in_every_language(self):
        for path, language, tag, page in self.pages():
            menu = page.one(cls="language-menu")
            self.assertEqual([a["href"] for a in menu.all("a")], [f"/{code}/{path}" for code in TAGS])
            self.assertEqual(menu.one("a", **{"aria-current": "true"})["hreflang"], tag, language)

    def test_describes_itself_to_other_sites_in_its_own_words(self):
        for path, language, _tag, page in self.pages():
            said = {name: page.meta(f"og:{name}") for name in ("title", "description", "url")}
            title = page.title.removesuffix(" · HKAI")
            expected = {"title": title, "description": page.meta("description")}
            self.assertEqual(said, expected | {"url": f"{settings.SITE_URL}/{language}/{path}"})

    def test_has_a_title_and_a_description(self):
        for _path, _language, _tag, page in self.pages():
            self.assertGreater(min(len(page.title.removesuffix(" · HKAI")), len(page.meta("description"))), 1)

    def test_has_one_first_heading(self):
        for _path, _language, _tag, page in self.pages():
            self.assertEqual(len(page.all("h1")), 1)

    def test_gives_no_two_elements_one_name(self):
        for _path, _language, _tag, page in self.pages():
            names = [element["id"] for element in page.every() if "id" in element]
            self.assertEqual(sorted(names), sorted(set(names)))

    def test_marks_in_the_menu_where_the_reader_is(self):
        page = read(self.client, "/en/organisations/bureau/")
        links = page.one(cls="masthead__links")
        self.assertEqual([a.text for a in links.all("a", **{"aria-current": "true"})], ["Organisations"])


class NarrowedListTests(TestCase):
    def test_keeps_its_filters_in_the_canonical_address(self):
        page = read(self.client, "/zh-hant/organisations/?utm_source=x&sort=name&kind=startup&kind=company&tie=uses")
        address = f"{settings.SITE_URL}/zh-hant/organisations/?kind=startup&kind=company&tie=uses&sort=name"
        self.assertEqual(page.one("link", rel="canonical")["href"], address)

    def test_keeps_its_filters_when_the_language_changes(self):
        page = read(self.client, "/en/organisations/?kind=startup&utm_source=x")
        links = page.one(cls="language-menu").all("a")
        self.assertEqual(links[1]["href"], "/zh-hant/organisations/?kind=startup")

    def test_has_no_address_of_its_own_where_there_is_no_page(self):
        for address in ("/en/organisations/?page=99", "/en/no-such-page/", "/en/organisations/no-such-body/"):
            with self.subTest(address=address):
                page = read(self.client, address)
                self.assertEqual((page.all("link", rel="canonical"), page.meta("robots")), ([], "noindex"))


class OwnTitleTests(FactsTestCase):
    """On the real facts: two pages of one title are two that a reader cannot tell apart in a row of tabs."""

    def test_shares_no_title_with_another_page(self):
        for language in addresses.LANGUAGES:
            titles = defaultdict(list)
            for path in [*addresses.PAGES, *addresses.details()]:
                titles[self.context(language, path)["page_title"]].append(path)
            with self.subTest(language=language):
                self.assertEqual({title: paths for title, paths in titles.items() if len(paths) > 1}, {})

    def test_shares_no_title_with_the_list_narrowed_in_another_way(self):
        paths = [path for path in addresses.narrowed() if "sort=" not in path]
        for language in addresses.LANGUAGES:
            titles = defaultdict(list)
            for path in paths:
                if path.split("=")[0].rpartition("?")[2] in {"parent", "body", "organisation", "initiative"}:
                    continue
                titles[read(self.client, f"/{language}/{path}").title].append(path)
            with self.subTest(language=language):
                self.assertEqual({title: paths for title, paths in titles.items() if len(paths) > 1}, {})

    def context(self, language, path):
        """Return what a page is made of, without making it."""
        address = f"/{language}/{path}"
        with translation.override(language):
            match = resolve(address)
            request = RequestFactory().get(address)
            view = match.func.view_class()
            view.setup(request, *match.args, **match.kwargs)
            if path in addresses.LISTS:
                return {"page_title": str(view.page_title)}
            if hasattr(view, "model") or hasattr(view, "queryset"):
                if "slug" in match.kwargs:
                    view.object = view.get_object()
            return {"page_title": str(view.get_page_title())}
