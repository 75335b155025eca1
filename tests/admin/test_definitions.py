"""What the choices of a form mean, beside the field."""

from django.test import TestCase

from tests.support import factories, users
from tests.support.accounts import create_user
from tests.support.admin_pages import get_admin_url
from tests.support.html_pages import Page


class DefinitionsTests(TestCase):
    def setUp(self):
        self.client.force_login(users.create_senior_editor())

    def open(self, row):
        return Page(self.client.get(get_admin_url(row)))

    def get_field_terms(self, page, field):
        """Return the defined terms in the row of a field."""
        return [dt.text for dt in page.select(f"div.field-{field}")[-1].select("dt")]

    def test_of_a_type_stand_beside_the_field(self):
        terms = self.get_field_terms(self.open(factories.collaboration()), "kind")
        self.assertIn("Joint laboratory", terms)

    def test_of_support_are_those_of_the_table(self):
        factories.support(name_en="Funding", description_en="A grant.")
        self.assertEqual(self.get_field_terms(self.open(factories.initiative()), "support"), ["Funding"])

    def test_of_roles_follow_the_participants(self):
        boxes = self.open(factories.initiative()).select("details.definitions")
        self.assertIn("Operator", [dt.text for box in boxes for dt in box.select("dt")])

    def test_of_the_publication_status_stand_beside_it(self):
        page = self.open(factories.organisation(status="draft"))
        self.assertEqual(page.one("p.life-definition").text, "Being written. Only editors can see it.")

    def test_stand_beside_no_field_without_choices(self):
        self.assertEqual(self.get_field_terms(self.open(factories.organisation()), "acronym"), [])


class InvitationTests(TestCase):
    def test_defines_the_roles_that_the_user_may_give(self):
        self.client.force_login(create_user("Senior editors"))
        page = Page(self.client.get("/admin/ecosystem/invitation/add/"))
        self.assertEqual([dt.text for dt in page.one("details.definitions").select("dt")], ["Editor"])


class DescriptionTests(TestCase):
    def test_of_a_type_of_support_can_be_changed(self):
        self.client.force_login(users.create_senior_editor())
        page = Page(self.client.get(get_admin_url(factories.support(description_en="A grant."))))
        self.assertEqual(page.one("textarea[name=description_en]").text, "A grant.")
