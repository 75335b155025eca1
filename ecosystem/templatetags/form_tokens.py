"""The hidden field by which a form of the admin is known again after a sign-in."""

from django import template
from django.utils.html import format_html

from ecosystem.accounts.saved_submissions import TOKEN_FIELD, create_form_token

register = template.Library()


@register.simple_tag(takes_context=True)
def form_token(context):
    """Return the hidden field; put it into each form of the admin that somebody types into."""
    return format_html('<input type="hidden" name="{}" value="{}">', TOKEN_FIELD, create_form_token(context["request"]))
