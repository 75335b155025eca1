"""Where in a text that is shown stands what was searched for."""

import pytest

from ecosystem.core.tokens import extract_terms
from ecosystem.search.highlighting import split_highlights
from ecosystem.search.ranking import QueryTermForm


def form(text, **values):
    return QueryTermForm(tuple(extract_terms(text)), **values)


def found(text, *forms):
    """Return the parts of a text that are found."""
    return [run.text for run in split_highlights(text, forms) if run.is_found]


class TestRuns:
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
    def test_are_marked_as_they_are_found(self, text, searched, marked):
        assert found(text, form(searched)) == marked

    @pytest.mark.parametrize(
        "text", ["Hong Kong Cyberport, 數碼港!", "  數 碼  港 ", "🏦 Cyberport\x00", "", "nothing here"]
    )
    def test_are_the_text_again_when_they_are_joined(self, text):
        assert "".join(run.text for run in split_highlights(text, [form("cyberport"), form("碼")])) == text

    def test_are_none_in_an_empty_text(self):
        assert split_highlights("", [form("cyberport")]) == []

    @pytest.mark.parametrize("text", ["碼數港", "數碼", "港碼數", "Smart Hong Kong city"])
    def test_leave_out_terms_that_do_not_stand_in_a_row(self, text):
        assert found(text, form("數碼港"), form("smart city")) == []

    def test_mark_a_phrase_as_a_whole(self):
        assert found("A Smart City and a smart lamp in the city", form("smart city")) == ["Smart City"]

    @pytest.mark.parametrize(
        ("text", "searched"),
        [("A co-working space", "coworking"), ("A co-working space", "co-working"), ("A coworking space", "coworking")],
    )
    def test_mark_a_word_with_a_hyphen_whole(self, text, searched):
        (marked,) = found(text, form(searched))
        assert marked in {"co-working", "coworking"}

    def test_mark_the_beginning_of_a_word_by_the_whole_word(self):
        assert found("The Cyberport", form("cyber", is_prefix=True)) == ["Cyberport"]

    def test_leave_out_words_that_only_begin_so(self):
        assert found("The Cyberport", form("cyber")) == []

    def test_mark_whatever_was_searched_for(self):
        assert found("AI for banks, 人工智能", form("AI"), form("bank"), form("人工智能")) == [
            "AI",
            "banks",
            "人工智能",
        ]

    def test_join_what_only_a_blank_parts(self):
        assert found("a joint laboratory here", form("joint"), form("laboratory")) == ["joint laboratory"]

    def test_join_what_overlaps(self):
        assert found("香港科學園", form("香港科學"), form("科學園")) == ["香港科學園"]

    def test_mark_nothing_where_nothing_was_searched_for(self):
        assert found("The Cyberport") == []
