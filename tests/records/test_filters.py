"""Filters of the lists: their results alone and combined, and errors for unknown values."""

from itertools import pairwise, product
from urllib.parse import quote, urlencode

import pytest
from django.test import TestCase

from tests.support import addresses, factories
from tests.support.html_pages import fetch_page

# Unusual texts that a person or a program may send.
ODD = (
    "x" * 10_000,
    "\x00",
    "a\x00b",
    "'",
    '"',
    "\\",
    "%",
    "_",
    "%' OR 1=1 --",
    "🏦",
    "\u200f",
    "\u202eabc",
    "\n",
    "a\nb",
    "\ud800".encode("utf-8", "surrogatepass"),
    b"\xff\xfe",
    "ﷺ" * 200,
    "<script>alert(1)</script>",
    "{{ 7|add:7 }}",
    "𠮷",
)
UNKNOWN = {
    "organisations/": {
        "theme": "nonsense",
        "kind": "nonsense",
        "application": "nonsense",
        "tie": "nonsense",
        "support": "nonsense",
        "region": "nonsense",
        "district": "nonsense",
        "parent": "nobody",
        "ai": "nonsense",
        "founded_after": "soon",
        "founded_before": "2020-13",
    },
    "initiatives/": {
        "theme": "nonsense",
        "kind": "nonsense",
        "state": "nonsense",
        "application": "nonsense",
        "support": "nonsense",
        "audience": "nonsense",
        "body": "nobody",
        "ai": "nonsense",
        "amount_basis": "nonsense",
        "amount_min": "abc",
        "amount_max": "-1",
        "begun_after": "soon",
        "begun_before": "2020-13",
    },
    "collaborations/": {
        "theme": "nonsense",
        "kind": "nonsense",
        "reach": "nonsense",
        "application": "nonsense",
        "organisation": "nobody",
        "initiative": "nothing",
        "begun_after": "soon",
        "begun_before": "2020-13",
        "ai": "nonsense",
    },
}


class UnknownFilterValueTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        factories.initiative(lead=factories.organisation(kind="startup"))
        factories.collaboration()
        cls.asked = [(path, name, value) for path, values in UNKNOWN.items() for name, value in values.items()]

    def test_test_data_cover_every_filter(self):
        filters = {path: set(view.filterset_class.base_filters) - {"q"} for path, view in addresses.LIST_VIEWS.items()}
        self.assertEqual(filters, {path: set(values) for path, values in UNKNOWN.items()})

    def test_list_is_empty_with_status_200(self):
        for path, name, value in self.asked:
            with self.subTest(path=path, filter=name):
                page = fetch_page(self.client, f"/en/{path}?{name}={value}")
                self.assertEqual((page.status, page.rows, page.count), (200, [], None))

    def test_message_quotes_the_value(self):
        for path, name, value in self.asked:
            with self.subTest(path=path, filter=name):
                said = fetch_page(self.client, f"/en/{path}?{name}={value}").one(".empty").select("p")[0].text
                self.assertIn(f"“{value}”", said)

    def test_message_is_in_the_language_of_the_page(self):
        said = fetch_page(self.client, "/zh-hant/organisations/?kind=nonsense").one(".empty").select("p")[0].text
        self.assertRegex(said, "nonsense.*[\u4e00-\u9fff]")

    def test_message_links_to_the_list_without_the_filter(self):
        for path, name, value in self.asked:
            with self.subTest(path=path, filter=name):
                page = fetch_page(self.client, f"/en/{path}?{name}={value}&sort=-updated")
                way = page.one(".empty").select("p")[0].one("a")["href"]
                self.assertEqual(way, f"/en/{path}?sort=-updated")

    def test_link_keeps_the_known_values_of_the_filter(self):
        page = fetch_page(self.client, "/en/organisations/?kind=startup&kind=nonsense&theme=ai-in-finance")
        way = page.one(".empty").select("p")[0].one("a")["href"]
        self.assertEqual(way, "/en/organisations/?theme=ai-in-finance&kind=startup")

    def test_each_unknown_value_has_one_link(self):
        page = fetch_page(self.client, "/en/organisations/?kind=nonsense&kind=rubbish&kind=nonsense&theme=none")
        ways = {a["href"] for a in page.one(".empty").select("a")}
        expected = {"", "?kind=nonsense&kind=rubbish", "?theme=none&kind=rubbish", "?theme=none&kind=nonsense"}
        self.assertEqual(ways, {f"/en/organisations/{query}" for query in expected})

    def test_page_has_no_facets(self):
        self.assertEqual(fetch_page(self.client, "/en/organisations/?kind=nonsense").facets, {})

    def test_amount_without_an_amount_type_is_an_error(self):
        page = fetch_page(self.client, "/en/initiatives/?amount_min=1000")
        self.assertIn("Choose one amount type", page.one(".empty").text)

    def test_amount_with_two_amount_types_is_an_error(self):
        page = fetch_page(self.client, "/en/initiatives/?amount_min=1000&amount_basis=total&amount_basis=annual")
        self.assertEqual((page.rows, "Choose one amount type" in page.one(".empty").text), ([], True))


class UnusualQueryTextTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        factories.initiative()
        factories.collaboration()

    def test_every_filter_accepts_unusual_text(self):
        for path, text in product(addresses.LIST_VIEWS, ODD):
            query = "&".join(
                f"{name}={quote(text)}" for name in addresses.LIST_VIEWS[path].filterset_class.base_filters
            )
            with self.subTest(path=path, text=text[:20]):
                self.assertIn(self.client.get(f"/en/{path}?{query}", follow=True).status_code, {200, 404})

    def test_search_accepts_unusual_text(self):
        for path, text in product(addresses.LIST_VIEWS, ODD):
            with self.subTest(path=path, text=text[:20]):
                self.assertEqual(self.client.get(f"/en/{path}?q={quote(text)}", follow=True).status_code, 200)

    def test_page_sort_and_page_size_accept_unusual_text(self):
        for name, text in product(("page", "sort", "page_size"), (*ODD, "9" * 5000, "-1", "1e3", "٣", "1.0", "last")):
            with self.subTest(name=name, text=text[:20]):
                response = self.client.get(f"/en/organisations/?{name}={quote(text)}", follow=True)
                self.assertIn(response.status_code, {200, 404})

    def test_amounts_and_dates_accept_unusual_numbers(self):
        for text in ("NaN", "Infinity", "1e14", "1e99999", "9" * 400, "1,000", "٣", "0000", "9999-12-31", "10000"):
            for path, name in (("initiatives/", "amount_max"), ("organisations/", "founded_before")):
                with self.subTest(text=text[:20], name=name):
                    response = self.client.get(f"/en/{path}?{name}={text}&amount_basis=total")
                    self.assertEqual(response.status_code, 200)

    def test_thousands_of_parameters_return_a_styled_400_page(self):
        self.client.raise_request_exception = False
        response = self.client.get("/en/organisations/?" + urlencode([("kind", n) for n in range(2000)]))
        self.assertContains(response, "masthead", status_code=400)

    def test_percent_and_underscore_are_not_wildcards(self):
        factories.organisation(slug="percent", name_en="100% Data_Lab")
        factories.organisation(slug="other", name_en="1000 Things")
        factories.rebuild_search_index()
        found = {
            text: fetch_page(self.client, f"/en/organisations/?q={quote(text)}").rows
            for text in ("100%", "data_lab", "t_ings", "%", "_")
        }
        self.assertEqual(found, {"100%": ["percent"], "data_lab": ["percent"], "t_ings": [], "%": [], "_": []})


class ListNameSearchTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        factories.organisation(
            slug="cyberport",
            name_en="Cyberport",
            name_zh_hant="數碼港",
            acronym="HKCMCL",
            aliases=["Telegraph Bay", "衞星城"],
        )
        factories.organisation(slug="sensetime", name_en="SenseTime", name_zh_hant="商湯科技")
        factories.organisation(slug="mirror", name_en="Mirror", name_zh_hant="裏鏡", name_zh_hans="照妖镜")
        factories.rebuild_search_index()

    def test_finds_names_in_any_script_width_or_case(self):
        for text, slug in {
            "數碼港": "cyberport",
            "数码港": "cyberport",
            "Cyberport": "cyberport",
            "CYBER": "cyberport",
            "ｃｙｂｅｒ": "cyberport",
            "hkcmcl": "cyberport",
            "telegraph": "cyberport",
            "衛星": "cyberport",
            "卫星": "cyberport",
            "商汤": "sensetime",
            "商湯": "sensetime",
            "里镜": "mirror",
            "照妖鏡": "mirror",
            "  mirror ": "mirror",
        }.items():
            for language in addresses.LANGUAGES:
                with self.subTest(text=text, language=language):
                    page = fetch_page(self.client, f"/{language}/organisations/?q={quote(text)}")
                    self.assertEqual(page.rows, [slug])

    def test_unknown_word_finds_nothing(self):
        self.assertEqual(fetch_page(self.client, "/en/organisations/?q=zyzzyva").rows, [])

    def test_combines_with_other_filters(self):
        self.assertEqual(fetch_page(self.client, "/en/organisations/?q=cyberport&kind=university").rows, [])


# Tries combinations of filters by the dozen; single filters are tried on both databases.
@pytest.mark.slow
class FilterCombinationTests(TestCase):
    """Two values of any filters, in every combination of neighbours."""

    @classmethod
    def setUpTestData(cls):
        body = factories.organisation(kind="startup", founded="2015", place=factories.place_abroad())
        part = factories.organisation(kind="university", parent=body, applications=[factories.application()])
        apps = [factories.application(), factories.application("credit-assessment")]
        factories.initiative(
            lead=body, kind="deployment", applications=apps, amount=100, amount_basis="total", currency="HKD"
        )
        factories.initiative(lead=part, kind="guideline", starts="2020", applications=apps[:1], ai="context")
        factories.collaboration(parties=[part, factories.organisation()], applications=apps[1:])
        factories.collaboration(parties=[body, part], kind="deployment", themes=[factories.theme("smart")])

    def found(self, path, *choices):
        return set(fetch_page(self.client, f"/en/{path}?{urlencode(choices)}").rows)

    def test_values_of_one_filter_are_joined_with_or_and_filters_with_and(self):
        # Tie and application are one question; see the tests of organisations.
        for path in addresses.LIST_VIEWS:
            choices = [
                choice
                for choice in addresses.list_filter_choices(path)
                if choice[0] not in {"tie", *addresses.TYPED_FILTER_VALUES}
            ]
            found = {choice: rows for choice in choices if (rows := self.found(path, choice))}
            for one, other in pairwise(found):
                with self.subTest(path=path, one=one, other=other):
                    together = found[one] | found[other] if one[0] == other[0] else found[one] & found[other]
                    self.assertEqual(self.found(path, one, other), together)
