"""Invitations, the only way to get an account: who may invite whom, and which links are accepted."""

from datetime import timedelta
from unittest import mock

import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client, TestCase, override_settings
from django.utils import timezone

from ecosystem.accounts import rate_limits
from ecosystem.accounts.invitations import accept_invitation, create_invitation_token
from ecosystem.models import AccountEvent, Invitation
from tests.support.accounts import create_user, extract_link_paths, is_signed_in
from tests.support.html_pages import Page

ADD = "/admin/ecosystem/invitation/add/"
LIST = "/admin/ecosystem/invitation/"
EMAIL = "new@example.org"
CHOSEN = {"username": "newcomer", "password1": "a-quite-long-phrase-9", "password2": "a-quite-long-phrase-9"}


class InvitationTestCase(TestCase):
    def setUp(self):
        self.inviter = create_user("Senior editors")
        self.client.force_login(self.inviter)

    def invite(self, email=EMAIL, role="Editors", language="en", client=None):
        data = {"email": email, "role": role, "language": language}
        return (client or self.client).post(ADD, data, follow=True)

    def apply(self, action, invitation=None, client=None):
        invitation = invitation or Invitation.objects.get()
        data = {"action": action, "_selected_action": [invitation.pk]}
        return (client or self.client).post(LIST, data, follow=True)

    def link(self, number=-1):
        return extract_link_paths(mail.outbox[number])[0]

    def accept(self, link=None, client=None, **changes):
        return (client or Client()).post(link or self.link(), CHOSEN | changes)


class InvitationCreationTests(InvitationTestCase):
    def test_senior_editor_can_invite_an_editor(self):
        self.invite()
        invitation = Invitation.objects.get()
        self.assertEqual((invitation.email, invitation.role, invitation.invited_by), (EMAIL, "Editors", self.inviter))

    def test_mail_is_in_the_selected_language(self):
        self.invite(language="zh-hant")
        self.assertIn("邀請", mail.outbox[0].subject)

    def test_senior_editor_cannot_invite_a_senior_editor(self):
        self.invite(role="Senior editors")
        self.assertEqual((Invitation.objects.count(), mail.outbox), (0, []))

    def test_administrator_can_invite_editors_and_senior_editors(self):
        self.client.force_login(create_user(is_superuser=True))
        self.invite(role="Senior editors")
        self.invite("other@example.org", role="Editors")
        self.assertEqual(set(Invitation.objects.values_list("role", flat=True)), {"Senior editors", "Editors"})

    def test_editor_cannot_invite(self):
        self.client.force_login(create_user("Editors"))
        self.assertEqual(self.invite().status_code, 403)

    def test_email_address_with_an_account_is_refused(self):
        colleague = create_user("Editors")
        response = self.invite(colleague.email.upper())
        self.assertContains(response, "An account with this email address already exists.")

    def test_email_address_with_an_open_invitation_is_refused(self):
        self.invite()
        self.assertContains(self.invite(EMAIL.upper()), "This email address has already been invited")

    def test_failure_to_send_the_mail_is_logged_as_an_error(self):
        mailers = {"default": {"BACKEND": "tests.support.accounts.FailingEmailBackend"}}
        with override_settings(MAILERS=mailers), self.assertLogs("ecosystem.accounts.invitations", "ERROR"):
            self.invite()

    def test_failure_to_send_the_mail_leaves_no_invitation(self):
        with override_settings(MAILERS={"default": {"BACKEND": "tests.support.accounts.FailingEmailBackend"}}):
            response = self.invite()
        self.assertContains(response, "The email could not be sent, so nothing was changed")
        self.assertEqual(Invitation.objects.count(), 0)

    def test_change_list_shows_email_inviter_and_state(self):
        self.invite()
        table = Page(self.client.get(LIST)).one("table#result_list").text
        for text in (EMAIL, self.inviter.username, "Sent"):
            with self.subTest(text=text):
                self.assertIn(text, table)

    def test_invitation_cannot_be_edited(self):
        self.invite()
        address = f"{LIST}{Invitation.objects.get().pk}/change/"
        self.client.post(address, {"email": "other@example.org", "role": "Senior editors", "language": "en"})
        self.assertEqual(Invitation.objects.get().email, EMAIL)


class InvitationAcceptanceTests(InvitationTestCase):
    def test_link_creates_an_account_with_the_invited_role(self):
        self.invite()
        self.accept()
        user = User.objects.get(username="newcomer")
        roles = list(user.groups.values_list("name", flat=True))
        self.assertEqual((user.email, user.is_staff, user.is_superuser, roles), (EMAIL, True, False, ["Editors"]))

    def test_email_address_is_verified(self):
        self.invite()
        self.accept()
        self.assertTrue(User.objects.get(username="newcomer").emailaddress_set.get().verified)

    def test_new_user_is_signed_in(self):
        self.invite()
        self.accept(client=(client := Client()))
        self.assertTrue(is_signed_in(client))

    def test_posted_role_and_permissions_are_ignored(self):
        self.invite()
        self.accept(role="Senior editors", is_superuser="on", email="evil@example.org")
        user = User.objects.get(username="newcomer")
        self.assertEqual((user.email, user.is_superuser, user.groups.get().name), (EMAIL, False, "Editors"))

    def test_weak_password_is_refused(self):
        self.invite()
        for password in ("password", "1234567890", "short", "newcomer1"):
            with self.subTest(password=password):
                self.accept(password1=password, password2=password)
                self.assertFalse(User.objects.filter(username="newcomer").exists())

    def test_mismatched_passwords_are_refused(self):
        self.invite()
        self.assertContains(self.accept(password2="something-else-entirely"), "The passwords do not match.")

    def test_taken_username_is_refused(self):
        self.invite()
        response = self.accept(username=self.inviter.username.upper())
        self.assertContains(response, "This username is taken.")

    def test_username_taken_after_validation_is_refused(self):
        self.invite()
        with mock.patch(
            "ecosystem.accounts.forms.InvitedAccountForm.clean_username", lambda form: self.inviter.username
        ):
            self.assertContains(self.accept(), "This username is taken.")

    def test_acceptance_is_logged(self):
        self.invite()
        self.accept()
        event = AccountEvent.objects.get(kind="invitation_accepted")
        self.assertEqual((event.user.username, EMAIL in event.detail), ("newcomer", True))

    def test_change_list_shows_the_created_account(self):
        self.invite()
        self.accept()
        self.assertIn("newcomer", Page(self.client.get(LIST)).one("table#result_list").text)


