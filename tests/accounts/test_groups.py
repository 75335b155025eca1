"""Permissions of the groups: declared in one place and synchronised by `migrate`."""

from io import StringIO
from unittest import mock

from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import TestCase

from ecosystem.accounts import groups


def codenames(name):
    return set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))


def migrate():
    out = StringIO()
    call_command("migrate", stdout=out)
    return out.getvalue()


class GroupPermissionTests(TestCase):
    def test_migrations_match_the_declaration(self):
        self.assertEqual({name: codenames(name) for name in groups.GROUP_PERMISSIONS}, groups.GROUP_PERMISSIONS)

    def test_migrate_restores_a_permission_that_is_missing(self):
        editors = Group.objects.get(name=groups.EDITORS)
        editors.permissions.remove(Permission.objects.get(codename="add_source"))
        self.assertIn("the group Editors", migrate())
        self.assertIn("add_source", codenames(groups.EDITORS))

    def test_migrate_removes_a_permission_that_is_not_declared(self):
        Group.objects.get(name=groups.EDITORS).permissions.add(Permission.objects.get(codename="publish_organisation"))
        migrate()
        self.assertNotIn("publish_organisation", codenames(groups.EDITORS))

    def test_migrate_creates_a_group_that_is_missing(self):
        Group.objects.get(name=groups.SENIOR_EDITORS).delete()
        migrate()
        self.assertEqual(codenames(groups.SENIOR_EDITORS), groups.GROUP_PERMISSIONS[groups.SENIOR_EDITORS])

    def test_migrate_does_not_change_other_groups(self):
        Group.objects.create(name="Proofreaders").permissions.add(Permission.objects.get(codename="view_user"))
        migrate()
        self.assertEqual(codenames("Proofreaders"), {"view_user"})

    def test_migrate_reports_nothing_when_permissions_match(self):
        self.assertNotIn("permissions of the group", migrate())

    def test_unknown_codename_is_an_error_and_changes_nothing(self):
        declared = {groups.EDITORS: {"add_source", "fly_kite"}}
        with (
            mock.patch.object(groups, "GROUP_PERMISSIONS", declared),
            self.assertRaisesMessage(LookupError, "fly_kite"),
        ):
            groups.sync_group_permissions()
        self.assertIn("add_organisation", codenames(groups.EDITORS))
