"""Accounts come about by invitation alone: who may invite whom, and what becomes of a link."""

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


class InvitingTests(InvitationTestCase):
    def test_senior_editor_invites_an_editor(self):
        self.invite()
        invitation = Invitation.objects.get()
        self.assertEqual((invitation.email, invitation.role, invitation.invited_by), (EMAIL, "Editors", self.inviter))

    def test_invitation_is_sent_in_the_language_chosen(self):
        self.invite(language="zh-hant")
        self.assertIn("邀請", mail.outbox[0].subject)

    def test_senior_editor_invites_no_senior_editor(self):
        self.invite(role="Senior editors")
        self.assertEqual((Invitation.objects.count(), mail.outbox), (0, []))

    def test_administrator_invites_either(self):
        self.client.force_login(create_user(is_superuser=True))
        self.invite(role="Senior editors")
        self.invite("other@example.org", role="Editors")
        self.assertEqual(set(Invitation.objects.values_list("role", flat=True)), {"Senior editors", "Editors"})

    def test_editor_invites_nobody(self):
        self.client.force_login(create_user("Editors"))
        self.assertEqual(self.invite().status_code, 403)

    def test_address_with_an_account_is_told(self):
        colleague = create_user("Editors")
        response = self.invite(colleague.email.upper())
        self.assertContains(response, "An account with this email address already exists.")

    def test_address_with_an_open_invitation_is_told(self):
        self.invite()
        self.assertContains(self.invite(EMAIL.upper()), "This email address has already been invited")

    def test_mail_that_cannot_be_sent_is_logged_for_whoever_runs_the_site(self):
        mailers = {"default": {"BACKEND": "tests.support.accounts.FailingEmailBackend"}}
        with override_settings(MAILERS=mailers), self.assertLogs("ecosystem.accounts.invitations", "ERROR"):
            self.invite()

    def test_mail_that_cannot_be_sent_leaves_no_invitation(self):
        with override_settings(MAILERS={"default": {"BACKEND": "tests.support.accounts.FailingEmailBackend"}}):
            response = self.invite()
        self.assertContains(response, "The email could not be sent, so nothing was changed")
        self.assertEqual(Invitation.objects.count(), 0)

    def test_list_says_who_invited_whom_and_the_state(self):
        self.invite()
        table = Page(self.client.get(LIST)).one("table#result_list").text
        for text in (EMAIL, self.inviter.username, "Sent"):
            with self.subTest(text=text):
                self.assertIn(text, table)

    def test_invitation_is_not_edited(self):
        self.invite()
        address = f"{LIST}{Invitation.objects.get().pk}/change/"
        self.client.post(address, {"email": "other@example.org", "role": "Senior editors", "language": "en"})
        self.assertEqual(Invitation.objects.get().email, EMAIL)


class AcceptingTests(InvitationTestCase):
    def test_link_makes_an_account_with_the_role(self):
        self.invite()
        self.accept()
        user = User.objects.get(username="newcomer")
        roles = list(user.groups.values_list("name", flat=True))
        self.assertEqual((user.email, user.is_staff, user.is_superuser, roles), (EMAIL, True, False, ["Editors"]))

    def test_address_counts_as_confirmed(self):
        self.invite()
        self.accept()
        self.assertTrue(User.objects.get(username="newcomer").emailaddress_set.get().verified)

    def test_newcomer_is_signed_in(self):
        self.invite()
        self.accept(client=(client := Client()))
        self.assertTrue(is_signed_in(client))

    def test_posted_role_and_rights_are_ignored(self):
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

    def test_passwords_that_differ_are_refused(self):
        self.invite()
        self.assertContains(self.accept(password2="something-else-entirely"), "The passwords do not match.")

    def test_name_that_is_taken_is_refused(self):
        self.invite()
        response = self.accept(username=self.inviter.username.upper())
        self.assertContains(response, "This username is taken.")

    def test_name_that_is_taken_at_the_last_moment_is_refused(self):
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

    def test_list_shows_the_account_that_came_of_it(self):
        self.invite()
        self.accept()
        self.assertIn("newcomer", Page(self.client.get(LIST)).one("table#result_list").text)


