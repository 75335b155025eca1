"""The doors of the admin: their addresses, and what a browser would send through them."""

from django.test import TestCase
from django.urls import reverse


def door(row, name="change"):
    """Return the address of a page, or of a button, for a row; or of a list, or of adding, for a model."""
    address = f"admin:ecosystem_{row._meta.model_name}_{name}"
    return reverse(address) if isinstance(row, type) else reverse(address, args=[row.pk])


def sent(response, **changes):
    """Return what the form of a page would send, with some fields changed; None leaves a field out."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    values = {bound.html_name: _as_text(bound.value()) for form in forms for bound in form}
    # What is public is changed with a reason only.
    values |= {"reason": "It was said otherwise on the page."} if "reason" in values else {}
    return {name: value for name, value in (values | changes).items() if value not in (None, False)}


def removal(response, number=0, prefix="citations"):
    """Return the change that removes one row of a part of the form."""
    return {f"{prefix}-{number}-DELETE": "on"}


def values(row):
    """Return everything that the table holds of a row."""
    return type(row).objects.filter(pk=row.pk).values().get()


class RoleTestCase(TestCase):
    def sign_in(self, user):
        self.client.force_login(user)

    def assert_refused(self, row, address, data, status=403):
        before = values(row)
        response = self.client.post(address, data)
        self.assertEqual(response.status_code, status)
        self.assertEqual(values(row), before)

    def press(self, record, step, **typed):
        typed = {"seen": record.updated_at.isoformat(), "why": "It is no more."} | typed
        return self.client.post(door(record, step), typed)


def _as_text(value):
    if isinstance(value, (list, tuple)):
        return [str(part) for part in value]
    return value if value is None or isinstance(value, bool) else str(value)
