"""Accepting a proposal: sources that support or dispute the new value, and records changed in the meantime."""

from django.test import Client
from django.utils import timezone

from ecosystem.editing import publishing
from ecosystem.models import Citation, Organisation, Source
from tests.support import factories, users
from tests.support.moderation import DECISION, ModerationTestCase


class ProposalSourceTests(ModerationTestCase):
    def source(self, **typed):
        return {"adds_source": "on", "title": "News", "publisher": "The Heron", "grade": "press"} | typed

    def test_source_of_the_reader_is_cited_for_the_accepted_fields(self):
        proposal = self.propose(changes={"name_en": "Heron Academy", "founded": "1986"})
        self.accept(proposal, **self.source(published="2026-11"))
        citation = self.body.citations.get(source__url=proposal.url)
        self.assertEqual(set(citation.supports), {"name", "founded"})
        self.assertEqual((citation.source.published.text, citation.source.read_on), ("2026-11", timezone.localdate()))

    def test_existing_source_is_cited_for_the_accepted_field_too(self):
        page = factories.source()
        factories.cite(self.body, "name", page=page)
        self.accept(self.propose(url=page.url), adds_source="on")
        self.assertEqual(set(Citation.objects.get(organisation=self.body, source=page).supports), {"name", "founded"})

    def test_sources_of_the_old_value_are_no_longer_cited_for_it(self):
        old = factories.cite(self.body, "name", "founded")
        response = self.client.get(self.accept(self.propose(), **self.source(title="The register")).url)
        old.refresh_from_db()
        self.assertEqual(old.supports, ["name"])
        self.assertContains(response, f"“{old.source.title}” is no longer cited")

    def test_citation_that_supports_nothing_else_is_deleted(self):
        old = factories.cite(self.body, "founded")
        self.accept(self.propose(), **self.source())
        self.assertFalse(Citation.objects.filter(pk=old.pk).exists())

    def test_emptied_value_loses_its_sources_even_if_confirmed(self):
        old = factories.cite(self.body, "name", "founded")
        self.accept(self.propose(changes={"founded": ""}), is_borne_out="on")
        old.refresh_from_db()
        self.assertEqual(old.supports, ["name"])

    def test_warns_about_a_text_that_still_contains_the_old_value(self):
        Organisation.objects.filter(pk=self.body.pk).update(summary_en="Founded in 1991.")
        response = self.client.get(self.accept(self.propose(), is_borne_out="on").url)
        self.assertContains(response, "“Summary in English” still contains “1991”")

    def test_existing_sources_stay_when_marked_as_supporting_the_new_value(self):
        old = factories.cite(self.body, "founded")
        self.accept(self.propose(), is_borne_out="on", **self.source())
        old.refresh_from_db()
        self.assertEqual(old.supports, ["founded"])

    def test_existing_sources_of_an_extended_list_stay(self):
        Organisation.objects.filter(pk=self.body.pk).update(aliases=["The Herons"])
        self.body.refresh_from_db()
        old = factories.cite(self.body, "aliases")
        self.accept(self.propose(changes={"aliases": "The Herons\nHeronry"}), **self.source())
        old.refresh_from_db()
        self.assertEqual(old.supports, ["aliases"])

    def test_new_source_requires_a_title(self):
        proposal = self.propose()
        self.assert_untouched(proposal, self.accept(proposal, **self.source(title="")), "Required for a new source.")

    def test_invalid_publication_date_is_refused(self):
        for published in ("2024-13", "2024-02-30", "x"):
            with self.subTest(published=published):
                proposal = self.propose()
                self.assert_untouched(proposal, self.accept(proposal, **self.source(published=published)), published)

    def test_invalid_source_prevents_the_acceptance(self):
        proposal = self.propose()
        response = self.accept(proposal, **self.source(published="2999"))
        self.assert_untouched(proposal, response, "The date accessed must not be before the publication date")

    def test_source_that_disputed_the_field_now_supports_it(self):
        citation = factories.dispute(self.body, "founded", "1987")
        self.accept(self.propose(url=citation.source.url), adds_source="on")
        citation.refresh_from_db()
        self.assertEqual((citation.supports, citation.disputes, citation.claims), (["founded"], [], {}))

    def test_source_keeps_its_disputes_of_other_fields(self):
        citation = factories.dispute(self.body, "founded", "1987")
        citation.disputes.append("name")
        citation.claims["name"] = {"value": "Heronry", "reason_en": "Older."}
        citation.save()
        self.accept(self.propose(url=citation.source.url), adds_source="on")
        citation.refresh_from_db()
        self.assertEqual((citation.disputes, list(citation.claims)), (["name"], ["name"]))

    def test_source_that_claimed_the_accepted_value_now_supports_it(self):
        agreeing, other = (factories.dispute(self.body, "founded", value) for value in ("1986", "1987"))
        self.accept(self.propose())
        agreeing.refresh_from_db()
        other.refresh_from_db()
        self.assertEqual((agreeing.supports, agreeing.disputes, agreeing.claims), (["founded"], [], {}))
        self.assertEqual((other.supports, other.disputes), ([], ["founded"]))

    def test_claims_match_names_in_both_scripts_and_formatted_numbers(self):
        fund = factories.initiative(amount=5, amount_basis="total", currency="HKD")
        name, amount = factories.dispute(fund, "name", "白鹭基金"), factories.dispute(fund, "amount", "3,000,000")
        self.accept(self.propose(fund, changes={"name_zh_hant": "白鷺基金", "amount": "3000000"}))
        for citation in (name, amount):
            citation.refresh_from_db()
            self.assertEqual(citation.disputes, [])

    def test_claims_match_labels_names_and_dates_in_any_language(self):
        said = {"kind": "初創企業", "parent": "Heron Group", "founded": "April 1986"}
        citations = [factories.dispute(self.body, field, value) for field, value in said.items()]
        other = factories.dispute(self.body, "kind", "Bank")
        self.accept(self.propose(changes={"kind": "startup", "parent": "group", "founded": "1986-04"}))
        for citation in [*citations, other]:
            citation.refresh_from_db()
        self.assertEqual([citation.disputes for citation in (*citations, other)], [[], [], [], ["kind"]])

    def test_source_is_not_cited_without_its_checkbox(self):
        proposal = self.propose()
        self.accept(proposal)
        self.assertFalse(Source.objects.filter(url=proposal.url).exists())


