"""The migration that renames the group Publishers, on a database in which people have worked."""

from django.contrib.auth.models import Group, Permission, User
from django.db import connection

from ecosystem.models import AccountEvent, Invitation
from tests.support.whole_database import WholeDatabaseTestCase

BEFORE, AFTER = "0011_invitations", "0012_senior_editors"


class SeniorEditorsMigrationTests(WholeDatabaseTestCase):
    def setUp(self):
        self.addCleanup(self.migrate)
        self.migrate("ecosystem", BEFORE)
        self.group = Group.objects.get(name="Publishers")
        self.user = User.objects.create_user("senior", is_staff=True)
        self.user.groups.add(self.group)

    def migrate_on(self):
        self.migrate("ecosystem", AFTER)

    def get_rights(self):
        return User.objects.get(pk=self.user.pk).get_all_permissions()

    def test_renames_the_group_in_place(self):
        self.migrate_on()
        found = dict(Group.objects.filter(name__in=("Publishers", "Senior editors")).values_list("name", "pk"))
        self.assertEqual(found, {"Senior editors": self.group.pk})

    def test_takes_no_right_from_anybody(self):
        before = self.get_rights()
        self.migrate()
        self.assertEqual((self.get_rights(), "ecosystem.publish_organisation" in before), (before, True))

    def test_gives_no_right_to_users_of_a_group_that_has_the_new_name(self):
        other = Group.objects.create(name="Senior editors")
        other.permissions.add(Permission.objects.get(codename="view_user"))
        reader = User.objects.create_user("reader")
        reader.groups.add(other)
        self.migrate()
        self.assertEqual(User.objects.get(pk=reader.pk).get_all_permissions(), {"auth.view_user"})

    def test_renames_the_group_where_both_names_exist(self):
        Group.objects.create(name="Senior editors")
        self.migrate_on()
        self.assertEqual(Group.objects.get(name="Senior editors").pk, self.group.pk)

    def test_passes_where_the_group_is_missing(self):
        self.group.delete()
        self.migrate()
        permissions = Group.objects.get(name="Senior editors").permissions
        self.assertTrue(permissions.filter(codename="publish_organisation").exists())

    def test_renames_the_role_in_events_of_invitations(self):
        event = AccountEvent.objects.create(kind="invited", detail="a@example.org (Publishers)")
        self.migrate_on()
        event.refresh_from_db()
        self.assertEqual(event.detail, "a@example.org (Senior editors)")

    def test_renames_the_role_of_an_invitation(self):
        # In the table itself: the model's constraint knows the new name only.
        invitation = Invitation.objects.create(email="a@example.org")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE ecosystem_invitation SET role = 'Publishers'")
        self.migrate_on()
        invitation.refresh_from_db()
        self.assertEqual(invitation.get_role_display(), "Senior editor")

    def test_renames_the_role_in_the_events_of_accounts(self):
        event = AccountEvent.objects.create(kind="role_changed", detail="-Publishers, +Editors", user=self.user)
        self.migrate_on()
        event.refresh_from_db()
        self.assertEqual(event.detail_text, "− senior editor, + editor")

    def test_back_restores_names_and_rights(self):
        before = self.get_rights()
        invitation = Invitation.objects.create(email="a@example.org")
        self.migrate_on()
        Invitation.objects.update(role="Senior editors")
        self.migrate("ecosystem", BEFORE)
        invitation.refresh_from_db()
        self.assertEqual(
            (Group.objects.get(name="Publishers").pk, invitation.role, self.get_rights()),
            (self.group.pk, "Publishers", before),
        )
