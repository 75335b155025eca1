"""Parsing of a search query into text, units and equivalents."""

import pytest

from ecosystem.core.tokens import extract_terms
from ecosystem.search.query import MAX_QUERY_LENGTH, MAX_QUERY_UNITS, SearchQuery


def texts(typed):
    return [unit.text for unit in SearchQuery(typed).units]


def phrase(text):
    return tuple(extract_terms(text))


class TestSearchQueryText:
    @pytest.mark.parametrize(
        ("typed", "text"),
        [
            ("  smart   city ", "smart city"),
            ("smart\u3000city", "smart city"),
            ("smart\ncity\t", "smart city"),
            ("smart\x00city", "smart city"),
            ("\u202esmart\u200f city", "smart city"),
            ("Cyber\u00adport", "Cyberport"),
            ("https://ror.org/00q4vv597", "00q4vv597"),
            ("Q4 2024", "Q4 2024"),
            ("數碼港", "數碼港"),
            ("\x00", ""),
        ],
    )
    def test_extra_whitespace_and_control_characters_are_removed(self, typed, text):
        assert SearchQuery(typed).text == text

    def test_has_a_maximum_length(self):
        assert len(SearchQuery("word " * 5000).text) <= MAX_QUERY_LENGTH


class TestSearchQueryUnits:
    @pytest.mark.parametrize(
        ("typed", "units"),
        [
            ("science park", ["science", "park"]),
            ("數碼港", ["數碼港"]),
            ("數碼港 科學園", ["數碼港", "科學園"]),
            ("數碼港、科學園", ["數碼港", "科學園"]),
            ("香港AI晶片", ["香港", "AI", "晶片"]),
            ("co-working space", ["co-working", "space"]),
            ("GenA.I. fund", ["GenA.I.", "fund"]),
        ],
    )
    def test_are_words_hyphenated_words_and_runs_of_han_characters(self, typed, units):
        assert texts(typed) == units

    @pytest.mark.parametrize("typed", ["", "   ", "—", "🏦", '""', "\x00", "「」", "()"])
    def test_text_without_words_has_no_units(self, typed):
        assert texts(typed) == []

    def test_stop_words_are_left_out(self):
        assert texts("who funds the labs of Hong Kong") == ["funds", "labs", "Hong", "Kong"]

    def test_stop_words_are_kept_if_there_are_no_other_words(self):
        assert texts("the who") == ["the", "who"]

    def test_repeated_word_is_one_unit(self):
        assert len(SearchQuery("Cyberport cyberport CYBERPORT").units) == 1

    def test_word_in_both_scripts_is_one_unit(self):
        assert len(SearchQuery("數碼港 数码港").units) == 1

    def test_number_of_units_is_limited(self):
        assert len(SearchQuery(" ".join(f"word{n}" for n in range(50))).units) == MAX_QUERY_UNITS

    def test_known_phrase_is_one_unit(self):
        assert texts("artificial intelligence fund") == ["artificial intelligence", "fund"]

    def test_hyphenated_word_matches_its_parts_or_one_word(self):
        (unit,) = SearchQuery("co-living").units
        assert set(unit.forms) == {phrase("co living"), phrase("coliving")}


class TestQuotedSearchPhrase:
    @pytest.mark.parametrize(
        "typed", ['"joint laboratory"', "“joint laboratory”", "「joint laboratory」", "『joint laboratory』"]
    )
    def test_is_one_unit_with_quotation_marks_of_any_kind(self, typed):
        assert texts(typed) == ["joint laboratory"]

    def test_can_be_combined_with_unquoted_words(self):
        assert sorted(texts('"joint laboratory" robotics')) == ["joint laboratory", "robotics"]

    def test_has_no_equivalents(self):
        (unit,) = SearchQuery('"artificial intelligence"').units
        assert unit.equivalents == ()

    @pytest.mark.parametrize("typed", ['"joint', 'joint"', "“joint", "joint」"])
    def test_unpaired_quotation_mark_is_ignored(self, typed):
        assert texts(typed) == ["joint"]


class TestSearchQueryEquivalents:
    @pytest.mark.parametrize(
        ("typed", "other"),
        [
            ("AI", "人工智能"),
            ("artificial intelligence", "AI"),
            ("人工智慧", "人工智能"),
            ("演算法", "algorithm"),
            ("手術機械人", "手術機器人"),
            ("co-working", "shared workspace"),
        ],
    )
    def test_synonyms_are_equivalents_of_a_unit(self, typed, other):
        (unit,) = SearchQuery(typed).units
        assert phrase(other) in unit.equivalents

    def test_exclude_the_typed_forms(self):
        for typed in ("AI", "co-working", "人工智能"):
            (unit,) = SearchQuery(typed).units
            assert not set(unit.equivalents) & set(unit.forms)


class TestSearchQueryTruncation:
    @pytest.mark.parametrize("typed", ["word " * 1000, "x" * 10_000, "數" * 400, " ".join(f"w{n}" for n in range(20))])
    def test_long_query_is_marked_as_truncated(self, typed):
        assert SearchQuery(typed).is_truncated

    @pytest.mark.parametrize(
        "typed", ["", "smart city", "  smart  \x00 ", "a" * MAX_QUERY_LENGTH, " " * 1000, "the who"]
    )
    def test_other_query_is_not_marked_as_truncated(self, typed):
        assert not SearchQuery(typed).is_truncated
