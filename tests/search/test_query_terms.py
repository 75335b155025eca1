"""Search results for several words, synonyms, prefixes and misspelt words."""

from tests.support import factories
from tests.support.search_results import SearchResultsTestCase


class SearchWithSeveralWordsTests(SearchResultsTestCase):
    """Entries with all words come first; if there are few, entries with some of the words follow."""

    @classmethod
    def setUpTestData(cls):
        for number in range(12):
            factories.place(f"river-{number}", name_en=f"River Mill {number}", name_zh_hant="水磨")
        for number in range(12):
            factories.place(f"wind-{number}", name_en=f"Wind Farm {number}", name_zh_hant="風車")
        factories.place("lone", name_en="Lone Cedar", name_zh_hant="雪松")
        factories.place("both", name_en="Cedar River", name_zh_hant="松河")
        factories.rebuild_search_index()

    def test_requires_all_words_if_enough_entries_have_them(self):
        self.assertEqual(len(self.fetch_result_slugs("river mill")), 12)

    def test_entries_with_all_words_come_before_those_with_some(self):
        self.assertEqual(self.fetch_result_slugs("cedar river")[0], "both")

    def test_adds_entries_with_some_words_if_few_have_all(self):
        self.assertIn("lone", self.fetch_result_slugs("cedar river"))

    def test_ignores_a_word_without_matches(self):
        self.assertEqual(set(self.fetch_result_slugs("cedar zyzzyva")), {"lone", "both"})

    def test_finds_nothing_if_no_word_matches(self):
        self.assertEqual(self.fetch_result_slugs("zyzzyva qwertz"), [])

    def test_quoted_words_in_another_order_find_nothing(self):
        self.assertEqual(self.fetch_result_slugs('"river cedar"'), [])

    def test_quoted_words_in_the_same_order_are_found(self):
        self.assertEqual(self.fetch_result_slugs('"cedar river"'), ["both"])

    def test_ignores_stop_words(self):
        self.assertEqual(self.fetch_result_slugs("what is the river mill"), self.fetch_result_slugs("river mill"))

    def test_unmatched_run_of_han_characters_is_split(self):
        self.assertIn("lone", self.fetch_result_slugs("香港雪松公司"))


class SearchSynonymResultsTests(SearchResultsTestCase):
    @classmethod
    def setUpTestData(cls):
        factories.place("english", name_en="Algorithm House", name_zh_hant="甲屋")
        factories.place("chinese", name_en="House of B", name_zh_hant="演算法館")
        factories.place("mainland", name_en="House of C", name_zh_hant="算法樓")
        factories.place("plain", name_en="Coworking Loft", name_zh_hant="閣樓")
        factories.rebuild_search_index()

    def test_finds_synonyms_in_either_language(self):
        for text in ("algorithm", "演算法", "算法"):
            with self.subTest(text=text):
                self.assertEqual(set(self.fetch_result_slugs(text)), {"english", "chinese", "mainland"})

    def test_typed_words_come_before_synonyms(self):
        self.assertEqual(self.fetch_result_slugs("algorithm")[0], "english")

    def test_hyphenated_and_joined_words_find_the_same(self):
        for text in ("coworking", "co-working", "Co‑Working"):
            with self.subTest(text=text):
                self.assertEqual(self.fetch_result_slugs(text), ["plain"])


class SearchTypoTests(SearchResultsTestCase):
    """Incomplete and misspelt words."""

    @classmethod
    def setUpTestData(cls):
        factories.organisation(slug="cyberport", name_en="Cyberport", name_zh_hant="數碼港")
        factories.organisation(slug="institute", name_en="Heron Institute", name_zh_hant="鷺研究院")
        factories.rebuild_search_index()

    def test_beginning_of_a_word_is_found(self):
        for text in ("cyber", "cyberp", "instit", "institu"):
            with self.subTest(text=text):
                self.assertEqual(len(self.fetch_result_slugs(text)), 1)

    def test_misspelt_word_is_found(self):
        for text, slug in {
            "cyberprot": "cyberport",
            "cybrport": "cyberport",
            "institut heorn": "institute",
            "數碼崗": "cyberport",
        }.items():
            with self.subTest(text=text):
                self.assertEqual(self.fetch_result_slugs(text)[:1], [slug])
