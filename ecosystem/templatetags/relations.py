"""Lists of links in the tables of relations between records."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ecosystem.core.languages import get_list_separator
from ecosystem.models import Organisation
from ecosystem.models.records import Record
from ecosystem.records.involvement import RecordInvolvement
from ecosystem.templatetags.hkai import format_message, marked

register = template.Library()


@register.simple_tag
def linked_roles(part: RecordInvolvement, own: Organisation, field: str) -> SafeString:
    address = f"{part.record.get_absolute_url()}#fact-{field}"
    parts = []
    for join in part.joins:
        parts.append(format_html('<a class="to-fact" href="{}">{}</a>', address, join.get_role_display()))
        if join.organisation != own:
            through = format_message(_("through %(name)s"), name=marked(join.organisation.name))
            parts.append(format_html('\n<span class="table__other">{}</span>', through))
        elif join != part.joins[-1]:
            parts.append(get_list_separator())
    return mark_safe("".join(parts))  # noqa: S308 - escaped here


@register.simple_tag
def linked_evidence(records: Iterable[tuple[Record, Organisation | None]]) -> SafeString:
    links = []
    for record, through in records:
        link = format_html('<a href="{}">{}</a>', record.get_absolute_url(), marked(record.name))
        if through and through != record:
            text = format_message(_("through %(name)s"), name=marked(through.name))
            link = format_html('{} <span class="quiet">{}</span>', link, text)
        links.append((link,))
    return format_html_join(get_list_separator(), "{}", links)
