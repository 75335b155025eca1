"""What a question asks for: all of it or some of it, in other words, in words that are not whole or not quite right."""

from tests.support import factories
from tests.support.search_results import SearchResultsTestCase


class LooseTests(SearchResultsTestCase):
    """Several words narrow; where too little holds all of them, what holds some follows."""

    @classmethod
    def setUpTestData(cls):
        for number in range(12):
            factories.place(f"river-{number}", name_en=f"River Mill {number}", name_zh_hant="水磨")
        for number in range(12):
            factories.place(f"wind-{number}", name_en=f"Wind Farm {number}", name_zh_hant="風車")
        factories.place("lone", name_en="Lone Cedar", name_zh_hant="雪松")
        factories.place("both", name_en="Cedar River", name_zh_hant="松河")
        factories.rebuild_search_index()

    def test_narrows_where_enough_holds_all_of_the_words(self):
        self.assertEqual(len(self.fetch_result_slugs("river mill")), 12)

    def test_puts_what_holds_all_of_the_words_before_what_holds_some(self):
        self.assertEqual(self.fetch_result_slugs("cedar river")[0], "both")

    def test_adds_what_holds_some_of_the_words_where_little_holds_all(self):
        self.assertIn("lone", self.fetch_result_slugs("cedar river"))

    def test_leaves_a_word_out_that_stands_nowhere(self):
        self.assertEqual(set(self.fetch_result_slugs("cedar zyzzyva")), {"lone", "both"})

    def test_finds_nothing_where_no_word_stands_anywhere(self):
        self.assertEqual(self.fetch_result_slugs("zyzzyva qwertz"), [])

    def test_takes_quoted_words_in_their_order_only(self):
        self.assertEqual(self.fetch_result_slugs('"river cedar"'), [])

    def test_finds_quoted_words_that_stand_in_this_order(self):
        self.assertEqual(self.fetch_result_slugs('"cedar river"'), ["both"])

    def test_lets_words_be_that_stand_in_every_text(self):
        self.assertEqual(self.fetch_result_slugs("what is the river mill"), self.fetch_result_slugs("river mill"))

    def test_finds_the_parts_of_a_run_of_characters_that_stands_nowhere(self):
        self.assertIn("lone", self.fetch_result_slugs("香港雪松公司"))


class MeaningTests(SearchResultsTestCase):
    @classmethod
    def setUpTestData(cls):
        factories.place("english", name_en="Algorithm House", name_zh_hant="甲屋")
        factories.place("chinese", name_en="House of B", name_zh_hant="演算法館")
        factories.place("mainland", name_en="House of C", name_zh_hant="算法樓")
        factories.place("plain", name_en="Coworking Loft", name_zh_hant="閣樓")
        factories.rebuild_search_index()

    def test_is_found_in_other_words_as_well(self):
        for text in ("algorithm", "演算法", "算法"):
            with self.subTest(text=text):
                self.assertEqual(set(self.fetch_result_slugs(text)), {"english", "chinese", "mainland"})

    def test_puts_the_words_that_were_typed_first(self):
        self.assertEqual(self.fetch_result_slugs("algorithm")[0], "english")

    def test_finds_one_word_and_two_with_a_hyphen_alike(self):
        for text in ("coworking", "co-working", "Co‑Working"):
            with self.subTest(text=text):
                self.assertEqual(self.fetch_result_slugs(text), ["plain"])


class TypingTests(SearchResultsTestCase):
    """A word that is not yet whole, or not quite right."""

    @classmethod
    def setUpTestData(cls):
        factories.organisation(slug="cyberport", name_en="Cyberport", name_zh_hant="數碼港")
        factories.organisation(slug="institute", name_en="Heron Institute", name_zh_hant="鷺研究院")
        factories.rebuild_search_index()

    def test_may_be_the_beginning_of_a_word(self):
        for text in ("cyber", "cyberp", "instit", "institu"):
            with self.subTest(text=text):
                self.assertEqual(len(self.fetch_result_slugs(text)), 1)

    def test_may_have_a_mistake_in_it(self):
        for text, slug in {
            "cyberprot": "cyberport",
            "cybrport": "cyberport",
            "institut heorn": "institute",
            "數碼崗": "cyberport",
        }.items():
            with self.subTest(text=text):
                self.assertEqual(self.fetch_result_slugs(text)[:1], [slug])
