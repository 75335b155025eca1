"""Form rows for what a source says about a field that it disputes."""

from django.test import TestCase

from tests.support import factories, users
from tests.support.admin_pages import build_admin_form_data, get_admin_url


class DisputedClaimFormTests(TestCase):
    def setUp(self):
        self.client.force_login(users.create_senior_editor())
        self.record = factories.organisation(founded="2001")

    def save(self, *rows, disputes=("founded",), **changes):
        """Save the record with these claims, each `(field, value, reason)`."""
        claims = {}
        for number, (field, value, reason) in enumerate(rows):
            prefix = f"citations-0-claims-{number}-"
            claims |= {f"{prefix}field": field, f"{prefix}value": value, f"{prefix}reason_en": reason}
        page = self.client.get(get_admin_url(self.record))
        changes |= {"citations-0-disputes": list(disputes)}
        return self.client.post(get_admin_url(self.record), build_admin_form_data(page, **claims | changes))

    def stored(self):
        return {
            field: (claim.value, claim.reason_en)
            for field, claim in self.record.citations.get().disputed_claims
            if claim
        }

    def test_saves_value_and_reason(self):
        self.save(("founded", " 1998 ", "Older."))
        self.assertEqual(self.stored(), {"founded": ("1998", "Older.")})

    def test_normalises_line_endings(self):
        self.save(("founded", "1998", "Older.\r\nOr so."))
        self.assertEqual(self.stored(), {"founded": ("1998", "Older.\nOr so.")})

    def test_offers_the_fields_of_the_record(self):
        page = self.client.get(get_admin_url(self.record))
        self.assertContains(page, '<option value="founded">date founded</option>', html=True)
        self.assertNotContains(page, '<option value="amount">')

    def test_ignores_empty_rows(self):
        self.save(("founded", "1998", "Older."), ("", "", " "))
        self.assertEqual(self.stored(), {"founded": ("1998", "Older.")})

    def test_deletes_the_claim_when_the_field_is_no_longer_disputed(self):
        self.save(("founded", "1998", "Older."))
        self.save(("", "", ""), disputes=())
        self.assertEqual(self.record.citations.get().claims, {})

    def test_invalid_claims_are_refused_and_shown_again(self):
        refusals = {
            "Add these fields to “Conflicts on” first: closed.": (("founded", "A", "B"), ("closed", "1999", "Older.")),
            "Say what the source says and why we do not use it, for: founded.": (("", "", ""),),
            "founded: enter what the source says": (("founded", "1998", ""),),
            "“1998”: choose the field.": (("", "1998", "Older."),),
            "founded is listed twice.": (("founded", "1998", "Older."), ("founded", "1999", "Older.")),
        }
        for what, rows in refusals.items():
            with self.subTest(what=what):
                response = self.save(*rows)
                self.assertContains(response, what)
                for _field, value, _reason in rows:
                    self.assertContains(response, f'value="{value}"')

    def test_read_only_form_shows_the_claim(self):
        factories.dispute(self.record, "founded", "1998", reason="Older.")
        self.client.force_login(users.create_editor())
        self.assertContains(self.client.get(get_admin_url(self.record)), "founded – 1998: Older.")
