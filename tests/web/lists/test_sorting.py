"""Sort orders of lists: by name, date and relevance."""

from datetime import UTC, datetime

from django.test import TestCase

from tests.support import factories
from tests.support.html_pages import fetch_page

# Names that decide the order if dates are equal.
NAMES = {slug: {"name_en": slug.title()} for slug in ("old", "new", "started", "announced", "none")}


class ListSortTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for slug, name_en, name_zh_hant, founded, year in (
            ("the-bank", "The bank", "一行", "2020-05", 2021),
            ("alpha", "alpha", "中行", "2020", 2024),
            ("Zeta".lower(), "Zeta", "丁行", None, 2022),
            ("beta", "Beta", "", "1999-01-02", 2023),
        ):
            factories.organisation(
                slug=slug,
                name_en=name_en,
                name_zh_hant=name_zh_hant,
                founded=founded,
                updated_at=datetime(year, 1, 1, tzinfo=UTC),
            )

    def order(self, query="", language="en"):
        return fetch_page(self.client, f"/{language}/organisations/{query}").rows

    def test_english_names_ignore_case_and_leading_articles(self):
        self.assertEqual(self.order(), ["alpha", "the-bank", "beta", "zeta"])

    def test_traditional_chinese_names_are_sorted_by_strokes(self):
        self.assertEqual(self.order(language="zh-hant"), ["the-bank", "zeta", "alpha", "beta"])

    def test_simplified_chinese_names_are_sorted_by_pinyin(self):
        self.assertEqual(self.order(language="zh-hans"), ["zeta", "the-bank", "alpha", "beta"])

    def test_updated_sort_puts_the_latest_change_first(self):
        self.assertEqual(self.order("?sort=-updated"), ["alpha", "beta", "zeta", "the-bank"])

    def test_founded_descending_puts_missing_dates_last(self):
        self.assertEqual(self.order("?sort=-founded"), ["the-bank", "alpha", "beta", "zeta"])

    def test_founded_ascending_puts_missing_dates_last(self):
        self.assertEqual(self.order("?sort=founded"), ["beta", "alpha", "the-bank", "zeta"])

    def test_unknown_sort_falls_back_with_a_notice(self):
        page = fetch_page(self.client, "/en/organisations/?sort=nonsense")
        self.assertEqual((page.rows, "“nonsense”" in page.one(".notice").text), (self.order(), True))

    def test_valid_sort_has_no_notice(self):
        self.assertEqual(fetch_page(self.client, "/en/organisations/?sort=founded").select(".notice"), [])


class ListRelevanceSortTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        factories.organisation(slug="within", name_en="A Bank")
        factories.organisation(slug="begins", name_en="Bank of X")
        factories.organisation(slug="is", name_en="Y", acronym="BANK")
        factories.rebuild_search_index()

    def test_search_sorts_by_relevance_by_default(self):
        page = fetch_page(self.client, "/en/organisations/?q=bank")
        self.assertEqual(page.rows, ["is", "begins", "within"])

    def test_sort_parameter_overrides_relevance(self):
        page = fetch_page(self.client, "/en/organisations/?q=bank&sort=name")
        self.assertEqual(page.rows, ["within", "begins", "is"])

    def test_relevance_without_a_search_is_unknown(self):
        page = fetch_page(self.client, "/en/organisations/?sort=relevance")
        self.assertIn("“relevance”", page.one(".notice").text)


class ListDateSortTests(TestCase):
    def assert_order(self, path, create):
        create(slug="old", starts="2019", announced="2025")
        create(slug="new", starts="2024-05", announced="2018")
        create(slug="started", starts="2023")
        create(slug="announced", announced="2023-02")
        create(slug="none")
        for sort, expected in {
            # By the earlier of the two dates.
            "-starts": ["announced", "started", "old", "new", "none"],
            "starts": ["new", "old", "started", "announced", "none"],
            "-announced": ["old", "announced", "new", "none", "started"],
        }.items():
            with self.subTest(sort=sort):
                rows = fetch_page(self.client, f"/en/{path}/?sort={sort}").rows
                self.assertEqual([slug for slug in rows if slug != "body"], expected)

    def test_initiatives_are_sorted_by_their_earliest_date(self):
        body = factories.organisation()
        self.assert_order(
            "initiatives", lambda **values: factories.initiative(lead=body, **NAMES[values["slug"]], **values)
        )

    def test_collaborations_are_sorted_by_their_earliest_date(self):
        self.assert_order("collaborations", lambda **values: factories.collaboration(**NAMES[values["slug"]], **values))

    def test_csv_file_is_sorted_like_the_page(self):
        for slug, announced in (("a", "2019"), ("b", "2021")):
            factories.collaboration(slug=slug, announced=announced)
        text = self.client.get("/en/collaborations.csv?sort=-starts").getvalue().decode()
        self.assertEqual([line.split(",")[0] for line in text.splitlines()[1:]], ["b", "a"])
