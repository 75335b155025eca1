"""Text cut into terms: what meets, what stays apart, and where in the text each term stands."""

import itertools
import string
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest

from ecosystem.core.tokens import (
    MAX_TERM_LENGTH,
    TEXT_SEPARATOR,
    build_indexed_text,
    extract_terms,
    extract_words,
    iter_hyphen_compounds,
    iter_text_tokens,
)

# Nothing that an index takes for a word's end, an operator or a quotation.
UNSAFE = set(string.punctuation + string.whitespace + "\x00")


class TestTerms:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Cyberport", ["cyberport"]),
            ("數碼港", ["数", "码", "港"]),
            ("AI晶片2024年", ["ai", "晶", "片", "2024", "年"]),
            ("𠮷野", ["𠮷", "野"]),
            ("5G", ["5g"]),
            ("", []),
        ],
    )
    def test_are_words_and_single_han_characters(self, text, expected):
        assert extract_terms(text) == expected

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("數碼港", "数码港"),
            ("衞生", "衛生"),
            ("衞生", "卫生"),
            ("裏", "里"),
            ("臺", "台"),
            ("⽔", "水"),
            ("豈", "豈"),
        ],
    )
    def test_meet_in_either_script_and_in_every_shape_of_a_character(self, one, other):
        assert extract_terms(one) == extract_terms(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("CYBERPORT", "cyberport"),
            ("ＨＫＵＳＴ", "hkust"),
            ("２０２４", "2024"),
            ("ﬁntech", "fintech"),
            ("Straße", "STRASSE"),
            ("Café", "cafe"),
            ("Montréal", "Montreal"),
            ("İstanbul", "istanbul"),
        ],
    )
    def test_meet_in_any_width_and_case_and_without_accents(self, one, other):
        assert extract_terms(one) == extract_terms(other)

    @pytest.mark.parametrize("text", ["Café", "Montréal", "Zürich", "한국"])
    def test_meet_whether_accents_are_written_with_their_letters_or_after_them(self, text):
        assert extract_terms(unicodedata.normalize("NFD", text)) == extract_terms(unicodedata.normalize("NFC", text))

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("university", "universities"),
            ("funding", "funds"),
            ("organisation", "organization"),
            ("programme", "programs"),
            ("centre", "centers"),
            ("adviser", "advisors"),
            ("advisory", "advisor"),
            ("lab", "laboratories"),
        ],
    )
    def test_meet_in_every_form_and_spelling_of_a_word(self, one, other):
        assert extract_terms(one) == extract_terms(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("R.O.C.", "ROC"),
            ("GenA.I.", "GenAI"),
            ("university's", "university"),
            ("university’s", "university"),
            ("O'Brien", "O’Brien"),
        ],
    )
    def test_meet_with_and_without_dots_and_apostrophes(self, one, other):
        assert extract_terms(one) == extract_terms(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [("university", "universe"), ("policy", "police"), ("數碼", "碼數"), ("碼", "馬"), ("AI", "IA")],
    )
    def test_stay_apart_where_they_mean_another_thing(self, one, other):
        assert extract_terms(one) != extract_terms(other)

    def test_do_not_depend_on_what_stands_beside_a_character(self):
        # As a word of its own 乾隆 keeps a character that 乾 alone loses.
        assert extract_terms("乾隆") == [*extract_terms("乾"), *extract_terms("隆")]

    @pytest.mark.parametrize("text", ["", " \t\n", "\x00", "…—。！？", "+-*/\\", "🏦🇭🇰", "\u200f\u202e", "_", "\"'`"])
    def test_are_none_where_there_is_no_word(self, text):
        assert extract_terms(text) == []

    @pytest.mark.parametrize(
        "text",
        ['a" OR b', "a'b:c*d^e(f)", "NEAR(a b)", "a\x00b", "a\\b", "a|b&c!d<->e", "%a_b%", "ﷺ", "a…b", "x\u2028y"],
    )
    def test_hold_nothing_that_could_be_taken_for_an_operator(self, text):
        assert not set("".join(extract_terms(text))) & UNSAFE

    def test_are_never_longer_than_an_index_takes(self):
        assert [len(term) for term in extract_terms("x" * 5000 + " " + "ﷺ" * 200)] == [MAX_TERM_LENGTH, MAX_TERM_LENGTH]