class OutdatedProposalTests(ModerationTestCase):
    def change_meanwhile(self):
        other = Organisation.objects.get(slug="body")
        other.founded = "1990"
        other.save()
        publishing.conclude_record_change(other)

    def test_field_changed_since_the_proposal_is_marked_and_not_preselected(self):
        proposal = self.propose(changes={"founded": "1986", "name_en": "Heron Academy"})
        self.change_meanwhile()
        page = self.open(proposal)
        self.assertContains(page, "Changed since we received the suggestion. Value at that time: 1991")
        self.press_button(proposal, "_accept", page, **DECISION)
        self.assertEqual(proposal.taken.keys(), {"name_en"})

    def test_change_after_the_page_was_opened_prevents_the_acceptance(self):
        proposal = self.propose()
        page = self.open(proposal)
        self.change_meanwhile()
        response = self.press_button(proposal, "_accept", page, **DECISION)
        self.assertContains(
            response, "Someone has changed the record since you opened this page, so nothing was accepted"
        )
        self.assertEqual(Organisation.objects.get(slug="body").founded.text, "1990")

    def test_resubmitting_after_the_conflict_accepts_the_value(self):
        proposal = self.propose()
        page = self.open(proposal)
        self.change_meanwhile()
        again = self.press_button(proposal, "_accept", page, **DECISION)
        self.press_button(proposal, "_accept", again)
        self.assertEqual(proposal.taken, {"founded": ["1990", "1986"]})

    def test_second_decision_by_another_senior_editor_is_refused(self):
        proposal = self.propose()
        first_page = self.open(proposal)
        first, self.client = self.client, Client()
        self.sign_in(users.create_senior_editor())
        page = self.open(proposal)
        second, self.client = self.client, first
        self.press_button(proposal, "_decline", first_page, reason="Not so.")
        self.client = second
        response = self.press_button(proposal, "_accept", page, **DECISION)
        self.assertContains(response, "Declined")
        self.assertEqual((proposal.fate, Organisation.objects.get(slug="body").founded.text), ("declined", "1991"))

    def test_decision_without_having_seen_a_new_note_is_refused(self):
        proposal = self.propose()
        page = self.open(proposal)
        self.press_button(proposal, "_undecided", page, note="I have asked them.")
        response = self.press_button(proposal, "_accept", page, **DECISION)
        self.assertContains(response, "Someone else has reviewed this and left a note")
        self.assertEqual(proposal.fate, "undecided")
