"""The two roles, as the migrations leave them in a fresh database."""

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


class Schema:
    connection = connection


def codenames(name):
    return set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))


class RolesTests(TestCase):
    def test_have_every_permission_that_the_migration_names(self):
        for name, models in roles.ROLES.items():
            with self.subTest(role=name):
                named = {f"{verb}_{model}" for model, verbs in models.items() for verb in verbs}
                later = {"view_searchmiss", *(f"{verb}_proposal" for verb in proposals.ROLES[name])}
                distinct = {"add_distinctpair", "delete_distinctpair", "view_distinctpair"}
                accounts = SENIOR_EDITORS_ONLY if name == senior_editors.OLD_NAME else set()
                self.assertEqual(
                    codenames(NEW_NAMES.get(name, name)), named | later | distinct | accounts | set(withheld_values.ROLES[name])
                )

    def test_let_only_senior_editors_decide_on_proposals(self):
        self.assertIn("decide_proposal", codenames("Senior editors"))
        self.assertNotIn("decide_proposal", codenames("Editors"))

    def test_let_only_senior_editors_withhold(self):
        self.assertIn("withhold_value", codenames("Senior editors"))
        self.assertNotIn("withhold_value", codenames("Editors"))

    def test_let_only_senior_editors_publish(self):
        publishing = {"publish_organisation", "publish_initiative", "publish_collaboration"}
        self.assertEqual(codenames("Senior editors") & publishing, publishing)
        self.assertFalse(codenames("Editors") & publishing)

    def test_let_senior_editors_do_all_that_editors_may(self):
        self.assertLessEqual(codenames("Editors"), codenames("Senior editors"))

    def test_let_nobody_change_users(self):
        given = Permission.objects.filter(group__isnull=False).exclude(content_type__app_label="ecosystem")
        self.assertEqual(set(given.values_list("codename", flat=True)), {"view_user"})

    def test_are_made_again_without_harm(self):
        before = codenames("Editors")
        senior_editors.restore_group_name(apps, Schema)
        roles.make(apps, Schema)
        self.assertEqual(codenames("Editors"), before)
        self.assertEqual(Group.objects.count(), 2)

    def test_go_when_the_migration_is_taken_back(self):
        senior_editors.restore_group_name(apps, Schema)
        roles.remove(apps, Schema)
        self.assertFalse(Group.objects.exists())
