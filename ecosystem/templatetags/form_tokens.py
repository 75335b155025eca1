"""The hidden field that identifies an admin form after signing in again."""

from django import template
from django.utils.html import format_html

from ecosystem.accounts.saved_submissions import FORM_TOKEN_FIELD, create_form_token, is_restored_request

register = template.Library()


@register.simple_tag(takes_context=True)
def form_token(context):
    """Required in every admin form that takes input."""
    request = context["request"]
    html = '<input type="hidden" name="{}" value="{}">'
    if is_restored_request(request):
        # Restored input is not saved yet: static/js/admin-unsaved.js asks before the page is left.
        html = '<input type="hidden" name="{}" value="{}" data-unsaved>'
    return format_html(html, FORM_TOKEN_FIELD, create_form_token(request))
