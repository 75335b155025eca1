"""Highlighting of the matched words in search results."""

from tests.support.search_pages import SearchPageTestCase


class SearchResultHighlightTests(SearchPageTestCase):
    def test_matched_words_are_highlighted(self):
        self.assertEqual(self.list_highlights("robotics", "pelican"), ["Robotics"])

    def test_words_in_the_page_language_are_highlighted(self):
        for language, text, marked in (
            ("en", "river", ["rivers"]),
            ("zh-hant", "河裏", ["河裏"]),
            ("zh-hant", "河里", ["河裏"]),
            ("zh-hans", "河裏", ["河里"]),
        ):
            with self.subTest(language=language, text=text):
                self.assertEqual(self.list_highlights(text, "heron", language), marked)

    def test_name_in_the_other_script_is_highlighted(self):
        for language, text, marked in (
            ("en", "白鹭", "白鷺"),
            ("zh-hant", "heron", "Heron"),
            ("zh-hans", "heron", "Heron"),
        ):
            with self.subTest(language=language):
                self.assertEqual(self.list_highlights(text, "heron", language), [marked])

    def test_highlighted_name_has_its_lang_attribute(self):
        for language, text, lang in (
            ("en", "白鷺", "zh-Hant-HK"),
            ("zh-hant", "heron", "en"),
            ("zh-hans", "heron", "en"),
        ):
            with self.subTest(language=language):
                (mark,) = self.find_result_row(text, "heron", language).select("mark")
                self.assertEqual(mark.parent["lang"], lang)

    def test_untranslated_name_has_its_lang_attribute(self):
        name = self.find_result_row("pelican", "pelican", "zh-hant").one(".record-row__name")
        self.assertEqual((name["lang"], name.one("mark").text), ("en", "Pelican"))

    def test_matched_alias_is_highlighted(self):
        row = self.find_result_row("wader", "heron")
        self.assertEqual((row.one("mark").text, row.one("mark").parent.text), ("Wader", "Also known as Wader Works"))

    def test_match_in_hidden_text_is_explained(self):
        row = self.find_result_row("marsh", "heron")
        self.assertEqual((row.select("mark"), bool(row.one("p.fine").text)), ([], True))

    def test_corrected_word_is_highlighted(self):
        self.assertEqual(self.list_highlights("pelicna", "pelican"), ["Pelican"])
