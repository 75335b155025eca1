"""What somebody typed, cut into what must be found."""

import pytest

from ecosystem.core.tokens import extract_terms
from ecosystem.search.query import MAX_QUERY_LENGTH, MAX_QUERY_UNITS, SearchQuery


def texts(typed):
    return [unit.text for unit in SearchQuery(typed).units]


def phrase(text):
    return tuple(extract_terms(text))


class TestText:
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
    def test_is_what_was_typed_without_needless_blanks_and_control_characters(self, typed, text):
        assert SearchQuery(typed).text == text

    def test_is_never_endless(self):
        assert len(SearchQuery("word " * 5000).text) <= MAX_QUERY_LENGTH


class TestUnits:
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
    def test_are_words_words_with_hyphens_and_runs_of_han_characters(self, typed, units):
        assert texts(typed) == units

    @pytest.mark.parametrize("typed", ["", "   ", "—", "🏦", '""', "\x00", "「」", "()"])
    def test_are_none_where_there_is_no_word(self, typed):
        assert texts(typed) == []

    def test_leave_out_words_that_stand_in_every_text(self):
        assert texts("who funds the labs of Hong Kong") == ["funds", "labs", "Hong", "Kong"]

    def test_keep_such_words_where_there_are_no_others(self):
        assert texts("the who") == ["the", "who"]

    def test_look_once_for_a_word_that_stands_twice(self):
        assert len(SearchQuery("Cyberport cyberport CYBERPORT").units) == 1

    def test_look_once_for_a_word_in_both_scripts(self):
        assert len(SearchQuery("數碼港 数码港").units) == 1

    def test_are_no_more_than_anybody_means(self):
        assert len(SearchQuery(" ".join(f"word{n}" for n in range(50))).units) == MAX_QUERY_UNITS

    def test_take_words_that_are_one_thing_together(self):
        assert texts("artificial intelligence fund") == ["artificial intelligence", "fund"]

    def test_take_a_word_with_a_hyphen_for_its_parts_in_a_row_or_one_word(self):
        (unit,) = SearchQuery("co-living").units
        assert set(unit.forms) == {phrase("co living"), phrase("coliving")}


class TestQuoted:
    @pytest.mark.parametrize(
        "typed", ['"joint laboratory"', "“joint laboratory”", "「joint laboratory」", "『joint laboratory』"]
    )
    def test_is_one_unit_in_quotation_marks_of_any_kind(self, typed):
        assert texts(typed) == ["joint laboratory"]

    def test_stands_beside_words_without_marks(self):
        assert sorted(texts('"joint laboratory" robotics')) == ["joint laboratory", "robotics"]

    def test_means_just_these_words(self):
        (unit,) = SearchQuery('"artificial intelligence"').units
        assert unit.equivalents == ()

    @pytest.mark.parametrize("typed", ['"joint', 'joint"', "“joint", "joint」"])
    def test_may_lack_a_mark(self, typed):
        assert texts(typed) == ["joint"]


class TestEquivalents:
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
    def test_are_looked_for_as_well(self, typed, other):
        (unit,) = SearchQuery(typed).units
        assert phrase(other) in unit.equivalents

    def test_are_never_what_was_typed(self):
        for typed in ("AI", "co-working", "人工智能"):
            (unit,) = SearchQuery(typed).units
            assert not set(unit.equivalents) & set(unit.forms)


class TestCut:
    @pytest.mark.parametrize("typed", ["word " * 1000, "x" * 10_000, "數" * 400, " ".join(f"w{n}" for n in range(20))])
    def test_is_said_where_only_the_beginning_is_searched_for(self, typed):
        assert SearchQuery(typed).is_truncated

    @pytest.mark.parametrize(
        "typed", ["", "smart city", "  smart  \x00 ", "a" * MAX_QUERY_LENGTH, " " * 1000, "the who"]
    )
    def test_is_not_said_where_all_is_searched_for(self, typed):
        assert not SearchQuery(typed).is_truncated