class TestPieces:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("The Cyberport's labs", ["The", "Cyberport's", "labs"]),
            ("香港AI（HKAI）", ["香", "港", "AI", "HKAI"]),
            ("GenA.I. and R.O.C.", ["GenA.I.", "and", "R.O.C."]),
            ("🏦 ＨＫ 𠮷", ["ＨＫ", "𠮷"]),
        ],
    )
    def test_say_where_in_the_text_they_stand(self, text, expected):
        assert [text[piece.start : piece.end] for piece in iter_text_tokens(text)] == expected

    def test_know_han_characters_from_words(self):
        assert [piece.is_han for piece in iter_text_tokens("香港AI")] == [True, True, False]


class TestCompounds:
    @pytest.mark.parametrize(
        ("text", "joined"),
        [
            ("co-working", "coworking"),
            ("co‑working", "coworking"),
            ("Robo-Advisor", "roboadvisor"),
            ("state-of-the-art", "stateoftheart"),
        ],
    )
    def test_are_the_one_word_that_hyphens_make(self, text, joined):
        assert [term for _pieces, term in iter_hyphen_compounds(text)] == extract_terms(joined)

    def test_know_the_parts_that_they_are_made_of(self):
        (parts, _term), *others = iter_hyphen_compounds("a co-working space")
        assert ([part.term for part in parts], others) == (["co", "work"], [])

    @pytest.mark.parametrize("text", ["AI - lab", "AI-數碼港", "數碼港-AI", "one two", "one/two", "-one", "one-"])
    def test_are_none_where_no_hyphen_joins_two_words(self, text):
        assert list(iter_hyphen_compounds(text)) == []


class TestIndexed:
    def test_holds_terms_parted_by_blanks(self):
        assert build_indexed_text("數碼港 Cyberport") == "数 码 港 cyberport"

    def test_lets_no_phrase_reach_from_one_text_to_the_next(self):
        assert build_indexed_text("Smart City", "Hong Kong").split() == [
            "smart",
            "citi",
            TEXT_SEPARATOR,
            "hong",
            "kong",
        ]

    def test_holds_a_word_with_a_hyphen_both_ways(self):
        assert build_indexed_text("co-working space").split(f" {TEXT_SEPARATOR} ") == ["co work space", "cowork"]

    def test_holds_a_text_that_comes_twice_once(self):
        assert build_indexed_text("AI", "lab", "AI") == build_indexed_text("AI", "lab")

    def test_leaves_out_what_holds_no_term(self):
        assert build_indexed_text("", "—", "AI", "🏦") == "ai"

    def test_is_empty_where_there_is_nothing(self):
        assert build_indexed_text() == ""

    def test_parts_texts_by_what_no_text_holds(self):
        assert TEXT_SEPARATOR not in extract_terms(f"one {TEXT_SEPARATOR} two")


class TestWords:
    def test_are_whole_words_folded_but_not_cut_to_their_stems(self):
        assert extract_words("The Universities' Café") == {"the", "universities", "cafe"}

    def test_are_runs_of_han_characters(self):
        assert extract_words("數碼港、香港科學園") == {"数码港", "香港科学园"}

    def test_part_han_characters_from_the_words_beside_them(self):
        assert extract_words("香港AI晶片") == {"香港", "ai", "晶片"}

    def test_are_none_where_there_is_no_word(self):
        assert extract_words("—🏦") == set()


class TestThreads:
    def test_stem_words_of_their_own_only(self):
        words = ["".join(letters) + "ications" for letters in itertools.product("bcdfgklm", repeat=3)]
        before = sys.getswitchinterval()
        # Threads take turns within a word.
        sys.setswitchinterval(1e-6)
        try:
            with ThreadPoolExecutor(4) as pool:
                terms = list(pool.map(extract_terms, words))
        finally:
            sys.setswitchinterval(before)
        assert terms == [[word.removesuffix("ions")] for word in words]
