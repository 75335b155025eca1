"""The text form of a record's fields: every text is read back as the value that it came from."""

from django.test import TestCase

from ecosystem.editing import field_values
from ecosystem.models import RECORD_MODELS
from tests.support import factories


def get_all_texts(record):
    return {name: field_values.get_column_text(record, name) for name in field_values.list_all_columns(type(record))}


class RecordFieldTextTests(TestCase):
    """Uses one record of each kind with a value in every column."""

    @classmethod
    def setUpTestData(cls):
        group = factories.organisation(slug="group", name_en="Heron Group: Hong Kong", name_zh_hant="白鷺集團")
        words = {"name_zh_hans": "白鹭", "summary_zh_hans": "简介。", "website": "https://heron.example/?a=1"}
        body = factories.organisation(
            **words,
            parent=group,
            successor=group,
            acronym="HI",
            aliases=["Old heron", "舊白鷺"],
            founded="1991-10",
            closed="2020-01-31",
            home_region="mainland",
            address="1 Heron Road, Sha Tin",
            ror="00q4vv597",
            wikidata="Q1234",
        )
        body.support.add(factories.support(), factories.support("mentorship"))
        whole_fund = factories.initiative(lead=group)
        fund = factories.initiative(
            **words,
            lead=group,
            part_of=whole_fund,
            acronym="HF",
            aliases=["Heronry"],
            announced="2019",
            starts="2020-02",
            ends="2030-12-31",
            applications_close="2027",
            amount=3_000_000_000,
            amount_basis="total",
            currency="HKD",
            apply_url="https://apply.example/",
            eligibility_en="Local bodies.",
            eligibility_zh_hant="本地機構。",
            eligibility_zh_hans="本地机构。",
        )
        factories.add_participant(fund, body, "user")
        fund.builds_on.add(whole_fund)
        fund.support.add(factories.support())
        fund.audience.add(factories.audience())
        dates = {"announced": "2019", "starts": "2020-02", "ends": "2030-12-31"}
        pact = factories.collaboration(**words, **dates, parties=[group, body], initiative=fund)
        # As the database gives them back.
        cls.records = tuple(type(row).objects.get(pk=row.pk) for row in (body, fund, pact))
        cls.group = group

    def test_text_of_every_column_can_be_read(self):
        empty = [
            (record.slug, name) for record in self.records for name, text in get_all_texts(record).items() if not text
        ]
        self.assertEqual(empty, [])

    def test_saving_the_same_texts_changes_nothing(self):
        for record in self.records:
            before = get_all_texts(record)
            field_values.save_column_texts(record, before)
            with self.subTest(record=record.slug):
                self.assertEqual(get_all_texts(type(record).objects.get(pk=record.pk)), before)

    def test_empty_texts_clear_every_optional_field(self):
        body, _fund, _pact = self.records
        kept = {"name_en", "kind"}
        field_values.save_column_texts(body, dict.fromkeys(set(field_values.list_all_columns(type(body))) - kept, ""))
        left = {name for name, text in get_all_texts(type(body).objects.get(pk=body.pk)).items() if text}
        self.assertEqual(left, kept)

    def test_every_field_has_a_displayed_value(self):
        for record in self.records:
            for field in record.bearable_fields:
                with self.subTest(record=record.slug, field=field):
                    self.assertTrue(all(part.text for part in field_values.list_displayed_values(record, field)))
                    self.assertTrue(field_values.list_displayed_values(record, field))

    def test_organisation_name_may_contain_a_colon(self):
        fund = self.records[1]
        for line in ("Heron Group: Hong Kong: lead", "白鷺集團：Lead", "group :lead"):
            with self.subTest(line=line):
                field_values.save_column_texts(fund, {"bodies": line})
                self.assertEqual(field_values.get_column_text(fund, "bodies"), "group: lead")

    def test_every_column_belongs_to_a_citable_field(self):
        for model in RECORD_MODELS:
            for name in field_values.list_all_columns(model):
                self.assertIn(field_values.get_column_field(model, name), model.bearable_fields)
