"""Spelling corrections: words of the index that are similar to an unknown word."""

import pytest

from ecosystem.search.spelling import MAX_CORRECTIONS, find_similar_words
from tests.support import factories

pytestmark = pytest.mark.django_db


def index_names(*names, **values):
    """Add organisations with these names to the search index."""
    for name in names:
        factories.organisation(name_en=name, **values)
    factories.rebuild_search_index()


class TestSpellingCorrections:
    @pytest.mark.parametrize(
        ("typed", "word"),
        [
            ("cyberprot", "cyberport"),
            ("cyberpor", "cyberport"),
            ("cyberrport", "cyberport"),
            ("cyberpart", "cyberport"),
            ("ciberport", "cyberport"),
            ("universty", "university"),
            ("unversity", "university"),
            ("univercity", "university"),
            ("inovation", "innovation"),
            ("bnak", "bank"),
            ("banc", "bank"),
            ("abnk", "bank"),
            ("robto", "robot"),
        ],
    )
    def test_missing_doubled_wrong_or_swapped_letters_are_corrected(self, typed, word):
        index_names("Cyberport University", "Innovation Bank", "Robot")
        assert find_similar_words(typed) == [word]

    @pytest.mark.parametrize("typed", ["数马港", "数码岗", "熟码港"])
    def test_one_wrong_character_of_a_chinese_name_is_corrected(self, typed):
        index_names("Cyberport", name_zh_hant="數碼港")
        assert find_similar_words(typed) == ["数码港"]

    @pytest.mark.parametrize("typed", ["zyzzyva", "cyb", "port", "bnk", "数马", "2024", "20244", "", "🏦"])
    def test_short_or_very_different_words_are_not_corrected(self, typed):
        index_names("Cyberport", "Bank", "In 2023", "2025", name_zh_hant="數碼")
        assert find_similar_words(typed) == []

    def test_fewer_mistakes_come_first(self):
        index_names("Cyberports", "Cybersport")
        assert find_similar_words("cybersprot") == ["cybersport"]

    def test_more_frequent_word_comes_first_among_equals(self):
        index_names("Motel", "Modes", "Modes again", "Modes once more")
        assert find_similar_words("model") == ["modes", "motel"]

    def test_same_first_letter_comes_first_among_equals(self):
        index_names("Boat", "Goat once", "Goat twice")
        assert find_similar_words("bgoat") == ["boat", "goat"]

    def test_number_of_corrections_is_limited(self):
        index_names("Modea", "Modeb", "Modec", "Moded", "Modee", "Modef")
        assert len(find_similar_words("model")) == MAX_CORRECTIONS

    def test_words_of_drafts_are_not_used(self):
        index_names("Cyberport", status="draft")
        assert find_similar_words("cyberprot") == []

    def test_words_of_summaries_are_used(self):
        index_names("Somebody", summary_en="A laboratory for origami.")
        assert find_similar_words("orgami") == ["origami"]

    def test_known_word_is_corrected_to_a_more_frequent_one(self):
        index_names("Univeristy of Typing", "University of One", "University of Two")
        assert find_similar_words("univeristy") == ["university"]
