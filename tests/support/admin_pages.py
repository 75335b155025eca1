"""URLs of the admin, and the form data that a browser would send."""

from django.test import TestCase
from django.urls import reverse


def get_admin_url(row, name="change"):
    """Return the URL of a page or button of a row, or, for a model, of `changelist` or `add`."""
    address = f"admin:ecosystem_{row._meta.model_name}_{name}"
    return reverse(address) if isinstance(row, type) else reverse(address, args=[row.pk])


def build_admin_form_data(response, **changes):
    """Return the data of the form of a page, with some fields changed; None removes a field."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    values = {bound.html_name: _format_form_value(bound.value()) for form in forms for bound in form}
    values |= {
        bound.html_initial_name: _format_form_value(bound.value())
        for form in forms
        for bound in form
        if bound.field.show_hidden_initial
    }
    # A public record needs a reason for each change.
    values |= {"reason": "It was said otherwise on the page."} if "reason" in values else {}
    return {name: value for name, value in (values | changes).items() if value not in (None, False)}


def build_removal_data(response, number=0, prefix="citations"):
    """Return the data that deletes one row of a formset."""
    return {f"{prefix}-{number}-DELETE": "on"}


def get_row_values(row):
    return type(row).objects.filter(pk=row.pk).values().get()


class AdminTestCase(TestCase):
    def sign_in(self, user):
        self.client.force_login(user)

    def assert_refused(self, row, address, data, status=403):
        before = get_row_values(row)
        response = self.client.post(address, data)
        self.assertEqual(response.status_code, status)
        self.assertEqual(get_row_values(row), before)

    def submit_step(self, record, step, **typed):
        typed = {"seen": record.updated_at.isoformat(), "why": "It is no more."} | typed
        return self.client.post(get_admin_url(record, step), typed)


def _format_form_value(value):
    if isinstance(value, (list, tuple)):
        return [str(part) for part in value]
    return value if value is None or isinstance(value, bool) else str(value)
