"""The definitions of choices: complete, in the form of sentences, and under the names of the API."""

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
class TestVocabularies:
    def test_define_every_value_and_no_other(self, vocabulary):
        assert list(vocabulary.definitions) == list(vocabulary.choices)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_define_in_sentences(self, vocabulary, language):
        with translation.override(language):
            texts = [str(term.definition) for term in vocabulary.list_terms()]
        assert [text for text in texts if not text.endswith("." if language == "en" else "。")] == []

    def test_define_no_two_values_alike(self, vocabulary):
        texts = [str(term.definition) for term in vocabulary.list_terms()]
        assert len(set(texts)) == len(texts)

    def test_have_the_names_of_the_api(self, vocabulary):
        assert not vocabulary.title or CHOICES[vocabulary.name] is vocabulary.choices


class LookupTests(TestCase):
    def test_of_a_choice_finds_its_definition(self):
        self.assertIn("court", definitions.find_definition(Grade.OFFICIAL))

    def test_of_a_field_finds_the_terms_of_its_choices(self):
        terms = definitions.list_field_terms(Organisation._meta.get_field("kind"))
        self.assertEqual([term.value for term in terms], OrganisationKind.values)

    def test_of_a_field_with_other_choices_finds_none(self):
        self.assertEqual(definitions.list_field_terms(Place._meta.get_field("district")), [])

    def test_of_a_relation_finds_the_terms_that_are_described(self):
        factories.support("funding", description_en="A grant.")
        factories.support("desks")
        terms = definitions.list_field_terms(Initiative._meta.get_field("support"))
        self.assertEqual([(term.value, term.definition) for term in terms], [("funding", "A grant.")])

    def test_tables_have_the_names_of_the_api(self):
        self.assertEqual({name: TABLES[name] for name in definitions.DEFINED_TABLES}, definitions.DEFINED_TABLES)


class FactsTests(FactsTestCase):
    def test_describe_every_type_of_support_and_target_group_in_three_languages(self):
        for row in (*Support.objects.all(), *Audience.objects.all()):
            with self.subTest(row=row.slug):
                self.assertTrue(all((row.description_en, row.description_zh_hant, row.description_zh_hans)))
