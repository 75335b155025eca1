"""Highlighting of the search terms in a displayed text."""

import pytest

from ecosystem.core.tokens import extract_terms
from ecosystem.search.highlighting import split_highlights
from ecosystem.search.ranking import QueryTermForm


def form(text, **values):
    return QueryTermForm(tuple(extract_terms(text)), **values)


def found(text, *forms):
    """Return the highlighted parts of a text."""
    return [run.text for run in split_highlights(text, forms) if run.is_found]


class TestHighlights:
    @pytest.mark.parametrize(
        ("text", "searched", "marked"),
        [
            ("The Cyberport of Hong Kong", "cyberport", ["Cyberport"]),
            ("香港數碼港管理有限公司", "数码港", ["數碼港"]),
            ("香港数码港管理有限公司", "數碼港", ["数码港"]),
            ("衞生署", "衛生", ["衞生"]),
            ("Two universities, one university", "university", ["universities", "university"]),
            ("A CAFÉ", "cafe", ["CAFÉ"]),
            ("The ＨＫＵＳＴ campus", "hkust", ["ＨＫＵＳＴ"]),
            ("The Labs' work", "laboratory", ["Labs"]),
            ("GenA.I. models", "genai", ["GenA.I."]),
        ],
    )
    def test_mark_matches_in_any_script_case_or_form(self, text, searched, marked):
        assert found(text, form(searched)) == marked

    @pytest.mark.parametrize(
        "text", ["Hong Kong Cyberport, 數碼港!", "  數 碼  港 ", "🏦 Cyberport\x00", "", "nothing here"]
    )
    def test_joined_runs_are_the_original_text(self, text):
        assert "".join(run.text for run in split_highlights(text, [form("cyberport"), form("碼")])) == text

    def test_empty_text_has_no_runs(self):
        assert split_highlights("", [form("cyberport")]) == []

    @pytest.mark.parametrize("text", ["碼數港", "數碼", "港碼數", "Smart Hong Kong city"])
    def test_require_adjacent_terms(self, text):
        assert found(text, form("數碼港"), form("smart city")) == []

    def test_mark_a_phrase_in_one_run(self):
        assert found("A Smart City and a smart lamp in the city", form("smart city")) == ["Smart City"]

    @pytest.mark.parametrize(
        ("text", "searched"),
        [("A co-working space", "coworking"), ("A co-working space", "co-working"), ("A coworking space", "coworking")],
    )
    def test_mark_the_whole_hyphenated_word(self, text, searched):
        (marked,) = found(text, form(searched))
        assert marked in {"co-working", "coworking"}

    def test_prefix_marks_the_whole_word(self):
        assert found("The Cyberport", form("cyber", is_prefix=True)) == ["Cyberport"]

    def test_do_not_mark_prefixes_without_the_prefix_option(self):
        assert found("The Cyberport", form("cyber")) == []

    def test_mark_all_search_terms(self):
        assert found("AI for banks, 人工智能", form("AI"), form("bank"), form("人工智能")) == [
            "AI",
            "banks",
            "人工智能",
        ]

    def test_join_matches_separated_by_a_space(self):
        assert found("a joint laboratory here", form("joint"), form("laboratory")) == ["joint laboratory"]

    def test_join_overlapping_matches(self):
        assert found("香港科學園", form("香港科學"), form("科學園")) == ["香港科學園"]

    def test_mark_nothing_without_search_terms(self):
        assert found("The Cyberport") == []
