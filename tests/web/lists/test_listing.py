"""Lists: clean URLs, pagination, chips of applied filters, and messages of empty lists."""

from django.test import TestCase

from tests.support import factories
from tests.support.html_pages import fetch_page, parse_query


class ListCleanUrlTests(TestCase):
    def test_empty_parameters_redirect_once_to_the_clean_url(self):
        for given, clean in {
            "?kind=&q=": "",
            "?kind=startup&q=&theme=": "?kind=startup",
            "?q=%20": "",
            "?kind=&kind=startup&page=": "?kind=startup",
            "?utm_source=": "",
            "?kind=startup&sort=&page_size=10": "?kind=startup&page_size=10",
        }.items():
            with self.subTest(given=given):
                response = self.client.get(f"/zh-hant/organisations/{given}", follow=True)
                self.assertEqual(response.redirect_chain, [(f"/zh-hant/organisations/{clean}", 302)])

    def test_empty_parameters_of_list_files_redirect_to_the_clean_url(self):
        factories.organisation(kind="startup")
        for file in ("organisations.csv", "organisations.json", "organisations.xlsx", "organisations.atom"):
            for given, clean in {"?kind=&q=": "", "?kind=startup&kind=&theme=": "?kind=startup"}.items():
                with self.subTest(file=file, given=given):
                    response = self.client.get(f"/zh-hant/{file}{given}", follow=True)
                    self.assertEqual(response.redirect_chain, [(f"/zh-hant/{file}{clean}", 302)])
                    self.assertEqual((response.status_code, response["Access-Control-Allow-Origin"]), (200, "*"))

    def test_empty_parameters_of_other_files_redirect_to_the_clean_url(self):
        for file in (
            *("map.svg", "map.csv", "network.svg", "network.csv", "timeline.svg", "timeline.csv", "indicators.csv"),
            *("changes.atom", "support.ics"),
        ):
            with self.subTest(file=file):
                response = self.client.get(f"/en/{file}?theme=&kind=&q=")
                self.assertRedirects(response, f"/en/{file}", fetch_redirect_response=False)

    def test_unknown_parameters_are_ignored(self):
        factories.organisation(slug="one")
        page = fetch_page(self.client, "/en/organisations/?utm_source=x&state=open&nonsense=1")
        self.assertEqual((page.status, page.rows), (200, ["one"]))


class ListPaginationTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for number in range(60):
            factories.organisation(slug=f"body-{number:02}", name_en=f"Body {number:02}", kind="startup")
        factories.rebuild_search_index()

    def test_default_page_size_is_25(self):
        self.assertEqual(len(fetch_page(self.client, "/en/organisations/").rows), 25)

    def test_page_size_parameter_is_respected(self):
        page = fetch_page(self.client, "/en/organisations/?page_size=7&page=9")
        self.assertEqual(page.rows, ["body-56", "body-57", "body-58", "body-59"])

    def test_invalid_page_size_falls_back_with_a_notice(self):
        for asked, size in {"9999": 60, "0": 25, "-1": 25, "many": 25, "1e3": 25, "٢٥": 25}.items():
            with self.subTest(asked=asked):
                page = fetch_page(self.client, f"/en/organisations/?page_size={asked}")
                self.assertEqual((len(page.rows), f"“{asked}”" in page.one(".notice").text), (size, True))

    def test_invalid_page_number_is_404_with_a_link_to_the_last_page(self):
        for number in ("0", "-1", "abc", "999999", "4", "9" * 5000):
            with self.subTest(number=number[:9]):
                page = fetch_page(self.client, f"/en/organisations/?kind=startup&page={number}")
                way = page.content.select("a")[0]["href"]
                self.assertEqual((page.status, way), (404, "/en/organisations/?kind=startup&page=3"))

    def test_link_to_the_only_page_has_no_page_number(self):
        page = fetch_page(self.client, "/en/organisations/?q=body+01&page=2")
        self.assertEqual(page.content.select("a")[0]["href"], "/en/organisations/?q=body+01")

    def test_links_keep_filters_sort_and_page_size(self):
        asked = "/en/organisations/?kind=startup&q=body&sort=-updated&page_size=10&page=3"
        for a in fetch_page(self.client, asked).one(".pagination").select("a"):
            with self.subTest(address=a["href"]):
                kept = {name: values for name, values in parse_query(a["href"]).items() if name != "page"}
                self.assertEqual(kept, {"kind": ["startup"], "q": ["body"], "sort": ["-updated"], "page_size": ["10"]})

    def test_every_record_is_on_exactly_one_page(self):
        rows = [
            slug for number in (1, 2, 3) for slug in fetch_page(self.client, f"/en/organisations/?page={number}").rows
        ]
        self.assertEqual(rows, [f"body-{number:02}" for number in range(60)])

    def test_title_has_the_page_number_from_the_second_page_on(self):
        titles = [fetch_page(self.client, f"/en/organisations/?page={number}").title for number in (1, 2)]
        self.assertEqual(titles, ["Organisations · HKAI", "Organisations · page 2 · HKAI"])


class AppliedFilterChipTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        parent = factories.organisation(slug="parent", name_en="Parent")
        factories.organisation(parent=parent, kind="startup", founded="2015")
        cls.asked = (
            "/en/organisations/?q=a&theme=ai-in-finance&ai=core&ai=context&kind=startup&parent=parent"
            "&founded_after=2010&founded_before=2020-06&sort=-updated&page_size=50"
        )

    def test_each_applied_value_has_a_chip(self):
        labels = {
            label.removeprefix("Remove filter: ")
            for label, _address in fetch_page(self.client, self.asked).applied_filters
        }
        words = {"“a”", "Ai in finance", "Core AI", "Related", "Start-up", "Parent"}
        self.assertEqual(labels, words | {"Founded in or after 2010", "Founded in or before June 2020"})

    def test_chip_removes_only_its_own_value(self):
        before = {(name, value) for name, values in parse_query(self.asked).items() for value in values}
        taken = []
        for _label, address in fetch_page(self.client, self.asked).applied_filters:
            after = {(name, value) for name, values in parse_query(address).items() for value in values}
            taken.append(before - after)
        self.assertEqual(sorted(map(len, taken)), [1] * 8)

    def test_chip_links_to_the_first_page(self):
        for number in range(30):
            factories.organisation(slug=f"b-{number}", kind="startup")
        page = fetch_page(self.client, "/en/organisations/?kind=startup&page=2")
        self.assertEqual([address for _label, address in page.applied_filters], ["/en/organisations/"])

    def test_last_value_of_a_single_value_filter_has_the_chip(self):
        page = fetch_page(self.client, "/en/organisations/?founded_after=2000&founded_after=2010")
        chips = [(label.removeprefix("Remove filter: "), address) for label, address in page.applied_filters]
        self.assertEqual(chips, [("Founded in or after 2010", "/en/organisations/")])

    def test_same_label_in_two_filters_has_the_name_of_the_filter(self):
        factories.support("funding", name_en="Funding")
        page = fetch_page(self.client, "/en/initiatives/?kind=funding&support=funding")
        labels = [label.removeprefix("Remove filter: ") for label, _address in page.applied_filters]
        self.assertEqual(labels, ["Type Funding", "Support offered Funding"])


class EmptyListTests(TestCase):
    def test_links_remove_each_filter(self):
        factories.organisation(kind="company")
        page = fetch_page(self.client, "/en/organisations/?kind=startup&ai=context")
        ways = [a["href"] for a in page.one(".empty").select("a")]
        self.assertEqual(sorted(ways), ["/en/organisations/?ai=context", "/en/organisations/?kind=startup"])


class OtherListMatchTests(TestCase):
    def test_counts_matches_in_other_lists(self):
        factories.initiative(name_en="Zebra fund", lead=factories.organisation(name_en="Zebra bank"))
        factories.rebuild_search_index()
        page = fetch_page(self.client, "/en/organisations/?q=zebra")
        said = {a["href"]: a.text for a in page.content.select("a") if "q=zebra" in a["href"] and not a.has_attr("rel")}
        self.assertEqual(said, {"/en/initiatives/?q=zebra": "1 initiative also matches"})

    def test_states_that_other_lists_have_no_matches(self):
        factories.organisation(name_en="Heron Bank")
        factories.rebuild_search_index()
        page = fetch_page(self.client, "/en/organisations/?q=heron")
        self.assertIn("No initiatives match · No collaborations match", page.content.text)

    def test_list_without_a_search_has_no_such_links(self):
        self.assertEqual(
            [a for a in fetch_page(self.client, "/en/organisations/").content.select("a") if "q=" in a["href"]], []
        )
