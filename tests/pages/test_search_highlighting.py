"""What is marked in a row of the results: the words that were found, in the language of the reader."""

from tests.support.search_pages import SearchPageTestCase


class MarkTests(SearchPageTestCase):
    def test_stands_on_the_words_that_were_found(self):
        self.assertEqual(self.list_highlights("robotics", "pelican"), ["Robotics"])

    def test_stands_on_the_words_in_the_language_of_the_reader(self):
        for language, text, marked in (
            ("en", "river", ["rivers"]),
            ("zh-hant", "河裏", ["河裏"]),
            ("zh-hant", "河里", ["河裏"]),
            ("zh-hans", "河裏", ["河里"]),
        ):
            with self.subTest(language=language, text=text):
                self.assertEqual(self.list_highlights(text, "heron", language), marked)

    def test_stands_on_the_name_in_the_other_script(self):
        for language, text, marked in (
            ("en", "白鹭", "白鷺"),
            ("zh-hant", "heron", "Heron"),
            ("zh-hans", "heron", "Heron"),
        ):
            with self.subTest(language=language):
                self.assertEqual(self.list_highlights(text, "heron", language), [marked])

    def test_stands_in_a_text_that_says_its_language(self):
        for language, text, lang in (
            ("en", "白鷺", "zh-Hant-HK"),
            ("zh-hant", "heron", "en"),
            ("zh-hans", "heron", "en"),
        ):
            with self.subTest(language=language):
                (mark,) = self.find_result_row(text, "heron", language).select("mark")
                self.assertEqual(mark.parent["lang"], lang)

    def test_stands_in_a_name_that_the_language_of_the_reader_lacks_with_its_own(self):
        name = self.find_result_row("pelican", "pelican", "zh-hant").one(".record-row__name")
        self.assertEqual((name["lang"], name.one("mark").text), ("en", "Pelican"))

    def test_stands_on_the_other_name_that_was_found(self):
        row = self.find_result_row("wader", "heron")
        self.assertEqual((row.one("mark").text, row.one("mark").parent.text), ("Wader", "Also known as Wader Works"))

    def test_is_missed_with_a_reason_where_the_words_stand_in_nothing_that_is_shown(self):
        row = self.find_result_row("marsh", "heron")
        self.assertEqual((row.select("mark"), bool(row.one("p.fine").text)), ([], True))

    def test_stands_on_what_was_taken_for_a_misspelt_word(self):
        self.assertEqual(self.list_highlights("pelicna", "pelican"), ["Pelican"])
