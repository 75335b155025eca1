"""The hidden field by which a form of the admin is known again after a sign-in."""

from django import template
from django.utils.html import format_html

from ecosystem.accounts.saved_submissions import TOKEN_FIELD, create_form_token, is_restored

register = template.Library()


@register.simple_tag(takes_context=True)
def form_token(context):
    """Return the hidden field; put it into each form of the admin that somebody types into."""
    request = context["request"]
    html = '<input type="hidden" name="{}" value="{}">'
    if is_restored(request):
        # What was kept over a sign-in is not saved yet: static/js/admin-unsaved.js asks before it is left.
        html = '<input type="hidden" name="{}" value="{}" data-unsaved>'
    return format_html(html, TOKEN_FIELD, create_form_token(request))
