"""Filling the contribution form as a reader does."""

from django.test import Client, TestCase, override_settings

from ecosystem.models import Proposal
from tests.support import factories
from tests.support.html_pages import Page


def fetch_form_data(client, address):
    return extract_form_data(client.get(address))


def extract_form_data(response):
    """Return the data that a browser would send for the largest form of a page."""
    # The admin has smaller forms too: to log out, to send an e-mail again.
    form = max(Page(response).select("form[method=post]"), key=lambda form: len(form.find_all(True)))
    values = {}
    for element in form.find_all(True):
        name = element.get("name")
        if element.name == "input" and name and element.get("type") != "submit":
            if element.get("type") in {"checkbox", "radio"}:
                if element.has_attr("checked"):
                    values.setdefault(name, []).append(element.get("value", "on"))
            else:
                values[name] = element.get("value", "")
        elif element.name == "textarea":
            values[name] = element.get_text().removeprefix("\n")
        elif element.name == "select":
            selected = [option["value"] for option in element.select("option") if option.has_attr("selected")]
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
    return Page(response).one("[role=alert]").text


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
