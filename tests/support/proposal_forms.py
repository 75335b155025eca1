"""Filling the contribution form as a reader does."""

from django.test import Client, TestCase, override_settings

from ecosystem.models import Proposal
from tests.support import factories
from tests.support.reading import Page


def fetch_form_data(client, address):
    return extract_form_data(client.get(address))


def extract_form_data(response):
    """Return the data that a browser would send for the largest form of a page."""
    forms = [form for form in Page(response).all("form") if form.attributes.get("method") == "post"]
    # The admin has smaller forms too: to log out, to send an e-mail again.
    form = max(forms, key=lambda form: len(form.all()))
    values = {}
    for element in form.iter_descendants():
        name = element.attributes.get("name")
        if element.tag == "input" and name and element.attributes.get("type") != "submit":
            if element.attributes.get("type") in {"checkbox", "radio"}:
                if "checked" in element:
                    values.setdefault(name, []).append(element.attributes.get("value", "on"))
            else:
                values[name] = element.attributes.get("value", "")
        elif element.tag == "textarea":
            values[name] = "".join(child for child in element.children if isinstance(child, str)).removeprefix("\n")
        elif element.tag == "select":
            selected = [option["value"] for option in element.all("option") if "selected" in option]
            values[name] = selected[0] if selected else ""
    return values


def submit_form(client, address, **typed):
    """Open a form, change some fields, and submit it."""
    return client.post(address, fetch_form_data(client, address) | typed)


def create_csrf_client():
    return Client(enforce_csrf_checks=True)


ADDITION_DATA = {
    "suggests": "organisation",
    "name_en": "Heron AI",
    "right": "It makes herons.",
    "url": "https://heron.example/",
}
CORRECTION_DATA = {"wrong": "It is not so.", "right": "It is otherwise.", "url": "https://news.example/"}


def get_form_error(response):
    return Page(response).one(role="alert").text


@override_settings(PROPOSAL_LEAST_SECONDS=0)
class ContributeTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.body = factories.organisation(
            slug="body", name_en="Heron Institute", name_zh_hant="白鷺研究所", founded="1991", summary_en="It looks."
        )
        factories.cite(cls.body, "founded", title="The founding page")
        cls.about = "/en/contribute/?organisation=body"
        cls.founded = f"{cls.about}&field=founded"

    def assert_response_refused(self, response, status):
        self.assertEqual((response.status_code, Proposal.objects.count()), (status, 0))
        return get_form_error(response)
