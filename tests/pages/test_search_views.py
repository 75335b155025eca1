"""The page of results: its rows, its facets, its order, and what a browser and a script get of it."""

from itertools import product
from unittest.mock import patch

from tests.support import addresses, factories
from tests.support.html_pages import Page, fetch_page, parse_query
from tests.support.search_pages import SearchPageTestCase


class ResultsTests(SearchPageTestCase):
    def test_is_one_list_of_things_of_every_kind(self):
        self.assertEqual(set(self.fetch_results_page("robotics").rows), {"heron", "pelican", "fund", "pact", "robots"})

    def test_says_how_many_there_are(self):
        page = self.fetch_results_page("robotics")
        self.assertEqual(page.count, len(page.rows))

    def test_says_of_what_kind_each_is(self):
        kinds = {"heron": "Organisation", "fund": "Initiative", "pact": "Collaboration", "robots": "Application area"}
        for slug, kind in (kinds | {"water": "Theme", "marsh": "Location"}).items():
            with self.subTest(slug=slug):
                text = "robotics" if slug in kinds else slug
                self.assertEqual(
                    self.find_result_row(text, slug).one(".record-row__side").select(".badge")[0].text, kind
                )

    def test_links_in_a_row_to_no_record_but_its_own(self):
        records = tuple(f"/en/{path}" for path in addresses.LIST_VIEWS)
        for slug in ("heron", "pelican", "fund", "pact"):
            with self.subTest(slug=slug):
                links = [
                    a["href"]
                    for a in self.find_result_row("robotics", slug).select("a")
                    if a["href"].startswith(records)
                ]
                self.assertEqual([link.split("/")[-2] for link in links], [slug])

    def test_leads_from_each_row_to_a_page(self):
        for row in self.fetch_results_page("robotics").select("li.record-row"):
            address = row.one(".record-row__name").one("a")["href"]
            with self.subTest(address=address):
                self.assertEqual(self.client.get(address).status_code, 200)

    def test_names_what_was_searched_for_in_its_title(self):
        self.assertIn("“robotics”", self.fetch_results_page("robotics").title)

    def test_keeps_in_the_box_what_was_typed(self):
        box = self.fetch_results_page('"robotics" fund').content.one("[role=search]").one("input[name=q]")
        self.assertEqual(box["value"], '"robotics" fund')

    def test_carries_the_filters_along_when_the_order_changes(self):
        form = self.fetch_results_page("robotics", kind="organisation").one("form.toolbar__sort")
        carried = {(field["name"], field["value"]) for field in form.select("input")}
        self.assertEqual(carried, {("q", "robotics"), ("kind", "organisation")})

    def test_carries_the_words_along_when_a_filter_changes(self):
        form = self.fetch_results_page("robotics").one("form.facets__form")
        self.assertEqual(form.one("input[type=hidden][name=q]")["value"], "robotics")

    def test_carries_words_and_filters_along_to_the_next_page(self):
        page = self.fetch_results_page("robotics", kind=["organisation", "initiative"], page_size=1)
        following = parse_query(page.one(".pagination").one("a[rel=next]")["href"])
        expected = {"q": ["robotics"], "kind": ["organisation", "initiative"], "page": ["2"], "page_size": ["1"]}
        self.assertEqual(following, expected)

    def test_leaves_out_what_went_from_the_public_unnoticed(self):
        factories.Organisation.objects.filter(slug="pelican").update(status="archived")
        self.assertNotIn("pelican", self.fetch_results_page("robotics").rows)


@patch("ecosystem.search.results.MAX_COUNTED_ENTRIES", 3)
class BoundTests(SearchPageTestCase):
    """Five entries match, and no more than three are counted."""

    def fetch_status(self, language="en", **parameters):
        return self.fetch_results_page("robotics", language, **parameters).one("[role=status]").text

    def test_says_that_there_are_more(self):
        self.assertEqual(self.fetch_status(), "More than 3 results for “robotics”")

    def test_says_so_in_chinese(self):
        self.assertEqual(
            [self.fetch_status("zh-hant"), self.fetch_status("zh-hans")],
            ["「robotics」有超過3項結果", "“robotics”有超过3项结果"],
        )

    def test_says_what_is_counted(self):
        self.assertIn("only the 3 most connected results", self.fetch_results_page("robotics").text)

    def test_counts_the_most_connected_in_facets(self):
        kinds = self.fetch_results_page("robotics").facets["kind"]
        self.assertEqual(sum(count for count, _chosen in kinds.values()), 3)

    def test_narrows_all_that_match(self):
        page = self.fetch_results_page("robotics", kind="application")
        self.assertEqual((page.rows, self.fetch_status(kind="application")), (["robots"], "1 result for “robotics”"))

    def test_says_that_a_facet_is_bounded(self):
        self.assertIn("only the 3 most connected", self.fetch_results_page("robotics", kind="application").text)

    def test_ends_with_the_last_page(self):
        address = "/en/search/?q=robotics&page_size=2&page="
        self.assertEqual([self.client.get(f"{address}{page}").status_code for page in (2, 3)], [200, 404])

    @patch("ecosystem.search.results.MAX_RANKED_ENTRIES", 2)
    def test_begins_with_a_whole_name_even_if_it_is_beyond_the_bound(self):
        factories.application("whole", name_en="Robotics")
        factories.rebuild_search_index()
        page = self.fetch_results_page("robotics")
        self.assertEqual((page.rows[0], len(page.rows)), ("whole", 3))

    def test_counts_all_if_there_are_no_more(self):
        page = self.fetch_results_page("fund")
        self.assertNotIn("most connected results", page.text)