class InvalidInvitationLinkTests(InvitationTestCase):
    def assert_closed(self, link, reason, client=None):
        client = client or Client()
        self.assertContains(client.get(link), reason, status_code=410)
        self.assertEqual(client.post(link, CHOSEN).status_code, 410)
        self.assertFalse(User.objects.filter(username="newcomer").exists())

    def setUp(self):
        super().setUp()
        self.invite()

    def test_used_link_is_refused(self):
        self.accept()
        User.objects.filter(username="newcomer").update(username="somebody")
        self.assert_closed(self.link(), "This link has already been used")

    def test_expired_link_is_refused(self):
        with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)):
            self.assert_closed(self.link(), "This invitation has expired")

    def test_withdrawn_link_is_refused(self):
        self.apply("withdraw")
        self.assert_closed(self.link(), "This invitation has been withdrawn.")

    def test_tampered_link_is_refused(self):
        link = self.link()
        self.assert_closed(
            link[:-3] + ("x" if link[-3] != "x" else "y") + link[-2:], "This link is incomplete or was not sent by us"
        )

    def test_link_signed_with_another_salt_is_refused(self):
        token = create_invitation_token(Invitation.objects.get())
        with mock.patch("ecosystem.accounts.invitations.SALT", "another"):
            forged = create_invitation_token(Invitation.objects.get())
        self.assertNotEqual(token, forged)
        self.assert_closed(f"/accounts/invitations/{forged}/", "This link is incomplete or was not sent by us")

    def test_replaced_link_refers_to_the_newer_email(self):
        self.apply("send_again")
        self.assert_closed(self.link(0), "We have since sent you a newer email")

    def test_link_of_an_inactive_inviter_is_refused(self):
        self.inviter.is_active = False
        self.inviter.save()
        self.assert_closed(self.link(), "This invitation has been withdrawn.")

    def test_link_is_refused_when_the_email_address_has_an_account(self):
        User.objects.filter(pk=self.inviter.pk).update(email=EMAIL)
        self.assert_closed(self.link(), "An account with this email address already exists.")

    def test_signed_in_user_must_sign_out_first(self):
        self.assert_closed(self.link(), "Sign out first", client=self.client)

    def test_token_cannot_be_accepted_twice(self):
        token = create_invitation_token(Invitation.objects.get())
        accept_invitation(token, username="first", password=CHOSEN["password1"])
        with self.assertRaises(ValidationError):
            accept_invitation(token, username="second", password=CHOSEN["password1"])


class InvitationManagementTests(InvitationTestCase):
    def test_resent_link_works_after_the_first_one_expired(self):
        self.invite()
        with time_machine.travel(timezone.now() + timedelta(days=8)):
            self.client.force_login(self.inviter)
            self.apply("send_again")
            self.accept()
        self.assertTrue(User.objects.filter(username="newcomer").exists())

    def test_withdrawn_invitation_is_not_resent(self):
        self.invite()
        self.apply("withdraw")
        self.apply("send_again")
        self.assertEqual(len(mail.outbox), 1)

    def test_email_address_of_a_withdrawn_invitation_can_be_invited_again(self):
        self.invite()
        self.apply("withdraw")
        self.invite()
        self.assertEqual(len(mail.outbox), 2)

    def test_senior_editor_cannot_change_an_invitation_for_a_senior_editor(self):
        self.client.force_login(create_user(is_superuser=True))
        self.invite(role="Senior editors")
        self.client.force_login(self.inviter)
        for action in ("withdraw", "send_again"):
            with self.subTest(action=action):
                self.assertContains(self.apply(action), "Only an administrator can invite senior editors.")
        self.assertIsNone(Invitation.objects.get().withdrawn_at)

    def test_creation_resending_and_withdrawal_are_logged_with_their_actor(self):
        self.invite()
        self.apply("send_again")
        self.apply("withdraw")
        events = AccountEvent.objects.filter(actor=self.inviter).order_by("pk").values_list("kind", flat=True)
        self.assertEqual(list(events), ["invited", "invitation_resent", "invitation_withdrawn"])

    def test_invitations_of_one_inviter_are_rate_limited(self):
        self.invite()
        for _number in range(29):
            rate_limits.count_attempt((rate_limits.INVITATIONS_BY_ACCOUNT, rate_limits.hash_account(self.inviter)))
        self.assertContains(self.apply("send_again"), "You have reached the limit for invitations in one hour")
