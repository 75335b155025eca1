"""Decides on proposals as a publisher does, through the form of the admin."""

from ecosystem.editing import field_values
from ecosystem.models import Organisation
from tests.support import factories, users
from tests.support.admin_pages import RoleTestCase, door
from tests.support.proposal_forms import sendable

DONE = {"reason": "The page says so."}


class ModerationTestCase(RoleTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.body = factories.organisation(slug="body", name_en="Heron Institute", founded="1991", website="")
        cls.group = factories.organisation(slug="group", name_en="Heron Group", name_zh_hant="白鷺集團")
        cls.publisher = users.publisher()
        cls.editor = users.editor()

    def setUp(self):
        self.sign_in(self.publisher)

    def propose(self, record=None, **values):
        record = record or self.body
        values.setdefault("changes", {"founded": "1986"})
        values.setdefault("found", {name: field_values.written(record, name) for name in values["changes"]})
        return factories.proposal(record, **values)

    def open(self, proposal, query=""):
        return self.client.get(door(proposal) + query)

    def form_of(self, response):
        return {name: value for name, value in sendable(response).items() if value not in ("", None)}

    def press(self, proposal, button, page=None, **typed):
        # Unless the test says what bears it out.
        says = typed.keys() & {"adds_source", "by_hand", "is_borne_out"} or button != "_accept"
        values = self.form_of(page or self.open(proposal)) | ({} if says else {"is_borne_out": "on"}) | typed
        response = self.client.post(door(proposal), {k: v for k, v in values.items() if v is not None} | {button: "x"})
        proposal.refresh_from_db()
        return response

    def accept(self, proposal, **typed):
        return self.press(proposal, "_accept", **(DONE | typed))

    def assert_untouched(self, proposal, response, said):
        self.assertContains(response, said)
        self.assertEqual((proposal.fate, Organisation.objects.get(slug="body").founded.text), ("pending", "1991"))
