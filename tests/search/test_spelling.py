"""Words that the directory has, near to one that it has not."""

import pytest

from ecosystem.search.spelling import MAX_CORRECTIONS, find_similar_words
from tests.support import factories

pytestmark = pytest.mark.django_db


def tell(*names, **values):
    """Let the directory know these names."""
    for name in names:
        factories.organisation(name_en=name, **values)
    factories.rebuild_search_index()


class TestNear:
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
    def test_is_a_word_with_letters_left_out_doubled_mistaken_or_exchanged(self, typed, word):
        tell("Cyberport University", "Innovation Bank", "Robot")
        assert find_similar_words(typed) == [word]

    @pytest.mark.parametrize("typed", ["数马港", "数码岗", "熟码港"])
    def test_is_a_chinese_name_of_three_characters_or_more_with_one_of_them_mistaken(self, typed):
        tell("Cyberport", name_zh_hant="數碼港")
        assert find_similar_words(typed) == ["数码港"]

    @pytest.mark.parametrize("typed", ["zyzzyva", "cyb", "port", "bnk", "数马", "2024", "20244", "", "🏦"])
    def test_is_nothing_where_nothing_is_near_or_the_word_is_too_short(self, typed):
        tell("Cyberport", "Bank", "In 2023", "2025", name_zh_hant="數碼")
        assert find_similar_words(typed) == []

    def test_comes_with_fewer_mistakes_first(self):
        tell("Cyberports", "Cybersport")
        assert find_similar_words("cybersprot") == ["cybersport"]

    def test_of_words_as_near_are_those_of_more_entries_first(self):
        tell("Motel", "Modes", "Modes again", "Modes once more")
        assert find_similar_words("model") == ["modes", "motel"]

    def test_of_words_as_near_are_those_with_the_same_beginning_first(self):
        tell("Boat", "Goat once", "Goat twice")
        assert find_similar_words("bgoat") == ["boat", "goat"]

    def test_is_never_more_than_a_few(self):
        tell("Modea", "Modeb", "Modec", "Moded", "Modee", "Modef")
        assert len(find_similar_words("model")) == MAX_CORRECTIONS

    def test_is_a_word_of_what_is_public(self):
        tell("Cyberport", status="draft")
        assert find_similar_words("cyberprot") == []

    def test_is_a_word_of_a_summary_too(self):
        tell("Somebody", summary_en="A laboratory for origami.")
        assert find_similar_words("orgami") == ["origami"]

    def test_is_another_word_where_the_word_itself_is_known(self):
        tell("Univeristy of Typing", "University of One", "University of Two")
        assert find_similar_words("univeristy") == ["university"]
