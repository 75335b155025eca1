"""Words that mean the same, and those that ask for support."""

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


class TestGroups:
    @pytest.mark.parametrize("line", LINES)
    def test_let_each_word_stand_for_every_other(self, line):
        group = members(line)
        assert all(set(group) - {one} <= set(find_phrase_synonyms(one)) for one in group)

    @pytest.mark.parametrize("line", LINES)
    def test_hold_two_words_at_least(self, line):
        assert len(members(line)) > 1

    @pytest.mark.parametrize("line", LINES)
    def test_are_looked_for_as_a_whole_whichever_of_their_words_is_typed(self, line):
        for word in line.split("|"):
            left_out = [set(members(line)) - {*unit.forms, *unit.equivalents} for unit in SearchQuery(word).units]
            assert left_out == [set()]


class TestPhrase:
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
    def test_has_what_may_stand_for_it(self, one, other):
        assert phrase(other) in find_phrase_synonyms(phrase(one))

    def test_does_not_stand_for_itself(self):
        assert phrase("AI") not in find_phrase_synonyms(phrase("AI"))

    @pytest.mark.parametrize("text", ["Cyberport", "數碼港", "intelligence", ""])
    def test_has_nothing_where_nothing_is_known(self, text):
        assert find_phrase_synonyms(phrase(text)) == ()


class TestRun:
    def test_comes_with_a_part_of_it_in_other_characters(self):
        assert phrase("手術機器人") in find_han_run_synonyms(phrase("手術機械人"))

    def test_keeps_what_stands_around_the_part(self):
        assert phrase("香港自動駕駛巴士") in find_han_run_synonyms(phrase("香港無人駕駛巴士"))

    def test_takes_no_latin_word_into_its_midst(self):
        assert all(not term.isascii() for found in find_han_run_synonyms(phrase("手術機械人")) for term in found)

    def test_is_taken_whole_where_the_whole_has_another_word(self):
        assert set(find_han_run_synonyms(phrase("機械人"))) == set(find_phrase_synonyms(phrase("機械人")))

    def test_comes_alone_where_no_part_has_another_word(self):
        assert find_han_run_synonyms(phrase("香港科學園")) == ()


class TestSupportWords:
    def test_stand_in_one_line_each(self):
        counts = Counter(text for line in list_support_words() for text in line.phrases)
        assert {text for text, count in counts.items() if count > 1} == set()

    def test_are_common_if_marked(self):
        (line,) = [line for line in list_support_words() if line.value == "workspace"]
        assert (line.name, line.phrases["office"], line.phrases["office space"]) == ("support", True, False)
