"""Accepting a proposal: changes of the record, required evidence, and refused values."""

from ecosystem.editing import publishing
from ecosystem.history import revisions
from ecosystem.models import Change, Organisation, Participation, Proposal, Source
from tests.support import factories
from tests.support.admin_pages import get_admin_url
from tests.support.html_pages import Page, fetch_page
from tests.support.moderation import DECISION, ModerationTestCase
from tests.support.proposal_forms import extract_form_data


class ProposalAcceptanceTests(ModerationTestCase):
    def test_changes_the_record_and_stores_who_decided(self):
        before = self.body.updated_at
        proposal = self.propose()
        self.assertRedirects(self.accept(proposal), get_admin_url(Proposal, "changelist"))
        self.body.refresh_from_db()
        self.assertEqual((proposal.fate, self.body.founded.text), ("accepted", "1986"))
        self.assertGreater(self.body.updated_at, before)
        self.assertEqual((proposal.taken, proposal.decided_by), ({"founded": ["1991", "1986"]}, self.senior_editor))

    def test_change_is_recorded_with_the_role_of_a_reader_and_the_reason(self):
        revisions.begin_record_histories()
        self.accept(self.propose(), is_correction="on")
        change = Change.objects.for_record(self.body).latest("pk")
        self.assertEqual((change.role, change.reason, change.fields), ("reader", "The page says so.", ["founded"]))
        self.assertEqual((change.revision.user, change.is_correction), (self.senior_editor, True))

    def test_change_is_no_correction_unless_marked(self):
        revisions.begin_record_histories()
        self.accept(self.propose(), is_correction=None)
        self.assertFalse(Change.objects.for_record(self.body).latest("pk").is_correction)

    def test_requires_evidence(self):
        proposal = self.propose()
        response = self.accept(proposal, is_borne_out=None)
        self.assert_untouched(
            proposal,
            response,
            "Give evidence: add the reader’s page as a source, or tick that the existing sources support this",
        )

    def test_correction_requires_a_reason(self):
        proposal = self.propose()
        response = self.accept(proposal, is_correction="on", reason="")
        self.assert_untouched(proposal, response, "Enter what was wrong")

    def test_correction_made_by_hand_requires_an_accepted_value(self):
        proposal = self.propose()
        response = self.accept(proposal, take_founded=None, is_correction="on", by_hand="on")
        self.assert_untouched(proposal, response, "You have not accepted anything here")

    def test_removal_of_a_public_record_is_refused(self):
        proposal = self.propose(aim="removal", changes={})
        response = self.accept(proposal, by_hand="on")
        self.assert_untouched(proposal, response, "The record is still public")

    def test_removal_is_accepted_once_the_record_is_archived(self):
        proposal = self.propose(aim="removal", changes={})
        publishing.archive_record(self.body)
        self.accept(proposal, by_hand="on")
        self.assertEqual(proposal.fate, "accepted")

    def test_accepted_value_is_shown_on_the_public_page(self):
        self.accept(self.propose())
        self.assertIn("1986", fetch_page(self.client, "/en/organisations/body/").facts["Founded"].text)

    def test_fields_can_be_accepted_individually(self):
        proposal = self.propose(changes={"name_en": "Heron House", "name_zh_hant": "白鷺樓"})
        self.accept(proposal, take_name_en=None)
        self.body.refresh_from_db()
        self.assertEqual((proposal.fate, self.body.name_zh_hant), ("partly", "白鷺樓"))
        self.assertEqual(self.body.name_en, "Heron Institute")

    def test_senior_editor_can_edit_the_value(self):
        proposal = self.propose(changes={"founded": "1986"})
        self.accept(proposal, value_founded="1986-04")
        self.assertEqual(proposal.taken, {"founded": ["1991", "1986-04"]})

    def test_page_marks_the_difference_to_the_current_value(self):
        proposal = self.propose(changes={"name_en": "Heron Academy"})
        page = Page(self.open(proposal))
        self.assertEqual([e.text for e in page.select("del") + page.select("ins")], ["Institute", "Academy"])

    def test_organisation_is_found_by_slug_or_any_name(self):
        for name in ("group", "heron group", "白鹭集团"):
            with self.subTest(name=name):
                Organisation.objects.filter(slug="body").update(parent=None)
                self.body.refresh_from_db()
                self.accept(self.propose(changes={"parent": name}))
                self.body.refresh_from_db()
                self.assertEqual(self.body.parent, self.group)

    def test_unknown_organisation_is_refused(self):
        proposal = self.propose(changes={"parent": "The Pelicans"})
        self.assert_untouched(proposal, self.accept(proposal), "no organisation called “The Pelicans”")

    def test_ambiguous_organisation_name_is_refused(self):
        factories.organisation(slug="other-group", name_en="Heron Group")
        proposal = self.propose(changes={"parent": "Heron Group"})
        self.assert_untouched(proposal, self.accept(proposal), "Enter one of these slugs")

    def test_organisations_are_saved_with_their_roles(self):
        fund = factories.initiative(lead=self.body)
        proposal = self.propose(fund, changes={"bodies": "Heron Group: Lead\nbody: partner"})
        self.accept(proposal)
        roles = {(join.organisation.slug, join.role) for join in fund.involvements.all()}
        self.assertEqual(roles, {("group", "lead"), ("body", "partner")})

    def test_unchanged_participant_keeps_its_row(self):
        pact = factories.collaboration(parties=[self.body, self.group])
        kept = Participation.objects.get(collaboration=pact, organisation=self.body)
        third = factories.organisation(slug="third")
        self.accept(self.propose(pact, changes={"participants": f"body: partner\n{third.slug}: lead"}))
        self.assertEqual(set(pact.participations.values_list("organisation__slug", flat=True)), {"body", "third"})
        self.assertTrue(Participation.objects.filter(pk=kept.pk).exists())

    def test_missing_role_is_refused_with_the_list_of_roles(self):
        fund = factories.initiative()
        response = self.accept(self.propose(fund, changes={"bodies": "Heron Group"}))
        self.assertContains(response, "Roles: lead, funder")

    def test_vocabulary_terms_and_aliases_are_saved(self):
        factories.support("funding")
        self.accept(self.propose(changes={"support": "funding", "aliases": "Old Heron\nHeronry"}))
        self.body.refresh_from_db()
        self.assertEqual([word.slug for word in self.body.support.all()], ["funding"])
        self.assertEqual(self.body.aliases, ["Old Heron", "Heronry"])

    def test_amount_with_thousands_separators_is_accepted(self):
        fund = factories.initiative()
        changes = {"amount": "3,000,000", "amount_basis": "total", "currency": "HKD"}
        self.accept(self.propose(fund, changes=changes))
        fund.refresh_from_db()
        self.assertEqual((fund.amount, fund.currency), (3_000_000, "HKD"))

    def test_senior_editor_can_add_a_field_described_in_words(self):
        proposal = self.propose(changes={}, wrong="It was founded in 1986.")
        page = self.open(proposal, "?field=founded")
        self.press_button(proposal, "_accept", page, value_founded="1986", take_founded="on", **DECISION)
        self.assertEqual((proposal.fate, proposal.taken), ("accepted", {"founded": ["1991", "1986"]}))

    def test_proposal_without_values_can_be_accepted_as_done_by_hand(self):
        proposal = self.propose(factories.indicator(), changes={}, wrong="A figure is wrong.")
        self.accept(proposal, by_hand="on")
        self.assertEqual(proposal.fate, "accepted")

    def test_acceptance_without_a_selected_value_is_refused(self):
        proposal = self.propose()
        response = self.accept(proposal, take_founded=None)
        self.assert_untouched(proposal, response, "Select at least one value to accept.")


