"""Acronyms: what each stands for, and how texts show them."""

import pytest
from django.utils import translation

from ecosystem.web import glossary
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def hkust():
    return factories.organisation(
        slug="hkust",
        acronym="HKUST",
        name_en="Hong Kong University of Science and Technology",
        name_zh_hant="香港科技大學",
    )


class TestTerms:
    def test_are_the_words_of_the_field(self):
        assert glossary.get_glossary_terms()["LLM"].get_expansion() == "large language model"

    def test_are_the_acronyms_of_public_bodies_and_initiatives(self, hkust):
        factories.initiative(acronym="CVP", name_en="Corporate Venture Programme")
        assert {"HKUST", "CVP"} <= set(glossary.get_glossary_terms())

    @pytest.mark.parametrize("status", ["draft", "in_review", "archived"])
    def test_are_none_of_hidden_records(self, status):
        factories.organisation(acronym="XYZ", status=status)
        assert "XYZ" not in glossary.get_glossary_terms()

    def test_are_none_that_stand_for_two_things(self):
        factories.organisation(acronym="CVP")
        factories.initiative(acronym="CVP")
        assert "CVP" not in glossary.get_glossary_terms()

    @pytest.mark.parametrize("acronym", ["科大", "CU Medicine", "Ä"])
    def test_are_no_short_names(self, acronym):
        factories.organisation(acronym=acronym)
        assert acronym not in glossary.get_glossary_terms()

    def test_keep_the_meaning_of_the_field_where_a_body_has_the_same(self):
        factories.organisation(acronym="LLM", name_en="A law school")
        assert glossary.get_glossary_terms()["LLM"].get_expansion() == "large language model"

    def test_stand_in_the_order_of_their_letters(self, hkust):
        factories.organisation(acronym="eHR")
        acronyms = [term.acronym for term in glossary.list_sorted_glossary_terms()]
        assert acronyms == sorted(acronyms, key=str.casefold)


class TestTerm:
    @pytest.mark.parametrize(
        ("language", "expected"),
        [
            ("en", "Hong Kong University of Science and Technology"),
            ("zh-hant", "香港科技大學"),
            ("zh-hans", "香港科技大学"),
        ],
    )
    def test_expands_in_the_readers_language(self, hkust, language, expected):
        with translation.override(language):
            assert glossary.get_glossary_terms()["HKUST"].get_expansion() == expected

    def test_expands_in_english_where_there_is_nothing_else(self):
        factories.organisation(acronym="XYZ", name_en="Only English", name_zh_hant="")
        with translation.override("zh-hans"):
            assert glossary.get_glossary_terms()["XYZ"].get_expansion() == "Only English"

    def test_leads_to_its_record(self, hkust):
        assert glossary.get_glossary_terms()["HKUST"].get_absolute_url() == hkust.get_absolute_url()

    def test_of_the_field_leads_nowhere(self):
        assert glossary.get_glossary_terms()["LLM"].get_absolute_url() == ""

    def test_has_an_anchor_without_odd_characters(self):
        assert glossary.get_glossary_terms()["R&D"].anchor == "term-R-D"


class TestExpanded:
    def test_marks_an_acronym_where_it_first_occurs(self):
        html = '<abbr title="large language model">LLM</abbr> and LLM'
        assert glossary.render_with_abbreviations("LLM and LLM") == html

    @pytest.mark.parametrize("text", ["LLMs", "HKLLM", "LLM-2", "A&LLM", "LLM(x)", "llm"])
    def test_marks_no_part_of_a_word(self, text):
        assert "<abbr" not in glossary.render_with_abbreviations(text)

    @pytest.mark.parametrize("text", ["採用LLM技術", "LLM。", "(LLM)", "LLM's"])
    def test_marks_an_acronym_beside_characters_and_punctuation(self, text):
        assert "<abbr" in glossary.render_with_abbreviations(text)

    def test_leaves_the_most_common_one_unmarked(self):
        assert glossary.render_with_abbreviations("AI") == "AI"

    def test_leaves_the_pages_own_name_unmarked(self, hkust):
        assert glossary.render_with_abbreviations("HKUST", but="HKUST") == "HKUST"

    def test_takes_the_longest_that_fits(self):
        assert (
            glossary.render_with_abbreviations("SMEs") == '<abbr title="small and medium-sized enterprises">SMEs</abbr>'
        )

    def test_escapes_everything(self):
        factories.organisation(acronym="XYZ", name_en='"><script>')
        html = glossary.render_with_abbreviations("<b> & XYZ")
        assert html == '&lt;b&gt; &amp; <abbr title="&quot;&gt;&lt;script&gt;">XYZ</abbr>'
