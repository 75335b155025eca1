"""Fills the form for proposals as a reader does: opens it, types, sends."""

from django.test import Client

from tests.reading import Page


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
