"""What editors and publishers do with proposals: they compare, take, decline, put aside; never by accident."""

from datetime import timedelta

from django.core import mail
from django.test import override_settings
from django.utils import timezone

from ecosystem import moderation, publishing
from ecosystem.models import Change, Citation, Organisation, Participation, Proposal, Source
from tests import factories
from tests.admin import users
from tests.admin.doors import RoleTestCase, door
from tests.contributing import send, sendable
from tests.reading import Page, read

DONE = {"reason": "The page says so."}


class ModerationTestCase(RoleTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.body = factories.organisation(slug="body", name_en="Heron Institute", founded="1991", website="")
        cls.group = factories.organisation(slug="group", name_en="Heron Group", name_zh_hant="白鷺集團")
        cls.publisher = users.publisher()
        cls.editor = users.editor()

    def setUp(self):
        self.sign_in(self.publisher)

    def propose(self, record=None, **values):
        record = record or self.body
        values.setdefault("changes", {"founded": "1986"})
        values.setdefault("found", {name: moderation.facts.written(record, name) for name in values["changes"]})
        return factories.proposal(record, **values)

    def open(self, proposal, query=""):
        return self.client.get(door(proposal) + query)

    def form_of(self, response):
        return {name: value for name, value in sendable(response).items() if value not in ("", None)}

    def press(self, proposal, button, page=None, **typed):
        # Unless the test says what bears it out.
        says = typed.keys() & {"adds_source", "by_hand", "is_borne_out"} or button != "_accept"
        values = self.form_of(page or self.open(proposal)) | ({} if says else {"is_borne_out": "on"}) | typed
        response = self.client.post(door(proposal), {k: v for k, v in values.items() if v is not None} | {button: "x"})
        proposal.refresh_from_db()
        return response

    def accept(self, proposal, **typed):
        return self.press(proposal, "_accept", **(DONE | typed))

    def assert_untouched(self, proposal, response, said):
        self.assertContains(response, said)
        self.assertEqual((proposal.fate, Organisation.objects.get(slug="body").founded.text), ("pending", "1991"))


class AcceptanceTests(ModerationTestCase):
    def test_changes_the_record_as_an_editor_would(self):
        before = self.body.updated_at
        proposal = self.propose()
        self.assertRedirects(self.accept(proposal), door(Proposal, "changelist"))
        self.body.refresh_from_db()
        self.assertEqual((proposal.fate, self.body.founded.text), ("accepted", "1986"))
        self.assertGreater(self.body.updated_at, before)
        self.assertEqual((proposal.taken, proposal.decided_by), ({"founded": ["1991", "1986"]}, self.publisher))

    def test_leaves_history_as_a_readers_change_with_its_reason(self):
        publishing.history.begin()
        self.accept(self.propose(), is_correction="on")
        change = Change.objects.of(self.body).latest("pk")
        self.assertEqual((change.role, change.reason, change.fields), ("reader", "The page says so.", ["founded"]))
        self.assertEqual((change.revision.user, change.is_correction), (self.publisher, True))

    def test_tells_news_from_the_correction_of_an_error(self):
        publishing.history.begin()
        self.accept(self.propose(), is_correction=None)
        self.assertFalse(Change.objects.of(self.body).latest("pk").is_correction)

    def test_asks_what_bears_out_what_is_taken(self):
        proposal = self.propose()
        response = self.accept(proposal, is_borne_out=None)
        self.assert_untouched(proposal, response, "Say what bears it out")

    def test_asks_what_was_wrong_where_it_was_an_error(self):
        proposal = self.propose()
        response = self.accept(proposal, is_correction="on", reason="")
        self.assert_untouched(proposal, response, "Say what was wrong")

    def test_grants_no_removal_while_the_record_is_public(self):
        proposal = self.propose(aim="removal", changes={})
        response = self.accept(proposal, by_hand="on")
        self.assert_untouched(proposal, response, "The record still is public.")

    def test_grants_a_removal_once_the_record_is_archived(self):
        proposal = self.propose(aim="removal", changes={})
        publishing.archive(self.body)
        self.accept(proposal, by_hand="on")
        self.assertEqual(proposal.fate, "accepted")

    def test_shows_at_once_on_the_public_page(self):
        self.accept(self.propose())
        self.assertIn("1986", read(self.client, "/en/organisations/body/").fact["Founded"].text)

    def test_takes_some_fields_and_leaves_others(self):
        proposal = self.propose(changes={"name_en": "Heron House", "name_zh_hant": "白鷺樓"})
        self.accept(proposal, take_name_en=None)
        self.body.refresh_from_db()
        self.assertEqual((proposal.fate, self.body.name_zh_hant), ("partly", "白鷺樓"))
        self.assertEqual(self.body.name_en, "Heron Institute")

    def test_takes_a_value_that_the_publisher_wrote_better(self):
        proposal = self.propose(changes={"founded": "1986"})
        self.accept(proposal, value_founded="1986-04")
        self.assertEqual(proposal.taken, {"founded": ["1991", "1986-04"]})

    def test_marks_what_differs_between_the_present_and_the_proposed(self):
        proposal = self.propose(changes={"name_en": "Heron Academy"})
        page = Page(self.open(proposal))
        self.assertEqual([e.text for e in page.all("del") + page.all("ins")], ["Institute", "Academy"])

    def test_finds_a_body_by_any_of_its_names(self):
        for name in ("group", "heron group", "白鹭集团"):
            with self.subTest(name=name):
                Organisation.objects.filter(slug="body").update(parent=None)
                self.body.refresh_from_db()
                self.accept(self.propose(changes={"parent": name}))
                self.body.refresh_from_db()
                self.assertEqual(self.body.parent, self.group)

    def test_says_which_body_it_does_not_know(self):
        proposal = self.propose(changes={"parent": "The Pelicans"})
        self.assert_untouched(proposal, self.accept(proposal), "No organisation is called “The Pelicans”")

    def test_says_which_of_two_bodies_of_one_name_to_name(self):
        factories.organisation(slug="other-group", name_en="Heron Group")
        proposal = self.propose(changes={"parent": "Heron Group"})
        self.assert_untouched(proposal, self.accept(proposal), "write one of these slugs")

    def test_takes_bodies_with_their_roles(self):
        fund = factories.initiative(lead=self.body)
        proposal = self.propose(fund, changes={"bodies": "Heron Group: Lead\nbody: partner"})
        self.accept(proposal)
        roles = {(join.organisation.slug, join.role) for join in fund.involvements.all()}
        self.assertEqual(roles, {("group", "lead"), ("body", "partner")})

    def test_keeps_the_row_of_a_party_that_stays(self):
        pact = factories.collaboration(parties=[self.body, self.group])
        kept = Participation.objects.get(collaboration=pact, organisation=self.body)
        third = factories.organisation(slug="third")
        self.accept(self.propose(pact, changes={"participants": f"body: partner\n{third.slug}: lead"}))
        self.assertEqual(set(pact.participations.values_list("organisation__slug", flat=True)), {"body", "third"})
        self.assertTrue(Participation.objects.filter(pk=kept.pk).exists())

    def test_says_how_a_role_is_written(self):
        fund = factories.initiative()
        response = self.accept(self.propose(fund, changes={"bodies": "Heron Group"}))
        self.assertContains(response, "write a body, a colon and a role: lead, funder")

    def test_takes_words_of_a_vocabulary_and_other_names(self):
        factories.support("funding")
        self.accept(self.propose(changes={"support": "funding", "aliases": "Old Heron\nHeronry"}))
        self.body.refresh_from_db()
        self.assertEqual([word.slug for word in self.body.support.all()], ["funding"])
        self.assertEqual(self.body.aliases, ["Old Heron", "Heronry"])

    def test_takes_an_amount_as_people_write_it(self):
        fund = factories.initiative()
        changes = {"amount": "3,000,000", "amount_basis": "total", "currency": "HKD"}
        self.accept(self.propose(fund, changes=changes))
        fund.refresh_from_db()
        self.assertEqual((fund.amount, fund.currency), (3_000_000, "HKD"))

    def test_takes_a_field_that_the_reader_told_of_in_words(self):
        proposal = self.propose(changes={}, wrong="It was founded in 1986.")
        page = self.open(proposal, "?field=founded")
        self.press(proposal, "_accept", page, value_founded="1986", take_founded="on", **DONE)
        self.assertEqual((proposal.fate, proposal.taken), ("accepted", {"founded": ["1991", "1986"]}))

    def test_takes_what_was_put_right_by_hand(self):
        proposal = self.propose(factories.indicator(), changes={}, wrong="A figure is wrong.")
        self.accept(proposal, by_hand="on")
        self.assertEqual(proposal.fate, "accepted")

    def test_takes_nothing_where_nothing_is_ticked(self):
        proposal = self.propose()
        response = self.accept(proposal, take_founded=None)
        self.assert_untouched(proposal, response, "Nothing was chosen to be taken.")


class RefusalTests(ModerationTestCase):
    def test_says_what_the_field_itself_does_not_take(self):
        proposal = self.propose()
        self.assert_untouched(proposal, self.accept(proposal, value_founded="soon"), "“soon” is no date")

    def test_gives_back_what_the_publisher_typed(self):
        response = self.accept(self.propose(), value_founded="soon", reason="Because.")
        values = sendable(response)
        self.assertEqual((values["value_founded"], values["reason"]), ("soon", "Because."))

    def test_refuses_whole_what_breaks_a_rule_of_the_record(self):
        proposal = self.propose(changes={"founded": "2020", "closed": "2019", "website": "https://w.example/"})
        response = self.accept(proposal)
        self.assert_untouched(proposal, response, "A body cannot close before it was founded.")
        self.assertEqual(Organisation.objects.get(slug="body").website, "")

    def test_refuses_what_would_leave_a_public_record_lacking(self):
        proposal = self.propose(changes={"place": "", "founded": "1986"})
        response = self.accept(proposal, take_place="on", adds_source="on", title="T", publisher="P", grade="press")
        self.assert_untouched(proposal, response, "It has no place.")
        self.assertFalse(Change.objects.of(self.body).exists())
        self.assertFalse(Source.objects.filter(url=proposal.url).exists())

    def test_refuses_what_would_leave_an_initiative_without_a_lead(self):
        fund = factories.initiative(lead=self.body)
        proposal = self.propose(fund, changes={"bodies": "group: partner"})
        self.assertContains(self.accept(proposal), "No published body leads or operates it.")
        self.assertEqual([join.organisation for join in fund.involvements.all()], [self.body])

    def test_takes_nothing_over_what_the_public_does_not_see(self):
        proposal = self.propose()
        publishing.archive(self.body)
        Organisation.objects.filter(pk=self.body.pk).update(summary_en="SECRET")
        response = self.accept(proposal)
        self.assert_untouched(proposal, response, "The record is not public now")
        self.assertEqual(proposal.taken, {})

    def test_takes_what_was_put_right_by_hand_while_the_record_is_not_public(self):
        proposal = self.propose()
        publishing.archive(self.body)
        self.accept(proposal, by_hand="on", take_founded=None)
        self.assertEqual((proposal.fate, proposal.taken), ("accepted", {}))

    def test_takes_marks_that_no_feed_can_hold_for_spaces(self):
        proposal = self.propose(changes={"summary_en": "It sees."})
        self.accept(proposal, value_summary_en="It\x0bsees.", reason="The page\x1fsays so.")
        self.assertEqual((proposal.taken["summary_en"][1], proposal.reason), ("It sees.", "The page says so."))

    def test_asks_for_a_reason_to_decline(self):
        proposal = self.propose()
        self.assert_untouched(proposal, self.press(proposal, "_decline"), "Say why")

    def test_asks_for_a_note_to_leave_it_undecided(self):
        proposal = self.propose()
        self.assert_untouched(proposal, self.press(proposal, "_undecided"), "Say what is missing for a decision")

    def test_takes_no_column_that_no_source_can_bear_out(self):
        proposal = self.propose()
        forged = {"value_status": "archived", "take_status": "on", "value_slug": "mine", "take_slug": "on"}
        self.accept(proposal, **forged)
        self.assertEqual(proposal.taken.keys(), {"founded"})
        self.assertTrue(Organisation.objects.published().filter(slug="body").exists())


class SourceTests(ModerationTestCase):
    def source(self, **typed):
        return {"adds_source": "on", "title": "News", "publisher": "The Heron", "grade": "press"} | typed

    def test_makes_the_readers_page_a_source_that_bears_out_what_was_taken(self):
        proposal = self.propose(changes={"name_en": "Heron Academy", "founded": "1986"})
        self.accept(proposal, **self.source(published="2026-11"))
        citation = self.body.citations.get(source__url=proposal.url)
        self.assertEqual(set(citation.supports), {"name", "founded"})
        self.assertEqual((citation.source.published.text, citation.source.read_on), ("2026-11", timezone.localdate()))

    def test_uses_a_source_that_is_known_and_lets_it_bear_out_more(self):
        page = factories.source()
        factories.cite(self.body, "name", page=page)
        self.accept(self.propose(url=page.url), adds_source="on")
        self.assertEqual(set(Citation.objects.get(organisation=self.body, source=page).supports), {"name", "founded"})

    def test_asks_for_what_a_new_source_needs(self):
        proposal = self.propose()
        self.assert_untouched(proposal, self.accept(proposal, **self.source(title="")), "A new source needs it.")

    def test_takes_nothing_when_the_source_is_wrong(self):
        proposal = self.propose()
        response = self.accept(proposal, **self.source(published="2999"))
        self.assert_untouched(proposal, response, "before it was published")

    def test_takes_the_side_of_a_page_that_disputed_it(self):
        citation = factories.dispute(self.body, "founded", "1987")
        self.accept(self.propose(url=citation.source.url), adds_source="on")
        citation.refresh_from_db()
        self.assertEqual((citation.supports, citation.disputes, citation.claims), (["founded"], [], {}))

    def test_leaves_what_else_that_page_disputes(self):
        citation = factories.dispute(self.body, "founded", "1987")
        citation.disputes.append("name")
        citation.claims["name"] = {"value": "Heronry", "reason_en": "Older."}
        citation.save()
        self.accept(self.propose(url=citation.source.url), adds_source="on")
        citation.refresh_from_db()
        self.assertEqual((citation.disputes, list(citation.claims)), (["name"], ["name"]))

    def test_ends_the_dispute_with_whatever_source_said_it_all_along(self):
        agreeing, other = (factories.dispute(self.body, "founded", value) for value in ("1986", "1987"))
        self.accept(self.propose())
        agreeing.refresh_from_db()
        other.refresh_from_db()
        self.assertEqual((agreeing.supports, agreeing.disputes, agreeing.claims), (["founded"], [], {}))
        self.assertEqual((other.supports, other.disputes), ([], ["founded"]))

    def test_ends_the_dispute_about_a_name_in_either_script_and_about_a_number(self):
        fund = factories.initiative(amount=5, amount_basis="total", currency="HKD")
        name, amount = factories.dispute(fund, "name", "白鹭基金"), factories.dispute(fund, "amount", "3,000,000")
        self.accept(self.propose(fund, changes={"name_zh_hant": "白鷺基金", "amount": "3000000"}))
        for citation in (name, amount):
            citation.refresh_from_db()
            self.assertEqual(citation.disputes, [])

    def test_ends_a_dispute_in_the_words_of_any_language(self):
        said = {"kind": "初創企業", "parent": "Heron Group", "founded": "April 1986"}
        citations = [factories.dispute(self.body, field, value) for field, value in said.items()]
        other = factories.dispute(self.body, "kind", "Bank")
        self.accept(self.propose(changes={"kind": "startup", "parent": "group", "founded": "1986-04"}))
        for citation in [*citations, other]:
            citation.refresh_from_db()
        self.assertEqual([citation.disputes for citation in (*citations, other)], [[], [], [], ["kind"]])

    def test_cites_nothing_unless_asked(self):
        proposal = self.propose()
        self.accept(proposal)
        self.assertFalse(Source.objects.filter(url=proposal.url).exists())


class StaleTests(ModerationTestCase):
    def change_meanwhile(self):
        other = Organisation.objects.get(slug="body")
        other.founded = "1990"
        other.save()
        publishing.conclude(other)

    def test_says_what_changed_since_the_proposal_came_and_takes_it_only_when_told(self):
        proposal = self.propose(changes={"founded": "1986", "name_en": "Heron Academy"})
        self.change_meanwhile()
        page = self.open(proposal)
        self.assertContains(page, "Changed since the proposal came; then it was: 1991")
        self.press(proposal, "_accept", page, **DONE)
        self.assertEqual(proposal.taken.keys(), {"name_en"})

    def test_overwrites_nothing_that_changed_after_the_page_was_opened(self):
        proposal = self.propose()
        page = self.open(proposal)
        self.change_meanwhile()
        response = self.press(proposal, "_accept", page, **DONE)
        self.assertContains(response, "The record was changed after you opened this page")
        self.assertEqual(Organisation.objects.get(slug="body").founded.text, "1990")

    def test_takes_it_once_the_publisher_has_compared_anew(self):
        proposal = self.propose()
        page = self.open(proposal)
        self.change_meanwhile()
        again = self.press(proposal, "_accept", page, **DONE)
        self.press(proposal, "_accept", again)
        self.assertEqual(proposal.taken, {"founded": ["1990", "1986"]})

    def test_refuses_the_second_of_two_publishers(self):
        proposal = self.propose()
        page = self.open(proposal)
        self.press(proposal, "_decline", page, reason="Not so.")
        self.sign_in(users.publisher())
        response = self.press(proposal, "_accept", page, **DONE)
        self.assertContains(response, "Declined")
        self.assertEqual((proposal.fate, Organisation.objects.get(slug="body").founded.text), ("declined", "1991"))

    def test_refuses_whoever_did_not_see_the_note_of_another(self):
        proposal = self.propose()
        page = self.open(proposal)
        self.press(proposal, "_undecided", page, note="I have asked them.")
        response = self.press(proposal, "_accept", page, **DONE)
        self.assertContains(response, "Somebody else looked at it meanwhile")
        self.assertEqual(proposal.fate, "undecided")


class DecisionTests(ModerationTestCase):
    def test_declines_with_a_reason(self):
        proposal = self.propose()
        self.press(proposal, "_decline", reason="The page says 1991.")
        self.assertEqual((proposal.fate, proposal.reason), ("declined", "The page says 1991."))
        self.assertIsNotNone(proposal.decided_at)

    def test_declines_whatever_stands_in_the_fields_that_are_not_taken(self):
        proposal = self.propose(changes={"kind": "nonsense"})
        self.press(proposal, "_decline", reason="No.", adds_source="on", value_kind="nonsense")
        self.assertEqual(proposal.fate, "declined")

    def test_takes_a_new_record_that_was_made_by_hand(self):
        proposal = factories.proposal(changes={"name_en": "Heron AI"})
        self.accept(proposal, by_hand="on")
        self.assertEqual((proposal.fate, proposal.record), ("accepted", None))

    def test_leaves_it_open_with_a_note_and_decides_later(self):
        proposal = self.propose()
        self.press(proposal, "_undecided", note="I have asked them.")
        self.assertEqual((proposal.fate, proposal.decided_at), ("undecided", None))
        self.accept(proposal)
        self.assertEqual(proposal.fate, "accepted")

    def test_tells_nobody_anything_of_what_is_left_undecided_but_that(self):
        proposal = self.propose(wrong="Libel.")
        self.press(proposal, "_undecided", note="I have asked them.", reason="Half typed.", shows_words="on")
        self.assertEqual((proposal.fate, proposal.reason, proposal.shows_words), ("undecided", "", False))
        page = read(self.client, proposal.get_absolute_url())
        self.assertNotIn("Reason", page.fact)
        self.assertNotIn("Libel.", page.content.text)

    def test_writes_down_who_decided(self):
        proposal = self.propose()
        self.press(proposal, "_decline", reason="No.")
        self.assertContains(self.open(proposal), self.publisher.username)

    def test_shows_afterwards_what_stood_there_and_what_was_taken(self):
        proposal = self.propose(changes={"name_en": "Heron Academy"})
        self.accept(proposal, value_name_en="Heron College")
        page = Page(self.open(proposal))
        self.assertEqual([e.text for e in page.all("del") + page.all("ins")], ["Institute", "College"])
        self.assertNotIn("Changed since", page.text)

    def test_offers_nothing_more_once_it_is_decided(self):
        proposal = self.propose()
        self.press(proposal, "_decline", reason="No.")
        self.assertNotContains(self.open(proposal), 'name="_accept"')


class AdditionTests(ModerationTestCase):
    def propose_new(self):
        changes = {"name_en": "Heron AI", "summary_en": "It makes herons."}
        return factories.proposal(suggests="organisation", aim="addition", changes=changes, right="It makes herons.")

    def test_becomes_a_draft_and_leads_there(self):
        proposal = self.propose_new()
        response = self.accept(proposal, value_kind="startup", value_ai="core")
        made = Organisation.objects.get(slug="heron-ai")
        self.assertRedirects(response, door(made))
        self.assertEqual((made.status, made.name_en, made.summary_en), ("draft", "Heron AI", "It makes herons."))
        self.assertEqual((proposal.fate, proposal.record), ("accepted", made))

    def test_brings_its_source_along(self):
        typed = {"adds_source": "on", "title": "News", "publisher": "The Heron", "grade": "press"}
        self.accept(self.propose_new(), value_kind="startup", value_ai="core", **typed)
        citation = Organisation.objects.get(slug="heron-ai").citations.get()
        self.assertLessEqual({"name", "summary"}, set(citation.supports))

    def test_asks_what_a_draft_needs(self):
        proposal = self.propose_new()
        response = self.accept(proposal, value_name_en="", value_kind="startup", value_ai="core")
        self.assertContains(response, "This field cannot be blank.")
        self.assertEqual((proposal.fate, Organisation.objects.count()), ("pending", 2))

    def test_takes_a_free_address_where_the_name_has_one_already(self):
        factories.organisation(slug="heron-ai")
        self.accept(self.propose_new(), value_kind="startup", value_ai="core")
        self.assertTrue(Organisation.objects.filter(slug="heron-ai-2").exists())

    def test_lets_the_draft_be_deleted_again(self):
        proposal = self.propose_new()
        self.accept(proposal, value_kind="startup", value_ai="core")
        publishing.delete(Organisation.objects.get(slug="heron-ai"))
        proposal.refresh_from_db()
        self.assertIsNone(proposal.organisation)


class WayTests(ModerationTestCase):
    def test_leads_from_the_form_to_the_public_page(self):
        with override_settings(PROPOSAL_LEAST_SECONDS=0), self.captureOnCommitCallbacks(execute=True):
            typed = {"founded": "1986-04", "url": "https://news.example/a", "email": "reader@example.org"}
            sent = send(self.client, "/en/contribute/?organisation=body&field=founded", **typed)
        self.assertEqual(read(self.client, sent["Location"]).status, 200)
        proposal = Proposal.objects.get()
        with self.captureOnCommitCallbacks(execute=True):
            self.accept(proposal, adds_source="on", title="News", publisher="The Heron", grade="press")
        record = read(self.client, "/en/organisations/body/")
        self.assertIn("April 1986", record.fact["Founded"].text)
        self.assertIn("News", record.one("section", id="sources").text)
        log = read(self.client, proposal.get_absolute_url())
        self.assertEqual(log.fact["Reason"].text, "The page says so.")
        self.assertEqual([message.to for message in mail.outbox], [["reader@example.org"]] * 2)


class RoleTests(ModerationTestCase):
    def test_lets_editors_see_and_not_decide(self):
        proposal = self.propose(email="reader@example.org")
        page = self.open(proposal)
        self.sign_in(self.editor)
        seen = self.open(proposal)
        self.assertContains(seen, "1986")
        self.assertNotContains(seen, 'name="_accept"')
        self.assertNotContains(seen, "reader@example.org")
        for button in ("_accept", "_decline", "_undecided", "_again"):
            with self.subTest(button=button):
                data = self.form_of(page) | {button: "x", "reason": "R", "note": "N"}
                self.assert_refused(proposal, door(proposal), data)

    def test_lets_nobody_find_out_by_guessing_who_sent_it(self):
        self.propose(email="reader@example.org", sender="0f")
        self.sign_in(self.editor)
        guesses = ("email__startswith", "email", "sender", "sender__gt", "unsent__email", "decided_by__username")
        for name in guesses:
            with self.subTest(name=name):
                response = self.client.get(door(Proposal, "changelist"), {name: "reader"})
                self.assertNotEqual(response.status_code, 200)
        self.assertEqual(self.client.get(door(Proposal, "changelist"), {"fate__exact": "pending"}).status_code, 200)

    def test_lets_nobody_in_without_a_role(self):
        proposal = self.propose()
        self.sign_in(users.staff())
        for address in (door(proposal), door(Proposal, "changelist")):
            self.assertEqual(self.client.get(address).status_code, 403)
        self.assert_refused(proposal, door(proposal), {"_decline": "x", "reason": "R"})

    def test_lets_nobody_add_or_delete(self):
        proposal = self.propose()
        self.assertEqual(self.client.get(door(Proposal, "add")).status_code, 403)
        self.assert_refused(proposal, door(proposal, "delete"), {"post": "yes"})

    def test_changes_nothing_by_a_get(self):
        proposal = self.propose()
        self.client.get(door(proposal), {"_decline": "x", "reason": "R"})
        proposal.refresh_from_db()
        self.assertEqual(proposal.fate, "pending")


class ListTests(ModerationTestCase):
    def test_shows_what_waits_longest_first_and_what_is_decided_last(self):
        now = timezone.now()
        decided = self.propose(fate="declined", decided_at=now)
        young = self.propose(received_at=now - timedelta(days=1))
        old = self.propose(received_at=now - timedelta(days=40))
        rows = [
            row.one("th", "field-number").text
            for row in Page(self.client.get(door(Proposal, "changelist")))
            .one("table", id="result_list")
            .one("tbody")
            .all("tr")
        ]
        self.assertEqual(rows, [str(row) for row in (old, young, decided)])

    def test_says_how_long_each_has_waited(self):
        self.propose(received_at=timezone.now() - timedelta(days=40))
        self.assertContains(self.client.get(door(Proposal, "changelist")), "40")

    def test_needs_the_same_queries_for_many_rows_as_for_few(self):
        def queries():
            with self.assertNumQueries(7):
                self.client.get(door(Proposal, "changelist"))

        for number in (3, 27):
            for _row in range(number):
                self.propose()
                factories.proposal(changes={"name_en": "X"})
            queries()

    def test_finds_a_record_by_its_name(self):
        self.propose()
        self.propose(self.group)
        found = Page(self.client.get(door(Proposal, "changelist"), {"q": "institute"}))
        self.assertEqual(len(found.one("table", id="result_list").one("tbody").all("tr")), 1)
