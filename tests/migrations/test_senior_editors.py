"""The migration that renames the group Publishers to Senior editors, with existing users, invitations and events."""

from importlib import import_module

from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import TestCase

from ecosystem.models import AccountEvent, Invitation
from tests.support.whole_database import WholeDatabaseTestCase

migration = import_module("ecosystem.migrations.0012_senior_editors")


class RenameGroupSchemaEditor:
    connection = connection


class RenameGroupMigrationTests(TestCase):
    """The data part of the migration, run on the current tables: migrating them takes a minute."""

    def setUp(self):
        migration.restore_group_name(apps, RenameGroupSchemaEditor)
        self.group = Group.objects.get(name="Publishers")
        self.user = User.objects.create_user("senior", is_staff=True)
        self.user.groups.add(self.group)

    def migrate(self):
        migration.rename_group(apps, RenameGroupSchemaEditor)

    def get_rights(self):
        return User.objects.get(pk=self.user.pk).get_all_permissions()

    def test_renames_the_existing_group(self):
        self.migrate()
        found = dict(Group.objects.filter(name__in=("Publishers", "Senior editors")).values_list("name", "pk"))
        self.assertEqual(found, {"Senior editors": self.group.pk})

    def test_users_keep_their_permissions(self):
        before = self.get_rights()
        self.migrate()
        self.assertEqual((self.get_rights(), "ecosystem.publish_organisation" in before), (before, True))

    def test_users_of_a_group_with_the_new_name_gain_no_permissions(self):
        other = Group.objects.create(name="Senior editors")
        other.permissions.add(Permission.objects.get(codename="view_user"))
        reader = User.objects.create_user("reader")
        reader.groups.add(other)
        self.migrate()
        self.assertEqual(User.objects.get(pk=reader.pk).get_all_permissions(), {"auth.view_user"})

    def test_old_group_is_renamed_if_both_names_exist(self):
        Group.objects.create(name="Senior editors")
        self.migrate()
        self.assertEqual(Group.objects.get(name="Senior editors").pk, self.group.pk)

    def test_missing_group_is_no_error(self):
        self.group.delete()
        self.migrate()
        self.assertFalse(Group.objects.filter(name__in=("Publishers", "Senior editors")).exists())

    def test_renames_the_role_in_invitation_events(self):
        event = AccountEvent.objects.create(kind="invited", detail="a@example.org (Publishers)")
        self.migrate()
        event.refresh_from_db()
        self.assertEqual(event.detail, "a@example.org (Senior editors)")

    def test_renames_the_role_in_account_events(self):
        event = AccountEvent.objects.create(kind="role_changed", detail="-Publishers, +Editors", user=self.user)
        self.migrate()
        event.refresh_from_db()
        self.assertEqual(event.detail_text, "− senior editor, + editor")


class SeniorEditorsMigrationTests(WholeDatabaseTestCase):
    def test_renames_the_role_of_an_invitation_forwards_and_backwards(self):
        self.addCleanup(self.migrate)
        invitation = Invitation.objects.create(email="a@example.org", role="Senior editors")
        group = Group.objects.get(name="Senior editors")
        self.migrate("ecosystem", "0011_invitations")
        invitation.refresh_from_db()
        self.assertEqual((Group.objects.get(name="Publishers").pk, invitation.role), (group.pk, "Publishers"))
        self.migrate("ecosystem", "0012_senior_editors")
        invitation.refresh_from_db()
        self.assertEqual(invitation.get_role_display(), "Senior editor")
