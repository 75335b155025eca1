"""Forms restored after a sign-in, but not submitted: proposal decisions, record steps, actions and conflicts."""

from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ecosystem.history import revisions
from ecosystem.models import Change, Organisation, WithheldValue
from tests.support import factories
from tests.support.accounts import create_user
from tests.support.admin_pages import build_admin_form_data, get_admin_url
from tests.support.html_pages import Page
from tests.support.private_details import change_record
from tests.support.submissions import TYPED_NAME, SubmissionTestCase, extract_form_token


class RestoredFormTests(SubmissionTestCase):
    def test_proposal_decision_is_restored_but_not_submitted(self):
        proposal = factories.proposal(factories.organisation(), changes={"founded": "1990"}, found={"founded": ""})
        page = self.client.get(get_admin_url(proposal))
        form = page.context["form"]
        data = {bound.html_name: bound.value() or "" for bound in form} | {"reason": TYPED_NAME, "_accept": ""}
        data = {name: value for name, value in data.items() if value not in (False, None)}
        page = self.lose_session_and_return({**data, "_form_token": extract_form_token(page)}, get_admin_url(proposal))
        proposal.refresh_from_db()
        self.assertEqual((page.context["form"]["reason"].value(), proposal.fate), (TYPED_NAME, "pending"))

    def test_text_is_shown_when_the_proposal_was_decided_meanwhile(self):
        proposal = factories.proposal(factories.organisation(), changes={"founded": "1990"}, found={"founded": ""})
        token = extract_form_token(self.client.get(get_admin_url(proposal)))
        type(proposal).objects.filter(pk=proposal.pk).update(fate="declined", decided_at=timezone.now(), reason="No.")
        page = self.lose_session_and_return({"reason": TYPED_NAME, "_form_token": token}, get_admin_url(proposal))
        self.assertIn(TYPED_NAME, page.content.decode())

    def test_rename_and_merge_forms_are_restored_but_not_submitted(self):
        for step, field in (("rename", "slug"), ("merge", "reason")):
            with self.subTest(step=step):
                self.client.force_login(self.user)
                address = get_admin_url(self.record, step)
                page = self.client.get(address)
                data = {"seen": page.context["form"]["seen"].value(), "reason": "Because.", "slug": "moved"}
                data |= {field: "moved", "into": str(factories.organisation().pk)}
                page = self.lose_session_and_return({**data, "_form_token": extract_form_token(page)}, address)
                self.assertEqual(page.context["form"][field].value(), "moved")
        self.record.refresh_from_db()
        self.assertEqual(
            (self.record.slug, Organisation.objects.filter(slug="moved").exists()), (self.record.slug, False)
        )

    def test_revert_and_withhold_forms_are_restored_but_not_submitted(self):
        record = factories.organisation(address="Secret Lane 7", status="draft")
        revisions.begin_record_histories()
        change_record(record, "Private.", address="")
        first = Change.objects.for_record(record).order_by("pk").first()
        for step in ("revert", "withhold"):
            with self.subTest(step=step):
                self.client.force_login(self.user)
                address = reverse(f"admin:ecosystem_organisation_{step}", args=[record.pk, first.pk])
                page = self.client.get(address)
                data = {"seen": page.context["form"]["seen"].value(), "reason": TYPED_NAME, "value": "column:address"}
                page = self.lose_session_and_return({**data, "_form_token": extract_form_token(page)}, address)
                self.assertEqual(page.context["form"]["reason"].value(), TYPED_NAME)
        record.refresh_from_db()
        self.assertEqual((record.address, WithheldValue.objects.exists()), ("", False))

    def test_archive_button_requires_confirmation(self):
        record = factories.organisation(status="published")
        token = extract_form_token(self.client.get(get_admin_url(record)))
        data = {"seen": record.updated_at.isoformat(), "why": TYPED_NAME, "_form_token": token}
        page = self.lose_session_and_return(data, get_admin_url(record, "archive"))
        record.refresh_from_db()
        self.assertEqual((Page(page).one("textarea[name=why]").text, record.status), (TYPED_NAME, "published"))

    def test_confirmed_archive_button_archives_the_record(self):
        record = factories.organisation(status="published")
        token = extract_form_token(self.client.get(get_admin_url(record)))
        data = {"seen": record.updated_at.isoformat(), "why": TYPED_NAME, "_form_token": token}
        page = Page(self.lose_session_and_return(data, get_admin_url(record, "archive")))
        form = page.one(f'form[action="{get_admin_url(record, "archive")}"]')
        fields = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
        self.client.post(form["action"], fields | {"why": form.one("textarea").text})
        record.refresh_from_db()
        self.assertEqual(record.status, "archived")

    def test_change_list_action_requires_confirmation(self):
        record = factories.organisation(status="published")
        address = get_admin_url(Organisation, "changelist")
        data = {"action": "archive_selected", "_selected_action": [record.pk], "why": TYPED_NAME}
        page = self.lose_session_and_return(
            {**data, "_form_token": extract_form_token(self.client.get(address))}, address
        )
        record.refresh_from_db()
        hidden = [field["value"] for field in Page(page).select("input[name=_selected_action]")]
        self.assertEqual((hidden, record.status), ([str(record.pk)], "published"))

    def test_confirmation_page_names_the_action_and_the_rows(self):
        record = factories.organisation(status="published", name_en="Harbour Laboratory")
        address = get_admin_url(Organisation, "changelist")
        data = {"action": "archive_selected", "_selected_action": [record.pk], "why": TYPED_NAME}
        page = self.lose_session_and_return(
            {**data, "_form_token": extract_form_token(self.client.get(address))}, address
        )
        self.assertContains(page, "Not done yet: Archive")
        self.assertContains(page, "Harbour Laboratory")

    def test_invitation_form_is_restored_but_not_sent(self):
        address = "/admin/ecosystem/invitation/add/"
        page = self.lose_session_and_return(self.open_form(address) | {"email": "new@example.org"}, address)
        self.assertEqual((page.context["adminform"].form["email"].value(), mail.outbox), ("new@example.org", []))


class RestoredFormConflictTests(SubmissionTestCase):
    """Another user changed the record while the session was expired."""

    def setUp(self):
        super().setUp()
        data = self.open_form() | {"acronym": "MINE"}
        colleague = Client()
        colleague.force_login(create_user("Senior editors"))
        colleague.post(
            get_admin_url(self.record),
            build_admin_form_data(colleague.get(get_admin_url(self.record)), name_zh_hant="他們的"),
        )
        self.page = self.lose_session_and_return(data)

    def test_restored_form_lists_the_changes_of_the_other_user(self):
        differences = self.page.context["adminform"].form.conflict.differences
        self.assertEqual([each.label for each in differences], ["Name in Traditional Chinese"])

    def test_saving_the_restored_form_keeps_the_changes_of_both_users(self):
        self.client.post(
            self.page.redirect_chain[-1][0],
            {**build_admin_form_data(self.page), "_form_token": extract_form_token(self.page)},
        )
        self.record.refresh_from_db()
        self.assertEqual((self.record.acronym, self.record.name_zh_hant), ("MINE", "他們的"))
