"""The filters of the lists: what each keeps, alone and together, and what is said of values that are none."""

from itertools import pairwise, product
from urllib.parse import quote, urlencode

import pytest
from django.test import TestCase

from tests.support import addresses, factories
from tests.support.html_pages import fetch_page

# Texts of every kind that a reader, or a program, may send.
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


class UnknownValueTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        factories.initiative(lead=factories.organisation(kind="startup"))
        factories.collaboration()
        cls.asked = [(path, name, value) for path, values in UNKNOWN.items() for name, value in values.items()]

    def test_is_tried_on_every_filter_of_the_contract(self):
        filters = {path: set(view.filterset_class.base_filters) - {"q"} for path, view in addresses.LIST_VIEWS.items()}
        self.assertEqual(filters, {path: set(values) for path, values in UNKNOWN.items()})

    def test_answers_but_finds_nothing(self):
        for path, name, value in self.asked:
            with self.subTest(path=path, filter=name):
                page = fetch_page(self.client, f"/en/{path}?{name}={value}")
                self.assertEqual((page.status, page.rows, page.count), (200, [], None))

    def test_says_why(self):
        for path, name, value in self.asked:
            with self.subTest(path=path, filter=name):
                said = fetch_page(self.client, f"/en/{path}?{name}={value}").one(".empty").select("p")[0].text
                self.assertIn(f"“{value}”", said)

    def test_says_why_in_the_language_of_the_reader(self):
        said = fetch_page(self.client, "/zh-hant/organisations/?kind=nonsense").one(".empty").select("p")[0].text
        self.assertRegex(said, "nonsense.*[\u4e00-\u9fff]")

    def test_leads_to_the_list_without_it(self):
        for path, name, value in self.asked:
            with self.subTest(path=path, filter=name):
                page = fetch_page(self.client, f"/en/{path}?{name}={value}&sort=-updated")
                way = page.one(".empty").select("p")[0].one("a")["href"]
                self.assertEqual(way, f"/en/{path}?sort=-updated")

    def test_leaves_the_known_values_of_the_filter_in_the_way_on(self):
        page = fetch_page(self.client, "/en/organisations/?kind=startup&kind=nonsense&theme=ai-in-finance")
        way = page.one(".empty").select("p")[0].one("a")["href"]
        self.assertEqual(way, "/en/organisations/?theme=ai-in-finance&kind=startup")

    def test_is_named_once_for_each_value_that_is_unknown(self):
        page = fetch_page(self.client, "/en/organisations/?kind=nonsense&kind=rubbish&kind=nonsense&theme=none")
        ways = {a["href"] for a in page.one(".empty").select("a")}
        expected = {"", "?kind=nonsense&kind=rubbish", "?theme=none&kind=rubbish", "?theme=none&kind=nonsense"}
        self.assertEqual(ways, {f"/en/organisations/{query}" for query in expected})

    def test_offers_no_facets_that_count_another_question(self):
        self.assertEqual(fetch_page(self.client, "/en/organisations/?kind=nonsense").facets, {})

    def test_asks_for_the_way_in_which_an_amount_is_counted(self):
        page = fetch_page(self.client, "/en/initiatives/?amount_min=1000")
        self.assertIn("Choose one amount type", page.one(".empty").text)

    def test_asks_for_one_way_only_in_which_an_amount_is_counted(self):
        page = fetch_page(self.client, "/en/initiatives/?amount_min=1000&amount_basis=total&amount_basis=annual")
        self.assertEqual((page.rows, "Choose one amount type" in page.one(".empty").text), ([], True))


class OddTextTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        factories.initiative()
        factories.collaboration()

    def test_breaks_no_list_in_any_filter(self):
        for path, text in product(addresses.LIST_VIEWS, ODD):
            query = "&".join(
                f"{name}={quote(text)}" for name in addresses.LIST_VIEWS[path].filterset_class.base_filters
            )
            with self.subTest(path=path, text=text[:20]):
                self.assertIn(self.client.get(f"/en/{path}?{query}", follow=True).status_code, {200, 404})

    def test_breaks_no_search(self):
        for path, text in product(addresses.LIST_VIEWS, ODD):
            with self.subTest(path=path, text=text[:20]):
                self.assertEqual(self.client.get(f"/en/{path}?q={quote(text)}", follow=True).status_code, 200)

    def test_breaks_no_page_number_order_or_size(self):
        for name, text in product(("page", "sort", "page_size"), (*ODD, "9" * 5000, "-1", "1e3", "٣", "1.0", "last")):
            with self.subTest(name=name, text=text[:20]):
                response = self.client.get(f"/en/organisations/?{name}={quote(text)}", follow=True)
                self.assertIn(response.status_code, {200, 404})

    def test_breaks_nothing_in_an_amount_or_a_date(self):
        for text in ("NaN", "Infinity", "1e14", "1e99999", "9" * 400, "1,000", "٣", "0000", "9999-12-31", "10000"):
            for path, name in (("initiatives/", "amount_max"), ("organisations/", "founded_before")):
                with self.subTest(text=text[:20], name=name):
                    response = self.client.get(f"/en/{path}?{name}={text}&amount_basis=total")
                    self.assertEqual(response.status_code, 200)

    def test_is_refused_in_thousands_with_a_page_in_the_look(self):
        self.client.raise_request_exception = False
        response = self.client.get("/en/organisations/?" + urlencode([("kind", n) for n in range(2000)]))
        self.assertContains(response, "masthead", status_code=400)

    def test_finds_percent_signs_and_underscores_as_they_stand(self):
        factories.organisation(slug="percent", name_en="100% Data_Lab")
        factories.organisation(slug="other", name_en="1000 Things")
        factories.rebuild_search_index()
        found = {
            text: fetch_page(self.client, f"/en/organisations/?q={quote(text)}").rows
            for text in ("100%", "data_lab", "t_ings", "%", "_")
        }
        self.assertEqual(found, {"100%": ["percent"], "data_lab": ["percent"], "t_ings": [], "%": [], "_": []})


class NameTests(TestCase):
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

    def test_finds_any_name_in_either_script_and_any_width_or_case(self):
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

    def test_finds_nothing_by_what_no_text_holds(self):
        self.assertEqual(fetch_page(self.client, "/en/organisations/?q=zyzzyva").rows, [])

    def test_narrows_with_the_other_filters(self):
        self.assertEqual(fetch_page(self.client, "/en/organisations/?q=cyberport&kind=university").rows, [])


# Tries combinations of filters by the dozen; single filters are tried on both databases.
@pytest.mark.slow
class NarrowingTests(TestCase):
    """What holds for any two values of any filters, whatever they are."""

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

    def test_widens_with_each_value_of_one_filter_and_narrows_with_each_filter(self):
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
