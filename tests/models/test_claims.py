"""What a source says of a field that it disputes: with its field, its value and its reason, or not at all."""

from django.core.exceptions import ValidationError
from django.test import TestCase

from ecosystem.models.claims import Claim
from tests.support import factories

WHOLE = {"value": "1998", "reason_en": "The other page is older."}


class ClaimTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.citation = factories.cite(factories.organisation(founded="2001"), "name")

    def assert_refused(self, claims, what, disputes=("founded",)):
        self.citation.disputes, self.citation.claims = list(disputes), claims
        with self.assertRaises(ValidationError) as caught:
            self.citation.full_clean()
        self.assertEqual(caught.exception.message_dict, {"claims": [what]})

    def test_is_of_a_field_that_the_source_disputes(self):
        self.assert_refused({"founded": WHOLE, "closed": WHOLE}, "Add these fields to “Conflicts on” first: closed.")

    def test_is_there_for_every_field_that_the_source_disputes(self):
        self.assert_refused({}, "Say what the source says and why we do not use it, for: founded.")

    def test_says_what_the_source_says_and_why_it_is_not_followed(self):
        odd = ({"value": "1998"}, {"value": " ", "reason_en": "So."}, {"value": "1998", "reason_zh_hans": "因此"})
        for parts in odd:
            with self.subTest(parts=parts):
                self.assert_refused(
                    {"founded": parts},
                    "founded: enter what the source says and why we prefer another source, in English or Chinese.",
                )

    def test_is_something_else_than_the_record_says(self):
        record = self.citation.organisation
        type(record).objects.filter(pk=record.pk).update(
            name_en="Heron House", name_zh_hant="白鷺樓", founded="2001-05"
        )
        self.citation.supports = []
        self.citation.save()
        for field, value in (("founded", " 2001-05 "), ("name", "Heron  House"), ("name", "白鹭楼")):
            with self.subTest(value=value):
                self.citation.refresh_from_db()
                self.assert_refused(
                    {field: WHOLE | {"value": value}},
                    f"The record has the same value, so there is no conflict: {field}.",
                    disputes=[field],
                )

    def test_differs_where_it_is_less_exact_or_written_otherwise(self):
        self.citation.supports, self.citation.disputes = [], ["founded", "name", "place"]
        values = {"founded": "2001-05", "name": self.citation.organisation.name_en.replace(" ", ""), "place": "Central"}
        self.citation.claims = {field: WHOLE | {"value": value} for field, value in values.items()}
        self.citation.full_clean()

    def test_has_parts_that_are_texts_and_no_others(self):
        odd = ([], {"founded": "1998"}, {"founded": WHOLE | {"value": 1998}}, {"founded": WHOLE | {"by": "x"}})
        for claims in (*odd, {"founded": {"reason_en": "So."}}):
            with self.subTest(claims=claims):
                self.assert_refused(
                    claims, "This must be a list of fields, each with what the source says and why we do not use it."
                )

    def test_comes_back_with_all_its_parts(self):
        self.citation.disputes, self.citation.claims = ["founded"], {"founded": WHOLE}
        self.citation.save()
        self.citation.refresh_from_db()
        self.assertEqual(
            list(self.citation.claims["founded"].items()),
            [
                ("value", "1998"),
                ("reason_en", "The other page is older."),
                ("reason_zh_hant", ""),
                ("reason_zh_hans", ""),
            ],
        )

    def test_is_a_date_only_where_it_is_written_as_one(self):
        dates = {value: Claim(value).value_as_date is not None for value in ("1998", "1998-05", "May 1998", "1998-13")}
        self.assertEqual(dates, {"1998": True, "1998-05": True, "May 1998": False, "1998-13": False})
