"""Normalization of pasted text in the contribution form."""

from ecosystem.models import Proposal
from tests.support import factories
from tests.support.proposal_forms import ADDITION_DATA, ContributeTestCase, submit_form

SOURCE = "https://news.example/"


class ContributionPastedTextTests(ContributeTestCase):
    def suggest(self, address, **typed):
        response = submit_form(self.client, address, **{"url": SOURCE} | typed)
        self.assertEqual(response.status_code, 302, response.content.decode())
        return Proposal.objects.latest("pk")

    def test_invisible_characters_are_removed_from_a_new_record(self):
        typed = {"name_en": "Heron\u00ad AI", "website": "https://heron.example/\u200b", "url": f"{SOURCE}\ufeff"}
        proposal = self.suggest("/en/contribute/", **ADDITION_DATA | typed)
        self.assertEqual((proposal.changes["name_en"], proposal.url), ("Heron AI", SOURCE))
        self.assertEqual(proposal.changes["website"], "https://heron.example/")

    def test_invisible_characters_are_removed_from_an_email_address(self):
        self.assertEqual(self.suggest(self.founded, founded="1990", email="a@b.example\u200b").email, "a@b.example")

    def test_url_with_sentence_punctuation_is_rejected(self):
        for name in ("url", "website"):
            with self.subTest(name=name):
                typed = ADDITION_DATA | {name: "https://heron.example/page。"}
                error = self.assert_response_refused(submit_form(self.client, "/en/contribute/", **typed), 422)
                self.assertIn("Enter it without: https://heron.example/page.", error)

    def test_date_is_converted_to_the_stored_format(self):
        for text, date in (("2024年10月", "2024-10"), ("9 October 2024", "2024-10-09"), ("２０２４", "2024")):
            with self.subTest(text=text):
                self.assertEqual(self.suggest(self.founded, founded=text).changes, {"founded": date})

    def test_current_date_in_another_format_is_no_change(self):
        error = self.assert_response_refused(submit_form(self.client, self.founded, founded="1991年", url=SOURCE), 422)
        self.assertIn("This is the same as the current value", error)

    def test_ambiguous_date_is_rejected_with_the_format(self):
        response = submit_form(self.client, self.founded, founded="10/11/2024", url=SOURCE)
        self.assertIn("Use the format 2024, 2024-10 or 2024-10-09", self.assert_response_refused(response, 422))

    def test_identifier_is_extracted_from_its_url(self):
        proposal = self.suggest(f"{self.about}&field=wikidata", wikidata="https://www.wikidata.org/wiki/q5")
        self.assertEqual(proposal.changes, {"wikidata": "Q5"})

    def test_amount_is_converted_to_a_number(self):
        fund = factories.initiative(amount=5, amount_basis="total", currency="HKD")
        address = f"/en/contribute/?initiative={fund.slug}&field=amount"
        self.assertEqual(self.suggest(address, amount="HK$1.5 million").changes, {"amount": "1500000"})
        response = submit_form(self.client, address, amount="US$1.5 million", url=SOURCE)
        self.assertContains(response, "The amount is in USD.", status_code=422)
