"""What is to be found, as each database writes it: the same expression finds the same on both."""

import pytest

from ecosystem.core.tokens import extract_terms
from ecosystem.models import SearchEntry
from ecosystem.search.expressions import (
    AndExpression,
    KeywordExpression,
    NamesOnlyExpression,
    OrExpression,
    PhraseExpression,
    WholeNameExpression,
    join_with_and,
    join_with_or,
)
from tests.support import factories


def phrase(text, **values):
    return PhraseExpression(tuple(extract_terms(text)), **values)


class TestOneOfMany:
    @pytest.mark.parametrize("join", [join_with_or, join_with_and])
    def test_stands_for_itself(self, join):
        assert join([phrase("AI")]) == phrase("AI")

    def test_is_joined_with_the_others(self):
        parts = phrase("AI"), phrase("lab")
        assert (join_with_or(parts), join_with_and(parts)) == (OrExpression(parts), AndExpression(parts))


@pytest.mark.django_db
class TestMatching:
    @pytest.fixture(autouse=True)
    def directory(self):
        # Made in the order of their slugs.
        factories.organisation(
            slug="cyberport",
            name_en="Cyberport",
            name_zh_hant="數碼港",
            aliases=["Telegraph Bay"],
            summary_en="A smart park by the sea, and not near or far. 香港AI晶片 3D。",
        )
        factories.organisation(
            slug="park", name_en="Smart Park", name_zh_hant="科學園", summary_en="Home of Cyberport."
        )
        factories.organisation(
            slug="port", name_en="Port of Cyber", name_zh_hant="港數碼", aliases=["Bay", "Telegraph"]
        )
        factories.rebuild_search_index()

    def found(self, expression):
        entries = SearchEntry.objects.of_kind("organisation").matching(expression)
        return sorted(entries.values_list("slug", flat=True))

    def test_finds_a_word_wherever_it_stands(self):
        assert self.found(phrase("cyberport")) == ["cyberport", "park"]

    def test_finds_han_characters_in_a_row_only(self):
        assert self.found(phrase("數碼港")) == ["cyberport"]

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("香港AI晶片", ["cyberport"]),
            ("港AI晶片3D", ["cyberport"]),
            ("港AI片", []),
            ("香AI晶片", []),
            ("晶", ["cyberport"]),
        ],
    )
    def test_finds_han_characters_and_words_in_a_row_only(self, text, found):
        assert self.found(phrase(text)) == found

    def test_finds_words_in_a_row_only(self):
        assert self.found(phrase("cyber port")) == []

    def test_finds_no_phrase_that_reaches_from_one_name_to_the_next(self):
        assert self.found(phrase("bay telegraph")) == []

    def test_finds_no_phrase_that_reaches_from_one_field_to_the_next(self):
        assert self.found(phrase("港 telegraph")) == []

    def test_finds_the_beginning_of_a_word_where_it_is_asked_for(self):
        assert self.found(phrase("cyber", is_prefix=True)) == ["cyberport", "park", "port"]

    def test_finds_whole_words_otherwise(self):
        assert self.found(phrase("cyber")) == ["port"]

    def test_finds_the_beginning_of_the_last_word_of_a_phrase(self):
        assert self.found(phrase("smart par", is_prefix=True)) == ["cyberport", "park"]

    def test_finds_the_beginning_of_no_word_but_the_last(self):
        assert self.found(phrase("smar park", is_prefix=True)) == []

    def test_finds_what_any_of_its_parts_finds(self):
        assert self.found(join_with_or([phrase("數碼港"), phrase("smart park"), phrase("nobody")])) == [
            "cyberport",
            "park",
        ]

    def test_finds_what_all_of_its_parts_find(self):
        assert self.found(join_with_and([phrase("smart"), phrase("cyberport"), phrase("數碼")])) == ["cyberport"]

    def test_finds_by_parts_within_parts(self):
        either = join_with_or([phrase("telegraph bay"), join_with_and([phrase("科學園"), phrase("home")])])
        assert self.found(join_with_and([either, phrase("smart")])) == ["cyberport", "park"]

    def test_finds_by_names_and_aliases_alone_where_it_is_told_to(self):
        assert self.found(NamesOnlyExpression(phrase("cyberport"))) == ["cyberport"]

    def test_finds_a_whole_name_alone(self):
        whole = [WholeNameExpression(tuple(extract_terms(text))) for text in ("smart park", "smart", "telegraph bay")]
        assert [self.found(each) for each in whole] == [["park"], [], ["cyberport"]]

    def test_finds_by_the_value_of_a_filter(self):
        kinds = [KeywordExpression("kind", values) for values in (("organisation", "theme"), ("initiative",))]
        assert [self.found(join_with_and([phrase("smart"), kind])) for kind in kinds] == [["cyberport", "park"], []]

    def test_finds_by_aliases_as_by_names(self):
        assert self.found(NamesOnlyExpression(phrase("telegraph bay"))) == ["cyberport"]

    def test_finds_every_part_by_names_where_it_is_told_to(self):
        asked = join_with_or(
            [join_with_and([phrase("smart"), phrase("park")]), phrase("teleg", is_prefix=True), phrase("home")]
        )
        assert self.found(NamesOnlyExpression(asked)) == ["cyberport", "park", "port"]

    @pytest.mark.parametrize("word", ["and", "or", "not", "near", "AND", "OR", "NOT", "NEAR"])
    def test_takes_no_word_for_an_operator(self, word):
        assert self.found(phrase(f"{word} nobody")) == []

    @pytest.mark.parametrize("column", ["names", "aliases", "summary", "related", "rowid", "vector"])
    def test_takes_no_word_for_a_column(self, column):
        assert self.found(phrase(f"{column}: cyberport")) == []


@pytest.mark.django_db
class TestTermsOfEveryKind:
    """Whatever `extract_terms()` gives, a database must keep whole."""

    @pytest.mark.parametrize(
        "name",
        [
            "5G",
            "3E8B",
            "4e2c5",
            "0x1f",
            "1e5",
            "007",
            "2024年",
            "А́льфа",
            "カフェ",
            "한국",
            "𠮷野",
            "𰻝麵",
            "x" * 100,
            "ﷺ" * 9,
        ],
    )
    def test_is_found_on_either_database(self, name):
        factories.organisation(slug="it", name_en=name)
        factories.rebuild_search_index()
        assert [entry.slug for entry in SearchEntry.objects.matching(NamesOnlyExpression(phrase(name)))] == ["it"]
