"""What a disputing citation claims about a field: its value and the reason it is not followed."""

from django.core.exceptions import ValidationError
from django.test import TestCase

from ecosystem.models.claims import Claim
from tests.support import factories

WHOLE = {"value": "1998", "reason_en": "The other page is older."}


class CitationClaimTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.citation = factories.cite(factories.organisation(founded="2001"), "name")

    def assert_refused(self, claims, what, disputes=("founded",)):
        self.citation.disputes, self.citation.claims = list(disputes), claims
        with self.assertRaises(ValidationError) as caught:
            self.citation.full_clean()
        self.assertEqual(caught.exception.message_dict, {"claims": [what]})

    def test_claim_for_an_undisputed_field_is_rejected(self):
        self.assert_refused({"founded": WHOLE, "closed": WHOLE}, "Add these fields to “Conflicts on” first: closed.")

    def test_disputed_field_needs_a_claim(self):
        self.assert_refused({}, "Say what the source says and why we do not use it, for: founded.")

    def test_value_and_reason_are_required(self):
        odd = ({"value": "1998"}, {"value": " ", "reason_en": "So."}, {"value": "1998", "reason_zh_hans": "因此"})
        for parts in odd:
            with self.subTest(parts=parts):
                self.assert_refused(
                    {"founded": parts},
                    "founded: enter what the source says and why we prefer another source, in English or Chinese.",
                )

    def test_value_equal_to_the_record_is_rejected(self):
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

    def test_less_exact_or_differently_written_value_is_accepted(self):
        self.citation.supports, self.citation.disputes = [], ["founded", "name", "place"]
        values = {"founded": "2001-05", "name": self.citation.organisation.name_en.replace(" ", ""), "place": "Central"}
        self.citation.claims = {field: WHOLE | {"value": value} for field, value in values.items()}
        self.citation.full_clean()

    def test_malformed_claims_are_rejected(self):
        odd = ([], {"founded": "1998"}, {"founded": WHOLE | {"value": 1998}}, {"founded": WHOLE | {"by": "x"}})
        for claims in (*odd, {"founded": {"reason_en": "So."}}):
            with self.subTest(claims=claims):
                self.assert_refused(
                    claims, "This must be a list of fields, each with what the source says and why we do not use it."
                )

    def test_saved_claim_has_all_its_parts(self):
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

    def test_only_partial_dates_are_dates(self):
        dates = {value: Claim(value).value_as_date is not None for value in ("1998", "1998-05", "May 1998", "1998-13")}
        self.assertEqual(dates, {"1998": True, "1998-05": True, "May 1998": False, "1998-13": False})
