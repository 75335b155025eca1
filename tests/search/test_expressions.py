"""Search expressions match the same entries on SQLite and on PostgreSQL."""

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


class TestJoinedExpressions:
    @pytest.mark.parametrize("join", [join_with_or, join_with_and])
    def test_single_expression_is_not_wrapped(self, join):
        assert join([phrase("AI")]) == phrase("AI")

    def test_several_expressions_are_joined(self):
        parts = phrase("AI"), phrase("lab")
        assert (join_with_or(parts), join_with_and(parts)) == (OrExpression(parts), AndExpression(parts))


@pytest.mark.django_db
class TestExpressionMatching:
    @pytest.fixture(autouse=True)
    def directory(self):
        # Created in the order of their slugs.
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

    def test_word_is_found_in_any_field(self):
        assert self.found(phrase("cyberport")) == ["cyberport", "park"]

    def test_han_characters_must_be_adjacent(self):
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
    def test_han_characters_and_words_must_be_adjacent(self, text, found):
        assert self.found(phrase(text)) == found

    def test_word_does_not_match_split_words(self):
        assert self.found(phrase("cyber port")) == []

    def test_phrase_does_not_span_two_names(self):
        assert self.found(phrase("bay telegraph")) == []

    def test_phrase_does_not_span_two_fields(self):
        assert self.found(phrase("港 telegraph")) == []

    def test_prefix_matches_the_beginning_of_a_word(self):
        assert self.found(phrase("cyber", is_prefix=True)) == ["cyberport", "park", "port"]

    def test_phrase_without_prefix_matches_whole_words(self):
        assert self.found(phrase("cyber")) == ["port"]

    def test_prefix_applies_to_the_last_word_of_a_phrase(self):
        assert self.found(phrase("smart par", is_prefix=True)) == ["cyberport", "park"]

    def test_prefix_does_not_apply_to_earlier_words(self):
        assert self.found(phrase("smar park", is_prefix=True)) == []

    def test_or_matches_any_part(self):
        assert self.found(join_with_or([phrase("數碼港"), phrase("smart park"), phrase("nobody")])) == [
            "cyberport",
            "park",
        ]

    def test_and_matches_all_parts(self):
        assert self.found(join_with_and([phrase("smart"), phrase("cyberport"), phrase("數碼")])) == ["cyberport"]

    def test_and_and_or_can_be_nested(self):
        either = join_with_or([phrase("telegraph bay"), join_with_and([phrase("科學園"), phrase("home")])])
        assert self.found(join_with_and([either, phrase("smart")])) == ["cyberport", "park"]

    def test_names_only_ignores_summaries(self):
        assert self.found(NamesOnlyExpression(phrase("cyberport"))) == ["cyberport"]

    def test_whole_name_matches_complete_names_only(self):
        whole = [WholeNameExpression(tuple(extract_terms(text))) for text in ("smart park", "smart", "telegraph bay")]
        assert [self.found(each) for each in whole] == [["park"], [], ["cyberport"]]

    def test_keyword_matches_the_value_of_a_filter(self):
        kinds = [KeywordExpression("kind", values) for values in (("organisation", "theme"), ("initiative",))]
        assert [self.found(join_with_and([phrase("smart"), kind])) for kind in kinds] == [["cyberport", "park"], []]

    def test_names_only_includes_aliases(self):
        assert self.found(NamesOnlyExpression(phrase("telegraph bay"))) == ["cyberport"]

    def test_names_only_applies_to_nested_parts(self):
        asked = join_with_or(
            [join_with_and([phrase("smart"), phrase("park")]), phrase("teleg", is_prefix=True), phrase("home")]
        )
        assert self.found(NamesOnlyExpression(asked)) == ["cyberport", "park", "port"]

    @pytest.mark.parametrize("word", ["and", "or", "not", "near", "AND", "OR", "NOT", "NEAR"])
    def test_operator_words_are_plain_text(self, word):
        assert self.found(phrase(f"{word} nobody")) == []

    @pytest.mark.parametrize("column", ["names", "aliases", "summary", "related", "rowid", "vector"])
    def test_column_names_are_plain_text(self, column):
        assert self.found(phrase(f"{column}: cyberport")) == []


@pytest.mark.django_db
class TestUnusualSearchTerms:
    """The database must not split any term returned by `extract_terms()`."""

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
    def test_are_found_on_either_database(self, name):
        factories.organisation(slug="it", name_en=name)
        factories.rebuild_search_index()
        assert [entry.slug for entry in SearchEntry.objects.matching(NamesOnlyExpression(phrase(name)))] == ["it"]
