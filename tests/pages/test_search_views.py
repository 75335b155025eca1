"""The search results page: rows, facets, errors, headers and htmx fragments."""

from itertools import product
from unittest.mock import patch

from tests.support import addresses, factories
from tests.support.html_pages import Page, fetch_page, parse_query
from tests.support.search_pages import SearchPageTestCase


class SearchPageResultsTests(SearchPageTestCase):
    def test_results_of_every_kind_are_in_one_list(self):
        self.assertEqual(set(self.fetch_results_page("robotics").rows), {"heron", "pelican", "fund", "pact", "robots"})

    def test_count_equals_the_number_of_rows(self):
        page = self.fetch_results_page("robotics")
        self.assertEqual(page.count, len(page.rows))

    def test_rows_name_their_kind(self):
        kinds = {"heron": "Organisation", "fund": "Initiative", "pact": "Collaboration", "robots": "Application area"}
        for slug, kind in (kinds | {"water": "Theme", "marsh": "Location"}).items():
            with self.subTest(slug=slug):
                text = "robotics" if slug in kinds else slug
                self.assertEqual(
                    self.find_result_row(text, slug).one(".record-row__side").select(".badge")[0].text, kind
                )

    def test_rows_link_only_to_their_own_record(self):
        records = tuple(f"/en/{path}" for path in addresses.LIST_VIEWS)
        for slug in ("heron", "pelican", "fund", "pact"):
            with self.subTest(slug=slug):
                links = [
                    a["href"]
                    for a in self.find_result_row("robotics", slug).select("a")
                    if a["href"].startswith(records)
                ]
                self.assertEqual([link.split("/")[-2] for link in links], [slug])

    def test_row_links_work(self):
        for row in self.fetch_results_page("robotics").select("li.record-row"):
            address = row.one(".record-row__name").one("a")["href"]
            with self.subTest(address=address):
                self.assertEqual(self.client.get(address).status_code, 200)

    def test_title_contains_the_query(self):
        self.assertIn("“robotics”", self.fetch_results_page("robotics").title)

    def test_search_box_keeps_the_query(self):
        box = self.fetch_results_page('"robotics" fund').content.one("[role=search]").one("input[name=q]")
        self.assertEqual(box["value"], '"robotics" fund')

    def test_sort_form_keeps_query_and_filters(self):
        form = self.fetch_results_page("robotics", kind="organisation").one("form.toolbar__sort")
        carried = {(field["name"], field["value"]) for field in form.select("input")}
        self.assertEqual(carried, {("q", "robotics"), ("kind", "organisation")})

    def test_filter_form_keeps_the_query(self):
        form = self.fetch_results_page("robotics").one("form.facets__form")
        self.assertEqual(form.one("input[type=hidden][name=q]")["value"], "robotics")

    def test_next_page_link_keeps_query_and_filters(self):
        page = self.fetch_results_page("robotics", kind=["organisation", "initiative"], page_size=1)
        following = parse_query(page.one(".pagination").one("a[rel=next]")["href"])
        expected = {"q": ["robotics"], "kind": ["organisation", "initiative"], "page": ["2"], "page_size": ["1"]}
        self.assertEqual(following, expected)

    def test_records_archived_without_reindexing_are_left_out(self):
        factories.Organisation.objects.filter(slug="pelican").update(status="archived")
        self.assertNotIn("pelican", self.fetch_results_page("robotics").rows)


@patch("ecosystem.search.results.MAX_COUNTED_ENTRIES", 3)
class SearchPageCountLimitTests(SearchPageTestCase):
    """Five entries match, and at most three are counted."""

    def fetch_status(self, language="en", **parameters):
        return self.fetch_results_page("robotics", language, **parameters).one("[role=status]").text

    def test_status_states_more_than_the_limit(self):
        self.assertEqual(self.fetch_status(), "More than 3 results for “robotics”")

    def test_status_is_translated(self):
        self.assertEqual(
            [self.fetch_status("zh-hant"), self.fetch_status("zh-hans")],
            ["「robotics」有超過3項結果", "“robotics”有超过3项结果"],
        )

    def test_note_states_which_results_are_counted(self):
        self.assertIn("only the 3 most connected results", self.fetch_results_page("robotics").text)

    def test_facets_count_only_the_limited_results(self):
        kinds = self.fetch_results_page("robotics").facets["kind"]
        self.assertEqual(sum(count for count, _chosen in kinds.values()), 3)

    def test_filter_applies_to_all_matches(self):
        page = self.fetch_results_page("robotics", kind="application")
        self.assertEqual((page.rows, self.fetch_status(kind="application")), (["robots"], "1 result for “robotics”"))

    def test_facet_note_states_the_limit(self):
        self.assertIn("only the 3 most connected", self.fetch_results_page("robotics", kind="application").text)

    def test_pagination_ends_at_the_limit(self):
        address = "/en/search/?q=robotics&page_size=2&page="
        self.assertEqual([self.client.get(f"{address}{page}").status_code for page in (2, 3)], [200, 404])

    @patch("ecosystem.search.results.MAX_RANKED_ENTRIES", 2)
    def test_exact_name_beyond_the_limit_comes_first(self):
        factories.application("whole", name_en="Robotics")
        factories.rebuild_search_index()
        page = self.fetch_results_page("robotics")
        self.assertEqual((page.rows[0], len(page.rows)), ("whole", 3))

    def test_no_note_is_shown_below_the_limit(self):
        page = self.fetch_results_page("fund")
        self.assertNotIn("most connected results", page.text)


