"""The account log: which events are written, who can read them and how long they are kept."""

from datetime import timedelta
from io import StringIO

from django.contrib.auth.models import Group, User
from django.core import serializers
from django.core.management import call_command
from django.test import TestCase, override_settings
from django.utils import timezone

from ecosystem.models import AccountEvent
from tests.support.accounts import create_user, sign_in

LOG = "/admin/ecosystem/accountevent/"


def events(**values):
    return AccountEvent.objects.filter(**values)


class AccountEventLoggingTests(TestCase):
    def test_sign_in_is_logged_with_its_ip_address(self):
        user = create_user("Editors")
        sign_in(self.client, user, REMOTE_ADDR="203.0.113.9")
        self.assertEqual(events(kind="signed_in").get().ip_address, "203.0.113.9")

    def test_role_change_is_logged_with_its_actor(self):
        user = create_user("Editors")
        self.client.force_login(administrator := create_user(is_superuser=True))
        form = self.client.get(f"/admin/auth/user/{user.pk}/change/").context["adminform"].form
        data = {name: value for name, value in form.initial.items() if isinstance(value, str) and value}
        data |= {
            "is_active": "on",
            "is_staff": "on",
            "is_superuser": "on",
            "groups": [Group.objects.get(name="Senior editors").pk],
            "date_joined_0": "2026-01-01",
            "date_joined_1": "00:00:00",
        }
        self.client.post(f"/admin/auth/user/{user.pk}/change/", data)
        found = set(events(kind="role_changed", user=user, actor=administrator).values_list("detail", flat=True))
        self.assertEqual(found, {"+administrator", "+Senior editors", "-Editors"})

    def test_role_change_in_code_is_logged_without_an_actor(self):
        user = create_user()
        user.groups.add(Group.objects.get(name="Senior editors"))
        self.assertEqual(events(user=user, detail="+Senior editors").get().actor, None)

    def test_role_added_through_the_group_is_logged(self):
        user = create_user()
        Group.objects.get(name="Senior editors").user_set.add(user)
        self.assertTrue(events(user=user, detail="+Senior editors").exists())

    def test_cleared_roles_are_logged(self):
        user = create_user("Editors")
        user.groups.clear()
        self.assertTrue(events(user=user, detail="-Editors").exists())

    def test_save_without_a_role_change_is_not_logged(self):
        user = create_user()
        before = events().count()
        user.first_name = "Ada"
        user.save()
        self.assertEqual(events().count(), before)

    def test_loading_a_serialized_account_is_not_logged(self):
        user = create_user("Editors")
        dumped = serializers.serialize("json", [user])
        before = events().count()
        for loaded in serializers.deserialize("json", dumped):
            loaded.save()
        self.assertEqual(events().count(), before)

    def test_password_set_by_an_administrator_is_logged(self):
        user = create_user("Editors")
        self.client.force_login(administrator := create_user(is_superuser=True))
        new = "another-long-phrase-8"
        data = {"password1": new, "password2": new, "usable_password": "true"}
        self.client.post(f"/admin/auth/user/{user.pk}/password/", data)
        self.assertEqual(events(kind="password_changed", user=user).get().actor, administrator)


class AccountEventAdminTests(TestCase):
    def test_administrator_can_read_the_log(self):
        self.client.force_login(create_user(is_superuser=True))
        self.assertContains(self.client.get(LOG), "Role changed")

    def test_editors_and_senior_editors_are_denied(self):
        for group in ("Editors", "Senior editors"):
            with self.subTest(group=group):
                self.client.force_login(create_user(group))
                self.assertEqual(self.client.get(LOG).status_code, 403)

    def test_events_cannot_be_added_or_deleted(self):
        event = AccountEvent.objects.create(kind="signed_in")
        self.client.force_login(create_user(is_superuser=True))
        for address in (f"{LOG}add/", f"{LOG}{event.pk}/delete/"):
            with self.subTest(address=address):
                self.assertEqual(self.client.post(address, {"post": "yes"}).status_code, 403)

    def test_authenticators_sessions_and_email_addresses_are_not_in_the_admin(self):
        self.client.force_login(create_user(is_superuser=True))
        for address in ("mfa/authenticator", "usersessions/usersession", "account/emailaddress"):
            with self.subTest(address=address):
                self.assertEqual(self.client.get(f"/admin/{address}/").status_code, 404)


class AccountEventRetentionTests(TestCase):
    @override_settings(ACCOUNT_EVENT_DAYS=30)
    def test_forget_command_deletes_old_events(self):
        now = timezone.now()
        for days in (31, 29):
            AccountEvent.objects.create(kind="signed_in", happened_at=now - timedelta(days=days))
        call_command("forget", stdout=StringIO())
        self.assertEqual(events(happened_at__gt=now - timedelta(days=30)).count(), events().count())

    def test_events_are_kept_when_their_account_is_deleted(self):
        user = create_user("Editors")
        sign_in(self.client, user)
        User.objects.filter(pk=user.pk).delete()
        self.assertTrue(events(kind="signed_in", user=None).exists())
