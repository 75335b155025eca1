"""Groups and their permissions as created by the migrations."""

from importlib import import_module

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import TestCase

roles = import_module("ecosystem.migrations.0002_roles")
proposals = import_module("ecosystem.migrations.0006_proposals")
withheld_values = import_module("ecosystem.migrations.0009_withheld_values")
senior_editors = import_module("ecosystem.migrations.0012_senior_editors")

NEW_NAMES = {senior_editors.OLD_NAME: senior_editors.NEW_NAME}


# Who invites, sees colleagues, and closes accounts of editors.
SENIOR_EDITORS_ONLY = {"add_invitation", "change_invitation", "view_invitation", "deactivate_editor", "view_user"}


class RoleMigrationSchemaEditor:
    connection = connection


def codenames(name):
    return set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))


class RoleMigrationTests(TestCase):
    def test_groups_have_the_permissions_named_in_the_migrations(self):
        for name, models in roles.ROLES.items():
            with self.subTest(role=name):
                named = {f"{verb}_{model}" for model, verbs in models.items() for verb in verbs}
                later = {"view_searchmiss", *(f"{verb}_proposal" for verb in proposals.ROLES[name])}
                distinct = {"add_distinctpair", "delete_distinctpair", "view_distinctpair"}
                accounts = SENIOR_EDITORS_ONLY if name == senior_editors.OLD_NAME else set()
                self.assertEqual(
                    codenames(NEW_NAMES.get(name, name)), named | later | distinct | accounts | set(withheld_values.ROLES[name])
                )

    def test_only_senior_editors_can_decide_on_proposals(self):
        self.assertIn("decide_proposal", codenames("Senior editors"))
        self.assertNotIn("decide_proposal", codenames("Editors"))

    def test_only_senior_editors_can_withhold_values(self):
        self.assertIn("withhold_value", codenames("Senior editors"))
        self.assertNotIn("withhold_value", codenames("Editors"))

    def test_only_senior_editors_can_publish(self):
        publishing = {"publish_organisation", "publish_initiative", "publish_collaboration"}
        self.assertEqual(codenames("Senior editors") & publishing, publishing)
        self.assertFalse(codenames("Editors") & publishing)

    def test_senior_editors_have_all_permissions_of_editors(self):
        self.assertLessEqual(codenames("Editors"), codenames("Senior editors"))

    def test_no_group_can_change_users(self):
        given = Permission.objects.filter(group__isnull=False).exclude(content_type__app_label="ecosystem")
        self.assertEqual(set(given.values_list("codename", flat=True)), {"view_user"})

    def test_migration_can_be_applied_twice(self):
        before = codenames("Editors")
        senior_editors.restore_group_name(apps, RoleMigrationSchemaEditor)
        roles.make(apps, RoleMigrationSchemaEditor)
        self.assertEqual(codenames("Editors"), before)
        self.assertEqual(Group.objects.count(), 2)

    def test_reversing_the_migration_deletes_the_groups(self):
        senior_editors.restore_group_name(apps, RoleMigrationSchemaEditor)
        roles.remove(apps, RoleMigrationSchemaEditor)
        self.assertFalse(Group.objects.exists())