class SearchPageFacetTests(SearchPageTestCase):
    def test_facets_count_results_by_kind_and_theme(self):
        facets = self.fetch_results_page("robotics").facets
        kinds = {"organisation": (2, False), "initiative": (1, False), "collaboration": (1, False)}
        themes = {"ai-in-finance": (2, False), "water": (2, False)}
        self.assertEqual(facets, {"kind": kinds | {"application": (1, False)}, "theme": themes})

    def test_kind_and_theme_filter_the_results(self):
        rows = self.fetch_results_page("robotics", kind=["organisation", "collaboration"], theme="water").rows
        self.assertEqual(set(rows), {"heron", "pact"})

    def test_facet_counts_respect_the_other_filters(self):
        facets = self.fetch_results_page("robotics", kind="organisation").facets
        self.assertEqual(facets["theme"], {"ai-in-finance": (1, False), "water": (1, False)})

    def test_facet_counts_equal_the_filtered_counts(self):
        for name, choices in self.fetch_results_page("robotics").facets.items():
            for value, (promised, _is_chosen) in choices.items():
                with self.subTest(name=name, value=value):
                    self.assertEqual(self.fetch_results_page("robotics", **{name: value}).count, promised)

    def test_applied_filters_can_be_removed(self):
        page = self.fetch_results_page("robotics", kind="organisation", theme="water")
        ways = {a["href"] for a in page.one(".applied-filters").select("a")}
        one_less = {"/en/search/?q=robotics&theme=water", "/en/search/?q=robotics&kind=organisation"}
        self.assertEqual(ways, one_less | {"/en/search/?q=robotics"})


class SearchPageInvalidParameterTests(SearchPageTestCase):
    def test_unknown_filter_value_finds_nothing_with_a_message(self):
        for name in ("kind", "theme"):
            with self.subTest(name=name):
                page = self.fetch_results_page("robotics", **{name: "nonsense"})
                self.assertEqual((page.rows, "“nonsense”" in page.one(".empty").text), ([], True))

    def test_unknown_filter_value_links_to_the_search_without_it(self):
        page = self.fetch_results_page("robotics", kind="nonsense")
        self.assertEqual(page.one(".empty").select("a")[0]["href"], "/en/search/?q=robotics")

    def test_unknown_sort_falls_back_to_the_default_with_a_notice(self):
        page = self.fetch_results_page("robotics", sort="nonsense")
        self.assertEqual(
            (page.rows, "“nonsense”" in page.one(".notice").text), (self.fetch_results_page("robotics").rows, True)
        )

    def test_page_beyond_the_last_is_404_with_a_link_back(self):
        page = self.fetch_results_page("robotics", page=99)
        self.assertEqual((page.status, page.content.select("a")[0]["href"]), (404, "/en/search/?q=robotics"))


class SearchPageHeaderTests(SearchPageTestCase):
    ASKED = ("", "?q=robotics", "?q=zyzzyva", "?q=robotics&kind=nonsense", "?q=robotics&page=99")

    def test_page_is_noindex(self):
        for language, asked in product(addresses.LANGUAGES, self.ASKED):
            with self.subTest(language=language, asked=asked):
                self.assertEqual(fetch_page(self.client, f"/{language}/search/{asked}").get_meta("robots"), "noindex")

    def test_page_sets_no_cookie(self):
        for asked in self.ASKED:
            with self.subTest(asked=asked):
                response = self.client.get(f"/en/search/{asked}")
                self.assertEqual((response.cookies.output(), "Cookie" in response.headers.get("Vary", "")), ("", False))

    def test_empty_parameters_are_redirected_away(self):
        response = self.client.get("/en/search/?q=robotics&kind=&theme=")
        self.assertRedirects(response, "/en/search/?q=robotics", status_code=302)

    def test_page_has_one_search_form(self):
        self.assertEqual(len(self.fetch_results_page("robotics").select("form[role=search]")), 1)

    def test_every_page_has_a_search_form(self):
        for path in (*addresses.PAGES, *addresses.list_detail_paths()):
            with self.subTest(path=path):
                forms = fetch_page(self.client, f"/en/{path}").select('form[role=search][action="/en/search/"]')
                self.assertEqual([form.one("input[type=search]")["name"] for form in forms], ["q"])


class SearchPageFragmentTests(SearchPageTestCase):
    def fragment(self, asked):
        return Page(self.client.get(f"/en/search/{asked}", headers={"HX-Request": "true"}))

    def test_fragment_has_only_the_parts_that_change(self):
        fragment = self.fragment("?q=robotics")
        parts = [child.get("id", child.name) for child in fragment.find_all(True, recursive=False)]
        self.assertEqual(parts, ["results", "title", "facet-summary", "facet-fields", "languages"])

    def test_fragment_has_the_results_of_the_page(self):
        said = [
            (found.rows, found.count, found.facets, found.title)
            for found in (
                self.fragment("?q=robotics&kind=organisation"),
                self.fetch_results_page("robotics", kind="organisation"),
            )
        ]
        self.assertEqual(said[0], said[1])

    def test_clean_url_is_pushed(self):
        response = self.client.get("/en/search/?q=robotics&kind=&utm=x", headers={"HX-Request": "true"})
        self.assertEqual(response["HX-Push-Url"], "/en/search/?q=robotics")