class FacetTests(SearchPageTestCase):
    def test_counts_what_was_found_by_kind_and_by_theme(self):
        facets = self.fetch_results_page("robotics").facets
        kinds = {"organisation": (2, False), "initiative": (1, False), "collaboration": (1, False)}
        themes = {"ai-in-finance": (2, False), "water": (2, False)}
        self.assertEqual(facets, {"kind": kinds | {"application": (1, False)}, "theme": themes})

    def test_narrows_by_kind_and_by_theme(self):
        rows = self.fetch_results_page("robotics", kind=["organisation", "collaboration"], theme="water").rows
        self.assertEqual(set(rows), {"heron", "pact"})

    def test_counts_under_the_other_filters(self):
        facets = self.fetch_results_page("robotics", kind="organisation").facets
        self.assertEqual(facets["theme"], {"ai-in-finance": (1, False), "water": (1, False)})

    def test_keeps_the_promise_of_each_count(self):
        for name, choices in self.fetch_results_page("robotics").facets.items():
            for value, (promised, _is_chosen) in choices.items():
                with self.subTest(name=name, value=value):
                    self.assertEqual(self.fetch_results_page("robotics", **{name: value}).count, promised)

    def test_offers_to_take_each_filter_away(self):
        page = self.fetch_results_page("robotics", kind="organisation", theme="water")
        ways = {a["href"] for a in page.one(".applied-filters").select("a")}
        one_less = {"/en/search/?q=robotics&theme=water", "/en/search/?q=robotics&kind=organisation"}
        self.assertEqual(ways, one_less | {"/en/search/?q=robotics"})


class ProblemTests(SearchPageTestCase):
    def test_finds_nothing_by_a_value_of_a_filter_that_there_is_not_and_says_why(self):
        for name in ("kind", "theme"):
            with self.subTest(name=name):
                page = self.fetch_results_page("robotics", **{name: "nonsense"})
                self.assertEqual((page.rows, "“nonsense”" in page.one(".empty").text), ([], True))

    def test_leads_to_the_search_without_it(self):
        page = self.fetch_results_page("robotics", kind="nonsense")
        self.assertEqual(page.one(".empty").select("a")[0]["href"], "/en/search/?q=robotics")

    def test_falls_back_on_an_order_that_there_is_and_says_so(self):
        page = self.fetch_results_page("robotics", sort="nonsense")
        self.assertEqual(
            (page.rows, "“nonsense”" in page.one(".notice").text), (self.fetch_results_page("robotics").rows, True)
        )

    def test_leads_back_from_beyond_the_last_page(self):
        page = self.fetch_results_page("robotics", page=99)
        self.assertEqual((page.status, page.content.select("a")[0]["href"]), (404, "/en/search/?q=robotics"))


class ReaderTests(SearchPageTestCase):
    ASKED = ("", "?q=robotics", "?q=zyzzyva", "?q=robotics&kind=nonsense", "?q=robotics&page=99")

    def test_is_kept_out_of_other_search_engines(self):
        for language, asked in product(addresses.LANGUAGES, self.ASKED):
            with self.subTest(language=language, asked=asked):
                self.assertEqual(fetch_page(self.client, f"/{language}/search/{asked}").get_meta("robots"), "noindex")

    def test_gets_no_cookie(self):
        for asked in self.ASKED:
            with self.subTest(asked=asked):
                response = self.client.get(f"/en/search/{asked}")
                self.assertEqual((response.cookies.output(), "Cookie" in response.headers.get("Vary", "")), ("", False))

    def test_is_led_from_empty_parameters_to_the_clean_address(self):
        response = self.client.get("/en/search/?q=robotics&kind=&theme=")
        self.assertRedirects(response, "/en/search/?q=robotics", status_code=302)

    def test_finds_one_box_of_its_own_on_the_page(self):
        self.assertEqual(len(self.fetch_results_page("robotics").select("form[role=search]")), 1)

    def test_finds_a_box_on_every_page(self):
        for path in (*addresses.PAGES, *addresses.list_detail_paths()):
            with self.subTest(path=path):
                forms = fetch_page(self.client, f"/en/{path}").select('form[role=search][action="/en/search/"]')
                self.assertEqual([form.one("input[type=search]")["name"] for form in forms], ["q"])


class FragmentTests(SearchPageTestCase):
    def fragment(self, asked):
        return Page(self.client.get(f"/en/search/{asked}", headers={"HX-Request": "true"}))

    def test_is_the_results_and_what_hangs_on_them_and_nothing_else(self):
        fragment = self.fragment("?q=robotics")
        parts = [child.get("id", child.name) for child in fragment.find_all(True, recursive=False)]
        self.assertEqual(parts, ["results", "title", "facet-summary", "facet-fields", "languages"])

    def test_finds_what_the_page_finds(self):
        said = [
            (found.rows, found.count, found.facets, found.title)
            for found in (
                self.fragment("?q=robotics&kind=organisation"),
                self.fetch_results_page("robotics", kind="organisation"),
            )
        ]
        self.assertEqual(said[0], said[1])

    def test_puts_the_clean_address_into_the_bar(self):
        response = self.client.get("/en/search/?q=robotics&kind=&utm=x", headers={"HX-Request": "true"})
        self.assertEqual(response["HX-Push-Url"], "/en/search/?q=robotics")
