"""Accounts in the admin: what administrators manage, and what senior editors see and deactivate."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client, TestCase

from ecosystem.models import AccountEvent
from tests.support.accounts import create_user, sign_in

LIST = "/admin/auth/user/"


class UserAdminTestCase(TestCase):
    def apply(self, action, *users):
        data = {"action": action, "_selected_action": [user.pk for user in users]}
        return self.client.post(LIST, data, follow=True)

    def is_active(self, user):
        return User.objects.get(pk=user.pk).is_active


class UserAdminForSeniorEditorsTests(UserAdminTestCase):
    def setUp(self):
        self.senior = create_user("Senior editors")
        self.client.force_login(self.senior)
        self.editor = create_user("Editors")

    def test_lists_other_users(self):
        self.assertContains(self.client.get(LIST), self.editor.username)

    def test_shows_no_password_hash(self):
        page = self.client.get(f"{LIST}{self.editor.pk}/change/")
        self.assertNotContains(page, self.editor.password)
        self.assertNotContains(page, "md5")

    def test_accounts_cannot_be_changed(self):
        data = {"username": "other", "is_superuser": "on"}
        self.assertEqual(self.client.post(f"{LIST}{self.editor.pk}/change/", data).status_code, 403)

    def test_passwords_of_others_cannot_be_set(self):
        data = {"password1": "a-new-long-phrase-1", "password2": "a-new-long-phrase-1"}
        self.assertEqual(self.client.post(f"{LIST}{self.editor.pk}/password/", data).status_code, 403)

    def test_accounts_of_editors_can_be_deactivated_and_activated(self):
        states = []
        for action in ("deactivate", "activate"):
            self.apply(action, self.editor)
            states.append(self.is_active(self.editor))
        self.assertEqual(states, [False, True])

    def test_deactivation_ends_sessions_permanently(self):
        sign_in(client := Client(), self.editor)
        self.apply("deactivate", self.editor)
        self.apply("activate", self.editor)
        self.assertEqual(client.get("/admin/").status_code, 302)

    def test_deactivation_is_logged_with_its_actor(self):
        self.apply("deactivate", self.editor)
        event = AccountEvent.objects.get(kind="deactivated")
        self.assertEqual((event.user, event.actor), (self.editor, self.senior))

    def test_own_account_and_accounts_with_more_rights_cannot_be_deactivated(self):
        others = [create_user("Senior editors"), create_user("Editors", is_superuser=True), self.senior]
        for user in others:
            with self.subTest(user=user):
                self.apply("deactivate", user)
                self.assertTrue(self.is_active(user))


class UserAdminForEditorsTests(UserAdminTestCase):
    def test_access_is_denied(self):
        self.client.force_login(create_user("Editors"))
        self.assertEqual(self.client.get(LIST).status_code, 403)


class UserAdminForAdministratorsTests(UserAdminTestCase):
    def setUp(self):
        self.client.force_login(create_user(is_superuser=True))
        self.editor = create_user("Editors")

    def change(self, user, **changes):
        address = f"{LIST}{user.pk}/change/"
        initial = self.client.get(address).context["adminform"].form.initial
        data = {name: value for name, value in initial.items() if isinstance(value, str) and value}
        data |= {"is_active": "on", "is_staff": "on", "date_joined_0": "2026-01-01", "date_joined_1": "00:00:00"}
        data |= {"groups": [group.pk for group in user.groups.all()]}
        data = {name: value for name, value in (data | changes).items() if value is not None}
        return self.client.post(address, data)

    def test_unticking_active_ends_sessions_permanently(self):
        sign_in(client := Client(), self.editor)
        self.change(self.editor, is_active=None)
        self.change(self.editor)
        self.assertEqual(client.get("/admin/").status_code, 302)

    def test_new_email_address_replaces_the_old_one_for_password_resets(self):
        old = self.editor.email
        self.change(self.editor, email="new@example.org")
        self.client.post("/accounts/password/reset/", {"email": old})
        self.assertNotIn("/accounts/password/reset/key/", "".join(message.body for message in mail.outbox))
        self.assertEqual(EmailAddress.objects.get(user=self.editor).email, "new@example.org")

    def test_accounts_of_senior_editors_can_be_deactivated(self):
        self.apply("deactivate", senior := create_user("Senior editors"))
        self.assertFalse(self.is_active(senior))
