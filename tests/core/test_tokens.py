"""Tokenisation of text into search terms, with their positions."""

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


class TestSearchTerms:
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
    def test_ignore_script_and_character_variants(self, one, other):
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
    def test_ignore_width_case_and_accents(self, one, other):
        assert extract_terms(one) == extract_terms(other)

    @pytest.mark.parametrize("text", ["Café", "Montréal", "Zürich", "한국"])
    def test_ignore_unicode_normalisation(self, text):
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
    def test_ignore_inflection_and_spelling(self, one, other):
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
    def test_ignore_dots_and_apostrophes(self, one, other):
        assert extract_terms(one) == extract_terms(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [("university", "universe"), ("policy", "police"), ("數碼", "碼數"), ("碼", "馬"), ("AI", "IA")],
    )
    def test_differ_for_different_words(self, one, other):
        assert extract_terms(one) != extract_terms(other)

    def test_do_not_depend_on_adjacent_characters(self):
        # As a word of its own 乾隆 keeps a character that 乾 alone loses.
        assert extract_terms("乾隆") == [*extract_terms("乾"), *extract_terms("隆")]

    @pytest.mark.parametrize("text", ["", " \t\n", "\x00", "…—。！？", "+-*/\\", "🏦🇭🇰", "\u200f\u202e", "_", "\"'`"])
    def test_text_without_words_has_no_terms(self, text):
        assert extract_terms(text) == []

    @pytest.mark.parametrize(
        "text",
        ['a" OR b', "a'b:c*d^e(f)", "NEAR(a b)", "a\x00b", "a\\b", "a|b&c!d<->e", "%a_b%", "ﷺ", "a…b", "x\u2028y"],
    )
    def test_contain_no_query_operators(self, text):
        assert not set("".join(extract_terms(text))) & UNSAFE

    def test_are_truncated_to_the_maximum_length(self):
        assert [len(term) for term in extract_terms("x" * 5000 + " " + "ﷺ" * 200)] == [MAX_TERM_LENGTH, MAX_TERM_LENGTH]


class TestTextTokens:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("The Cyberport's labs", ["The", "Cyberport's", "labs"]),
            ("香港AI（HKAI）", ["香", "港", "AI", "HKAI"]),
            ("GenA.I. and R.O.C.", ["GenA.I.", "and", "R.O.C."]),
            ("🏦 ＨＫ 𠮷", ["ＨＫ", "𠮷"]),
        ],
    )
    def test_have_their_position_in_the_text(self, text, expected):
        assert [text[piece.start : piece.end] for piece in iter_text_tokens(text)] == expected

    def test_han_characters_are_distinguished_from_words(self):
        assert [piece.is_han for piece in iter_text_tokens("香港AI")] == [True, True, False]


class TestHyphenCompounds:
    @pytest.mark.parametrize(
        ("text", "joined"),
        [
            ("co-working", "coworking"),
            ("co‑working", "coworking"),
            ("Robo-Advisor", "roboadvisor"),
            ("state-of-the-art", "stateoftheart"),
        ],
    )
    def test_are_one_term_without_hyphens(self, text, joined):
        assert [term for _pieces, term in iter_hyphen_compounds(text)] == extract_terms(joined)

    def test_contain_their_parts(self):
        (parts, _term), *others = iter_hyphen_compounds("a co-working space")
        assert ([part.term for part in parts], others) == (["co", "work"], [])

    @pytest.mark.parametrize("text", ["AI - lab", "AI-數碼港", "數碼港-AI", "one two", "one/two", "-one", "one-"])
    def test_need_a_hyphen_between_two_latin_words(self, text):
        assert list(iter_hyphen_compounds(text)) == []


class TestIndexedText:
    def test_terms_are_separated_by_spaces(self):
        assert build_indexed_text("數碼港 Cyberport") == "数 码 港 cyberport"

    def test_separator_prevents_phrases_across_texts(self):
        assert build_indexed_text("Smart City", "Hong Kong").split() == [
            "smart",
            "citi",
            TEXT_SEPARATOR,
            "hong",
            "kong",
        ]

    def test_hyphenated_words_are_indexed_as_parts_and_as_a_compound(self):
        assert build_indexed_text("co-working space").split(f" {TEXT_SEPARATOR} ") == ["co work space", "cowork"]

    def test_repeated_text_is_indexed_once(self):
        assert build_indexed_text("AI", "lab", "AI") == build_indexed_text("AI", "lab")

    def test_texts_without_terms_are_omitted(self):
        assert build_indexed_text("", "—", "AI", "🏦") == "ai"

    def test_is_empty_without_texts(self):
        assert build_indexed_text() == ""

    def test_separator_is_never_a_term(self):
        assert TEXT_SEPARATOR not in extract_terms(f"one {TEXT_SEPARATOR} two")


class TestExtractedWords:
    def test_are_folded_but_not_stemmed(self):
        assert extract_words("The Universities' Café") == {"the", "universities", "cafe"}

    def test_han_characters_form_runs(self):
        assert extract_words("數碼港、香港科學園") == {"数码港", "香港科学园"}

    def test_han_characters_are_separated_from_adjacent_words(self):
        assert extract_words("香港AI晶片") == {"香港", "ai", "晶片"}

    def test_text_without_words_has_none(self):
        assert extract_words("—🏦") == set()


class TestStemmingThreadSafety:
    def test_concurrent_threads_do_not_mix_up_stems(self):
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
