"""Pages for submissions that no form can show again."""

from django.contrib import admin
from django.contrib.admin.utils import model_format_dict
from django.shortcuts import render
from django.utils.translation import gettext as _

from ecosystem.accounts.saved_submissions import parse_submission

# Only so many rows are named; the button applies to all.
MAX_NAMED_ROWS = 50


def render_button_confirmation(request, submission):
    """Ask to confirm a button or list action that was submitted after the session had ended."""
    fields = parse_submission(submission)
    label, rows = _describe_button(request, fields)
    context = {
        "title": _("Not done yet: %(button)s") % {"button": label} if label else _("Not done yet"),
        "path": submission.path,
        "rows": rows,
        "reason": fields.get("why", ""),
        "has_reason": "why" in fields,
        "hidden": [(name, value) for name, values in fields.lists() if name != "why" for value in values],
    }
    return _render_admin_page(request, "admin/kept_button.html", context)


def render_typed_text(request, submission, status):
    """Show a submission as text to be copied: its form is gone, or forbidden to this user."""
    typed = [value for _name, values in parse_submission(submission).lists() for value in values if value.strip()]
    context = {"title": _("This form can no longer be shown"), "typed": typed}
    return _render_admin_page(request, "admin/kept_text.html", context, status=status if status >= 400 else 200)


def render_foreign_form_page(request):
    return _render_admin_page(
        request, "admin/form_of_another.html", {"title": _("This form belongs to someone else")}, status=403
    )


def render_refused_submission(request):
    context = {
        "page_title": _("The form was not sent"),
        "page_description": _(
            "You opened this form before signing in again, or your browser has lost its cookie. "
            "Nothing was changed. Use your browser’s back button: your text is still there. Copy any "
            "long text, reload the page and send the form again."
        ),
    }
    return render(request, "error.html", context, status=403)


def _render_admin_page(request, template, context, status=200):
    return render(request, template, admin.site.each_context(request) | context, status=status)


def _describe_button(request, fields):
    """Return the label, and the rows that the button applies to."""
    match = request.resolver_match
    name = match.url_name or ""
    admins = admin.site._registry.values()
    model_admin = next((each for each in admins if name.startswith(f"ecosystem_{each.opts.model_name}_")), None)
    # The URL may not belong to a button, for example if it is of an old version of the admin.
    if model_admin is None or not model_admin.has_view_permission(request):
        return "", []
    if step := match.kwargs.get("step"):
        return step.label, model_admin.model.objects.filter(pk=match.kwargs["object_id"])
    action = model_admin.get_actions(request).get(fields.get("action", ""))
    keys = [key for key in fields.getlist("_selected_action") if key.isdecimal() and len(key) < 18]
    label = action.description % model_format_dict(model_admin.opts) if action else ""
    return label, model_admin.model.objects.filter(pk__in=keys)[:MAX_NAMED_ROWS]