class ProposalValidationTests(ModerationTestCase):
    def test_invalid_field_value_is_refused(self):
        proposal = self.propose()
        self.assert_untouched(proposal, self.accept(proposal, value_founded="soon"), "“soon”")

    def test_refused_form_keeps_the_submitted_values(self):
        response = self.accept(self.propose(), value_founded="soon", reason="Because.")
        values = extract_form_data(response)
        self.assertEqual((values["value_founded"], values["reason"]), ("soon", "Because."))

    def test_violated_record_rule_prevents_all_changes(self):
        proposal = self.propose(changes={"founded": "2020", "closed": "2019", "website": "https://w.example/"})
        response = self.accept(proposal)
        self.assert_untouched(proposal, response, "The closing date must not be before the founding date.")
        self.assertEqual(Organisation.objects.get(slug="body").website, "")

    def test_change_that_makes_a_public_record_incomplete_is_refused(self):
        proposal = self.propose(changes={"place": "", "founded": "1986"})
        response = self.accept(proposal, take_place="on", adds_source="on", title="T", publisher="P", grade="press")
        self.assert_untouched(proposal, response, "It has no location.")
        self.assertFalse(Change.objects.for_record(self.body).exists())
        self.assertFalse(Source.objects.filter(url=proposal.url).exists())

    def test_change_that_removes_the_lead_of_an_initiative_is_refused(self):
        fund = factories.initiative(lead=self.body)
        proposal = self.propose(fund, changes={"bodies": "group: partner"})
        self.assertContains(self.accept(proposal), "No published organisation leads or operates it.")
        self.assertEqual([join.organisation for join in fund.involvements.all()], [self.body])

    def test_acceptance_is_refused_when_the_record_is_not_public(self):
        proposal = self.propose()
        publishing.archive_record(self.body)
        Organisation.objects.filter(pk=self.body.pk).update(summary_en="SECRET")
        response = self.accept(proposal)
        self.assert_untouched(
            proposal,
            response,
            "The record is not public, and accepting this would reveal its content in the suggestions log",
        )
        self.assertEqual(proposal.taken, {})

    def test_change_by_hand_is_accepted_when_the_record_is_not_public(self):
        proposal = self.propose()
        publishing.archive_record(self.body)
        self.accept(proposal, by_hand="on", take_founded=None)
        self.assertEqual((proposal.fate, proposal.taken), ("accepted", {}))

    def test_control_characters_are_replaced_by_spaces(self):
        proposal = self.propose(changes={"summary_en": "It sees."})
        self.accept(proposal, value_summary_en="It\x0bsees.", reason="The page\x1fsays so.")
        self.assertEqual((proposal.taken["summary_en"][1], proposal.reason), ("It sees.", "The page says so."))

    def test_decline_requires_a_reason(self):
        proposal = self.propose()
        self.assert_untouched(proposal, self.press_button(proposal, "_decline"), "Enter the reason")

    def test_undecided_requires_a_note(self):
        proposal = self.propose()
        self.assert_untouched(
            proposal, self.press_button(proposal, "_undecided"), "Enter what you need before you can decide"
        )

    def test_status_and_slug_cannot_be_changed(self):
        proposal = self.propose()
        forged = {"value_status": "archived", "take_status": "on", "value_slug": "mine", "take_slug": "on"}
        self.accept(proposal, **forged)
        self.assertEqual(proposal.taken.keys(), {"founded"})
        self.assertTrue(Organisation.objects.published().filter(slug="body").exists())
