"""Groups of synonyms, and the words that ask for support."""

from collections import Counter

import pytest

from ecosystem.core.tokens import extract_terms
from ecosystem.search.query import SearchQuery
from ecosystem.search.synonyms import SYNONYM_GROUPS, find_han_run_synonyms, find_phrase_synonyms, list_support_words

LINES = SYNONYM_GROUPS.strip().splitlines()


def phrase(text):
    return tuple(extract_terms(text))


def members(line):
    return list(dict.fromkeys(phrase(word) for word in line.split("|")))


class TestSynonymGroups:
    @pytest.mark.parametrize("line", LINES)
    def test_each_word_is_a_synonym_of_every_other(self, line):
        group = members(line)
        assert all(set(group) - {one} <= set(find_phrase_synonyms(one)) for one in group)

    @pytest.mark.parametrize("line", LINES)
    def test_have_at_least_two_words(self, line):
        assert len(members(line)) > 1

    @pytest.mark.parametrize("line", LINES)
    def test_query_for_any_word_covers_the_whole_group(self, line):
        for word in line.split("|"):
            left_out = [set(members(line)) - {*unit.forms, *unit.equivalents} for unit in SearchQuery(word).units]
            assert left_out == [set()]


class TestPhraseSynonyms:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("AI", "人工智能"),
            ("generative AI", "GenAI"),
            ("算法", "演算法"),
            ("機械人", "机器人"),
            ("chip", "芯片"),
        ],
    )
    def test_known_phrase_has_synonyms(self, one, other):
        assert phrase(other) in find_phrase_synonyms(phrase(one))

    def test_phrase_is_not_its_own_synonym(self):
        assert phrase("AI") not in find_phrase_synonyms(phrase("AI"))

    @pytest.mark.parametrize("text", ["Cyberport", "數碼港", "intelligence", ""])
    def test_unknown_phrase_has_no_synonyms(self, text):
        assert find_phrase_synonyms(phrase(text)) == ()


class TestHanRunSynonyms:
    def test_part_of_a_run_is_replaced_by_its_synonym(self):
        assert phrase("手術機器人") in find_han_run_synonyms(phrase("手術機械人"))

    def test_text_around_the_part_is_kept(self):
        assert phrase("香港自動駕駛巴士") in find_han_run_synonyms(phrase("香港無人駕駛巴士"))

    def test_latin_words_are_not_inserted(self):
        assert all(not term.isascii() for found in find_han_run_synonyms(phrase("手術機械人")) for term in found)

    def test_run_that_is_a_known_phrase_is_replaced_as_a_whole(self):
        assert set(find_han_run_synonyms(phrase("機械人"))) == set(find_phrase_synonyms(phrase("機械人")))

    def test_run_without_known_parts_has_no_synonyms(self):
        assert find_han_run_synonyms(phrase("香港科學園")) == ()


class TestSupportQueryWords:
    def test_each_word_is_in_one_line_only(self):
        counts = Counter(text for line in list_support_words() for text in line.phrases)
        assert {text for text, count in counts.items() if count > 1} == set()

    def test_common_words_are_marked(self):
        (line,) = [line for line in list_support_words() if line.value == "workspace"]
        assert (line.name, line.phrases["office"], line.phrases["office space"]) == ("support", True, False)