class ClosedLinkTests(InvitationTestCase):
    def assert_closed(self, link, reason, client=None):
        client = client or Client()
        self.assertContains(client.get(link), reason, status_code=410)
        self.assertEqual(client.post(link, CHOSEN).status_code, 410)
        self.assertFalse(User.objects.filter(username="newcomer").exists())

    def setUp(self):
        super().setUp()
        self.invite()

    def test_used_link_says_so(self):
        self.accept()
        User.objects.filter(username="newcomer").update(username="somebody")
        self.assert_closed(self.link(), "This link has already been used")

    def test_expired_link_says_so(self):
        with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)):
            self.assert_closed(self.link(), "This invitation has expired")

    def test_withdrawn_link_says_so(self):
        self.apply("withdraw")
        self.assert_closed(self.link(), "This invitation has been withdrawn.")

    def test_link_with_another_letter_says_so(self):
        link = self.link()
        self.assert_closed(
            link[:-3] + ("x" if link[-3] != "x" else "y") + link[-2:], "This link is incomplete or was not sent by us"
        )

    def test_link_of_another_kind_of_signature_says_so(self):
        token = create_invitation_token(Invitation.objects.get())
        with mock.patch("ecosystem.accounts.invitations.SALT", "another"):
            forged = create_invitation_token(Invitation.objects.get())
        self.assertNotEqual(token, forged)
        self.assert_closed(f"/accounts/invitations/{forged}/", "This link is incomplete or was not sent by us")

    def test_old_link_points_to_the_newer_one(self):
        self.apply("send_again")
        self.assert_closed(self.link(0), "We have since sent you a newer email")

    def test_link_of_somebody_who_has_left_is_withdrawn(self):
        self.inviter.is_active = False
        self.inviter.save()
        self.assert_closed(self.link(), "This invitation has been withdrawn.")

    def test_address_that_got_an_account_meanwhile_is_told(self):
        User.objects.filter(pk=self.inviter.pk).update(email=EMAIL)
        self.assert_closed(self.link(), "An account with this email address already exists.")

    def test_somebody_signed_in_is_asked_to_sign_out_first(self):
        self.assert_closed(self.link(), "Sign out first", client=self.client)

    def test_link_used_twice_at_once_makes_one_account(self):
        token = create_invitation_token(Invitation.objects.get())
        accept_invitation(token, username="first", password=CHOSEN["password1"])
        with self.assertRaises(ValidationError):
            accept_invitation(token, username="second", password=CHOSEN["password1"])


class SendingAgainTests(InvitationTestCase):
    def test_new_link_works_after_the_old_one_expired(self):
        self.invite()
        with time_machine.travel(timezone.now() + timedelta(days=8)):
            self.client.force_login(self.inviter)
            self.apply("send_again")
            self.accept()
        self.assertTrue(User.objects.filter(username="newcomer").exists())

    def test_withdrawn_one_is_not_sent_again(self):
        self.invite()
        self.apply("withdraw")
        self.apply("send_again")
        self.assertEqual(len(mail.outbox), 1)

    def test_withdrawn_address_can_be_invited_anew(self):
        self.invite()
        self.apply("withdraw")
        self.invite()
        self.assertEqual(len(mail.outbox), 2)

    def test_senior_editor_leaves_an_invitation_of_an_administrator_alone(self):
        self.client.force_login(create_user(is_superuser=True))
        self.invite(role="Senior editors")
        self.client.force_login(self.inviter)
        for action in ("withdraw", "send_again"):
            with self.subTest(action=action):
                self.assertContains(self.apply(action), "Only an administrator can invite senior editors.")
        self.assertIsNone(Invitation.objects.get().withdrawn_at)

    def test_every_step_is_logged_with_who_took_it(self):
        self.invite()
        self.apply("send_again")
        self.apply("withdraw")
        events = AccountEvent.objects.filter(actor=self.inviter).order_by("pk").values_list("kind", flat=True)
        self.assertEqual(list(events), ["invited", "invitation_resent", "invitation_withdrawn"])

    def test_mails_of_one_inviter_are_limited(self):
        self.invite()
        for _number in range(29):
            rate_limits.count_attempt((rate_limits.INVITATIONS_BY_ACCOUNT, rate_limits.hash_account(self.inviter)))
        self.assertContains(self.apply("send_again"), "You have reached the limit for invitations in one hour")
