"""The glossary: its terms, and acronyms marked up in texts."""

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


class TestGlossaryTerms:
    def test_include_terms_of_the_field(self):
        assert glossary.get_glossary_terms()["LLM"].get_expansion() == "large language model"

    def test_include_acronyms_of_published_records(self, hkust):
        factories.initiative(acronym="CVP", name_en="Corporate Venture Programme")
        assert {"HKUST", "CVP"} <= set(glossary.get_glossary_terms())

    @pytest.mark.parametrize("status", ["draft", "in_review", "archived"])
    def test_exclude_acronyms_of_unpublished_records(self, status):
        factories.organisation(acronym="XYZ", status=status)
        assert "XYZ" not in glossary.get_glossary_terms()

    def test_exclude_ambiguous_acronyms(self):
        factories.organisation(acronym="CVP")
        factories.initiative(acronym="CVP")
        assert "CVP" not in glossary.get_glossary_terms()

    @pytest.mark.parametrize("acronym", ["科大", "CU Medicine", "Ä"])
    def test_exclude_short_names(self, acronym):
        factories.organisation(acronym=acronym)
        assert acronym not in glossary.get_glossary_terms()

    def test_term_of_the_field_overrides_an_acronym_of_a_record(self):
        factories.organisation(acronym="LLM", name_en="A law school")
        assert glossary.get_glossary_terms()["LLM"].get_expansion() == "large language model"

    def test_are_sorted_alphabetically(self, hkust):
        factories.organisation(acronym="eHR")
        acronyms = [term.acronym for term in glossary.list_sorted_glossary_terms()]
        assert acronyms == sorted(acronyms, key=str.casefold)


class TestGlossaryTerm:
    @pytest.mark.parametrize(
        ("language", "expected"),
        [
            ("en", "Hong Kong University of Science and Technology"),
            ("zh-hant", "香港科技大學"),
            ("zh-hans", "香港科技大学"),
        ],
    )
    def test_expansion_is_in_the_active_language(self, hkust, language, expected):
        with translation.override(language):
            assert glossary.get_glossary_terms()["HKUST"].get_expansion() == expected

    def test_expansion_falls_back_to_english(self):
        factories.organisation(acronym="XYZ", name_en="Only English", name_zh_hant="")
        with translation.override("zh-hans"):
            assert glossary.get_glossary_terms()["XYZ"].get_expansion() == "Only English"

    def test_term_of_a_record_links_to_it(self, hkust):
        assert glossary.get_glossary_terms()["HKUST"].get_absolute_url() == hkust.get_absolute_url()

    def test_term_of_the_field_has_no_link(self):
        assert glossary.get_glossary_terms()["LLM"].get_absolute_url() == ""

    def test_anchor_has_no_special_characters(self):
        assert glossary.get_glossary_terms()["R&D"].anchor == "term-R-D"


class TestAbbreviationMarkup:
    def test_marks_the_first_occurrence_of_an_acronym(self):
        html = '<abbr title="large language model">LLM</abbr> and LLM'
        assert glossary.render_with_abbreviations("LLM and LLM") == html

    @pytest.mark.parametrize("text", ["LLMs", "HKLLM", "LLM-2", "A&LLM", "LLM(x)", "llm"])
    def test_does_not_mark_parts_of_words(self, text):
        assert "<abbr" not in glossary.render_with_abbreviations(text)

    @pytest.mark.parametrize("text", ["採用LLM技術", "LLM。", "(LLM)", "LLM's"])
    def test_marks_an_acronym_next_to_han_characters_or_punctuation(self, text):
        assert "<abbr" in glossary.render_with_abbreviations(text)

    def test_does_not_mark_ai(self):
        assert glossary.render_with_abbreviations("AI") == "AI"

    def test_does_not_mark_the_excluded_acronym(self, hkust):
        assert glossary.render_with_abbreviations("HKUST", but="HKUST") == "HKUST"

    def test_prefers_the_longest_term(self):
        assert (
            glossary.render_with_abbreviations("SMEs") == '<abbr title="small and medium-sized enterprises">SMEs</abbr>'
        )

    def test_escapes_html(self):
        factories.organisation(acronym="XYZ", name_en='"><script>')
        html = glossary.render_with_abbreviations("<b> & XYZ")
        assert html == '&lt;b&gt; &amp; <abbr title="&quot;&gt;&lt;script&gt;">XYZ</abbr>'
