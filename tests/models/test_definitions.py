"""Definitions of choices: complete, written as sentences, and named as in the API."""

import pytest
from django.test import TestCase
from django.utils import translation

from ecosystem.api.vocabularies import CHOICES, TABLES
from ecosystem.models import (
    Audience,
    Grade,
    Initiative,
    Organisation,
    OrganisationKind,
    Place,
    Support,
    definitions,
)
from tests.support import factories
from tests.support.facts import FactsTestCase

LANGUAGES = ("en", "zh-hant", "zh-hans")


@pytest.mark.parametrize("vocabulary", definitions.VOCABULARIES, ids=lambda vocabulary: vocabulary.name)
class TestVocabularyDefinitions:
    def test_definitions_cover_exactly_the_choices(self, vocabulary):
        assert list(vocabulary.definitions) == list(vocabulary.choices)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_definitions_are_sentences(self, vocabulary, language):
        with translation.override(language):
            texts = [str(term.definition) for term in vocabulary.list_terms()]
        assert [text for text in texts if not text.endswith("." if language == "en" else "。")] == []

    def test_definitions_are_distinct(self, vocabulary):
        texts = [str(term.definition) for term in vocabulary.list_terms()]
        assert len(set(texts)) == len(texts)

    def test_vocabularies_are_named_as_in_the_api(self, vocabulary):
        assert not vocabulary.title or CHOICES[vocabulary.name] is vocabulary.choices


class DefinitionLookupTests(TestCase):
    def test_definition_of_a_choice_is_found(self):
        self.assertIn("court", definitions.find_definition(Grade.OFFICIAL))

    def test_terms_of_a_field_are_those_of_its_choices(self):
        terms = definitions.list_field_terms(Organisation._meta.get_field("kind"))
        self.assertEqual([term.value for term in terms], OrganisationKind.values)

    def test_field_with_undefined_choices_has_no_terms(self):
        self.assertEqual(definitions.list_field_terms(Place._meta.get_field("district")), [])

    def test_relation_has_only_terms_with_descriptions(self):
        factories.support("funding", description_en="A grant.")
        factories.support("desks")
        terms = definitions.list_field_terms(Initiative._meta.get_field("support"))
        self.assertEqual([(term.value, term.definition) for term in terms], [("funding", "A grant.")])

    def test_tables_are_named_as_in_the_api(self):
        self.assertEqual({name: TABLES[name] for name in definitions.DEFINED_TABLES}, definitions.DEFINED_TABLES)


class VocabularyDescriptionFactsTests(FactsTestCase):
    def test_support_types_and_audiences_are_described_in_three_languages(self):
        for row in (*Support.objects.all(), *Audience.objects.all()):
            with self.subTest(row=row.slug):
                self.assertTrue(all((row.description_en, row.description_zh_hant, row.description_zh_hans)))
