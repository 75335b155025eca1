"""A test case for decisions on proposals, through the form of the admin."""

from ecosystem.editing import field_values
from ecosystem.models import Organisation
from tests.support import factories, users
from tests.support.admin_pages import AdminTestCase, get_admin_url
from tests.support.proposal_forms import extract_form_data

DECISION = {"reason": "The page says so."}


class ModerationTestCase(AdminTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.body = factories.organisation(slug="body", name_en="Heron Institute", founded="1991", website="")
        cls.group = factories.organisation(slug="group", name_en="Heron Group", name_zh_hant="白鷺集團")
        cls.senior_editor = users.create_senior_editor()
        cls.editor = users.create_editor()

    def setUp(self):
        self.sign_in(self.senior_editor)

    def propose(self, record=None, **values):
        record = record or self.body
        values.setdefault("changes", {"founded": "1986"})
        values.setdefault("found", {name: field_values.get_column_text(record, name) for name in values["changes"]})
        return factories.proposal(record, **values)

    def open(self, proposal, query=""):
        return self.client.get(get_admin_url(proposal) + query)

    def get_form_values(self, response):
        return {name: value for name, value in extract_form_data(response).items() if value not in ("", None)}

    def press_button(self, proposal, button, page=None, **typed):
        # By default the present sources support the values.
        has_support = typed.keys() & {"adds_source", "by_hand", "is_borne_out"} or button != "_accept"
        values = (
            self.get_form_values(page or self.open(proposal)) | ({} if has_support else {"is_borne_out": "on"}) | typed
        )
        response = self.client.post(
            get_admin_url(proposal), {k: v for k, v in values.items() if v is not None} | {button: "x"}
        )
        proposal.refresh_from_db()
        return response

    def accept(self, proposal, **typed):
        return self.press_button(proposal, "_accept", **(DECISION | typed))

    def assert_untouched(self, proposal, response, said):
        self.assertContains(response, said)
        self.assertEqual((proposal.fate, Organisation.objects.get(slug="body").founded.text), ("pending", "1991"))
