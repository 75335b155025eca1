"""Definitions of choices, shown next to the fields of a form."""

from django.test import TestCase

from tests.support import factories, users
from tests.support.accounts import create_user
from tests.support.admin_pages import get_admin_url
from tests.support.html_pages import Page


class ChoiceDefinitionTests(TestCase):
    def setUp(self):
        self.client.force_login(users.create_senior_editor())

    def open(self, row):
        return Page(self.client.get(get_admin_url(row)))

    def get_field_terms(self, page, field):
        """Return the defined terms in the row of a field."""
        return [dt.text for dt in page.select(f"div.field-{field}")[-1].select("dt")]

    def test_type_field_defines_its_choices(self):
        terms = self.get_field_terms(self.open(factories.collaboration()), "kind")
        self.assertIn("Joint laboratory", terms)

    def test_support_field_defines_the_rows_of_its_table(self):
        factories.support(name_en="Funding", description_en="A grant.")
        self.assertEqual(self.get_field_terms(self.open(factories.initiative()), "support"), ["Funding"])

    def test_participants_define_their_roles(self):
        boxes = self.open(factories.initiative()).select("details.definitions")
        self.assertIn("Operator", [dt.text for box in boxes for dt in box.select("dt")])

    def test_publication_status_is_defined(self):
        page = self.open(factories.organisation(status="draft"))
        self.assertEqual(page.one("p.life-definition").text, "Being written. Only editors can see it.")

    def test_field_without_choices_has_no_definitions(self):
        self.assertEqual(self.get_field_terms(self.open(factories.organisation()), "acronym"), [])


class InvitationRoleDefinitionTests(TestCase):
    def test_defines_only_the_roles_that_the_user_can_assign(self):
        self.client.force_login(create_user("Senior editors"))
        page = Page(self.client.get("/admin/ecosystem/invitation/add/"))
        self.assertEqual([dt.text for dt in page.one("details.definitions").select("dt")], ["Editor"])


class SupportDescriptionTests(TestCase):
    def test_description_can_be_edited(self):
        self.client.force_login(users.create_senior_editor())
        page = Page(self.client.get(get_admin_url(factories.support(description_en="A grant."))))
        self.assertEqual(page.one("textarea[name=description_en]").text, "A grant.")
