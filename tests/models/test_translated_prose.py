"""Texts converted to Simplified Chinese with mainland terms, keeping the names in them."""

import pytest
from django.utils import translation

from ecosystem.core.languages import convert_to_simplified
from ecosystem.models import RECORD_MODELS, Application, Audience, Sector, Support, Theme, editions
from ecosystem.models.edition_cache import pin_edition
from tests.support import factories
from tests.support.facts import FactsTestCase

CYBERPORT = {"name_en": "Cyberport", "name_zh_hant": "數碼港"}


def read(row, name="summary"):
    with translation.override("zh-hans"):
        return str(getattr(row, name))


@pytest.mark.django_db
class TestSimplifiedChineseProse:
    def test_text_is_converted_with_mainland_terms(self):
        assert read(factories.organisation(summary_zh_hant="支援數碼科技。")) == "支持数字科技。"

    def test_entered_simplified_text_is_unchanged(self):
        row = factories.organisation(summary_zh_hant="支援數碼科技。", summary_zh_hans="支援数码科技。")
        assert read(row) == "支援数码科技。"

    @pytest.mark.parametrize("create", [factories.organisation, factories.initiative, factories.collaboration])
    def test_names_of_records_are_kept(self, create):
        create(**CYBERPORT)
        assert read(factories.organisation(summary_zh_hant="數碼港的數碼科技。")) == "数码港的数字科技。"

    @pytest.mark.parametrize("create", [factories.organisation, factories.initiative])
    def test_aliases_of_records_are_kept(self, create):
        create(name_zh_hant="香港數碼港管理有限公司", aliases=["Cyberport", "數碼港"])
        assert read(factories.organisation(summary_zh_hant="數碼港的數碼科技。")) == "数码港的数字科技。"

    def test_names_of_drafts_are_not_kept(self):
        factories.organisation(**CYBERPORT, status="draft")
        assert read(factories.organisation(summary_zh_hant="位於數碼港。")) == "位于数字港。"

    def test_new_names_are_kept_from_the_next_edition(self):
        row = factories.organisation(summary_zh_hant="位於數碼港。")
        before = read(row)
        factories.organisation(**CYBERPORT)
        editions.increment_edition()
        assert (before, read(row)) == ("位于数字港。", "位于数码港。")

    def test_names_are_queried_once(self, django_assert_num_queries):
        rows = [factories.organisation(summary_zh_hant=f"支援數碼科技{n}。") for n in range(3)]
        # One for the edition.
        with pin_edition(), django_assert_num_queries(2):
            assert len({read(row) for row in rows}) == 3

    def test_names_are_not_queried_without_a_term_to_convert(self, django_assert_num_queries):
        row = factories.organisation(summary_zh_hant="研究人工智能。")
        with django_assert_num_queries(0):
            assert read(row) == "研究人工智能。"


@pytest.mark.django_db
class TestSimplifiedChineseName:
    def test_name_of_a_record_is_converted_by_character_only(self):
        assert read(factories.organisation(name_zh_hant="香港物流機械人研究中心"), "name") == "香港物流机械人研究中心"

    def test_name_of_a_vocabulary_term_is_converted_with_mainland_terms(self):
        assert read(factories.application(name_zh_hant="機械人"), "name") == "机器人"


class SimplifiedChineseFactsTests(FactsTestCase):
    def test_texts_keep_the_names_of_records(self):
        names = {
            name for model in RECORD_MODELS for row in model.objects.all() for name in (row.name_zh_hant, *row.aliases)
        }
        # Three characters may stand across two words.
        names = {name: convert_to_simplified(name) for name in names if len(name) > 3}
        with pin_edition():
            altered = [
                (row.slug, name)
                for model in RECORD_MODELS
                for row in model.objects.all()
                for name, simplified in names.items()
                if row.summary_zh_hant.count(name) > read(row).count(simplified)
            ]
        self.assertEqual(altered, [])

    def test_vocabulary_names_are_in_three_languages(self):
        rows = [row for model in (Theme, Sector, Application, Support, Audience) for row in model.objects.all()]
        lacking = [row.slug for row in rows if not (row.name_en and row.name_zh_hant and row.name_zh_hans)]
        self.assertEqual(lacking, [])
