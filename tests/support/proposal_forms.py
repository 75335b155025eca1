"""Fills the form for proposals as a reader does: opens it, types, sends."""

from django.test import Client, TestCase, override_settings

from ecosystem.models import Proposal
from tests.support import factories
from tests.support.reading import Page


def opened(client, address):
    """Return what the form of a page would send untouched."""
    return sendable(client.get(address))


def sendable(response):
    """Return what the form of a page would send as it stands."""
    forms = [form for form in Page(response).all("form") if form.attributes.get("method") == "post"]
    # Beside it the admin has one to log out, and to send a letter again.
    form = max(forms, key=lambda form: len(form.all()))
    values = {}
    for element in form.every():
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
            chosen = [option["value"] for option in element.all("option") if "selected" in option]
            values[name] = chosen[0] if chosen else ""
    return values


def send(client, address, **typed):
    """Open a form, type, and send it."""
    return client.post(address, opened(client, address) | typed)


def strict():
    """Return a browser that the form asks for its token, as it asks every browser."""
    return Client(enforce_csrf_checks=True)


NEW = {"suggests": "organisation", "name_en": "Heron AI", "right": "It makes herons.", "url": "https://heron.example/"}
WORDS = {"wrong": "It is not so.", "right": "It is otherwise.", "url": "https://news.example/"}


def faults(response):
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

    def refused(self, response, status):
        self.assertEqual((response.status_code, Proposal.objects.count()), (status, 0))
        return faults(response)
