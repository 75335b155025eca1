"""Includes that are rendered once for an edition: the rows of records, which many pages show."""

from collections.abc import Hashable

from django import template
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import get_language

from ecosystem.models.edition_cache import per_edition

register = template.Library()

# Of half to two kilobytes each, in each process.
MAX_INCLUDES = 3_000


@per_edition
def _get_rendered_includes() -> dict[Hashable, SafeString]:
    return {}


@register.simple_tag(takes_context=True)
def cached_include(context: template.Context, template_name: str, *vary_on: Hashable, **values) -> SafeString:
    """Include a template with these values only; rendered once for an edition, a day, a language and `vary_on`.

    It may depend on what is public, on the day and on `vary_on`, not on the reader.
    """
    rendered = _get_rendered_includes()
    key = (template_name, localdate(), get_language(), vary_on)
    html = rendered.get(key)
    if html is None:
        html = context.template.engine.get_template(template_name).render(context.new(values))
        if len(rendered) >= MAX_INCLUDES:
            rendered.clear()
        rendered[key] = html
    return html
