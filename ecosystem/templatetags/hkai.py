"""Template tags and filters: texts with their language, dates, counts, source notes, structured data."""

import json
from urllib.parse import urlencode

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _, ngettext

from ecosystem.core import languages
from ecosystem.core.partial_dates import PartialDate
from ecosystem.exports.json_ld import build_json_ld_document
from ecosystem.history.merged_records import get_change_merge
from ecosystem.models.field_labels import get_field_label, list_field_labels
from ecosystem.search.highlighting import split_highlights
from ecosystem.visuals.geometry.shapes import format_coordinate
from ecosystem.web import glossary

register = template.Library()


@register.filter
def marked(text):
    """Return a text, in a span with its `lang` if that is not the language of the page."""
    lang = getattr(text, "lang", None)
    if not text or lang in (None, languages.LANG_TAGS[languages.get_current_language()]):
        return text or ""
    return format_html('<span lang="{}">{}</span>', lang, text)


@register.filter
def join_names(rows):
    """Return the names of rows as a list in the reader's language, each marked with its `lang`."""
    return format_html_join(languages.get_list_separator(), "{}", ((marked(row.name),) for row in rows))


@register.filter
def guessed(text):
    """Return a text of unknown language, such as an alias, with the language detected from its characters."""
    text = str(text)
    lang = languages.detect_lang_tag(text)
    page = languages.LANG_TAGS[languages.get_current_language()]
    # Characters alone do not show whether a text is from Hong Kong.
    return languages.LocalizedText(text, page if page.startswith(lang) and lang != "en" else lang)


@register.filter
def reading(text):
    """Return a folded text in the script of the reader's language."""
    return languages.convert_to_reader_script(text)


@register.filter
def abbreviated(text, but=""):
    """Return a text with its acronyms in <abbr>, in a span with its `lang` if that is not the page's."""
    html = glossary.render_with_abbreviations(str(text), but=but)
    lang = getattr(text, "lang", None)
    if lang in (None, languages.LANG_TAGS[languages.get_current_language()]):
        return html
    return format_html('<span lang="{}">{}</span>', lang, html)


@register.filter
def highlighted(text, forms):
    """Return a text with the search hits in <mark>, in a span with its `lang` if that is not the page's."""
    if not text:
        return ""
    parts = (
        (format_html("<mark>{}</mark>", run.text) if run.is_found else run.text,)
        for run in split_highlights(str(text), forms)
    )
    html = format_html_join("", "{}", parts)
    lang = getattr(text, "lang", None)
    if lang in (None, languages.LANG_TAGS[languages.get_current_language()]):
        return html
    return format_html('<span lang="{}">{}</span>', lang, html)


@register.filter
def when(date):
    """Return a date or partial date as a <time> in the reader's language."""
    if not date:
        return ""
    if not isinstance(date, PartialDate):
        date = PartialDate(date.isoformat()[:10])
    return format_html('<time datetime="{}">{}</time>', date.text, date.format_localized())


@register.filter
def claim_value(claim):
    """Return the value of a claim: a date in the reader's language, anything else as written in the source."""
    return when(claim.value_as_date) if claim.value_as_date else marked(claim.localized_value)


@register.filter
def organisations(number):
    return _format_count(ngettext("%(n)s organisation", "%(n)s organisations", number), number)


@register.filter
def initiatives(number):
    return _format_count(ngettext("%(n)s initiative", "%(n)s initiatives", number), number)


@register.filter
def collaborations(number):
    return _format_count(ngettext("%(n)s collaboration", "%(n)s collaborations", number), number)


def _format_count(text, number):
    """Return `text` with the number in bold; the number is escaped, `text` may not contain HTML."""
    html = conditional_escape(text) % {"n": format_html("<b>{}</b>", f"{number:,}")}
    return mark_safe(html)  # noqa: S308 - escaped here


@register.simple_tag
def site_name():
    return format_html('HKAI · <span lang="zh-Hant-HK">{}</span>', "香港AI")


@register.simple_tag
def cited(reference):
    """Return a citation as HTML, the title with its `lang` if that is not the page's."""
    values = {name: conditional_escape(value) for name, value in reference.text_values.items()}
    title = marked(languages.LocalizedText(reference.text_values["title"], reference.language))
    html = conditional_escape(reference.text_format) % (values | {"title": conditional_escape(title)})
    return mark_safe(html)  # noqa: S308 - escaped here


@register.inclusion_tag("ecosystem/includes/notes.html")
def notes(record, field, *, prefix="", brief=False):
    """Show the source numbers of a field, which open its note, or that no source is recorded.

    A field without a note links to the correction form. `prefix` makes the ids unique
    on a page with several records; `brief` shows the numbers only.
    """
    return {
        "note": record.provenance_by_field.get(field),
        "record": record,
        "field": field,
        "name": get_field_label(record, field),
        "prefix": prefix,
        "brief": brief,
    }


@register.simple_tag
def correction_address(record, field=""):
    """Return the address of the correction form for a record, or for one of its fields."""
    query = {record._meta.model_name: record.slug} | ({"field": field} if field else {})
    return f"{reverse('contribute')}?{urlencode(query)}"


@register.filter
def plus(number, more):
    """Add numbers; Django's `add` knows no fractions."""
    return number + more


@register.filter
def get(mapping, key):
    """Return `mapping[key]`, for keys that a template cannot write; empty if there is none."""
    return mapping.get(key, "")


@register.filter
def unit(number):
    """Format a coordinate for SVG."""
    return format_coordinate(float(number))


@register.filter
def host(url):
    """Return a URL without scheme and `www.`: cyberport.hk/aiss."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/")


@register.simple_tag
def field_name(record, name):
    return get_field_label(record, name)


register.simple_tag(languages.get_list_separator, name="list_separator")
register.simple_tag(list_field_labels, name="field_names")
register.simple_tag(get_change_merge, name="change_merge")


# Characters that could end the <script> element or begin another one.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag
def structured(thing, list_label, list_address):
    """Return the structured data (JSON-LD) of the object of a page, with its breadcrumb."""
    breadcrumb = [(_("Home"), reverse("home")), (list_label, list_address), (thing.name, thing.get_absolute_url())]
    return json_ld(build_json_ld_document(thing, breadcrumb))


@register.simple_tag
def json_ld(document):
    """Return structured data as a <script> element."""
    text = json.dumps(document, ensure_ascii=False, cls=DjangoJSONEncoder)
    escaped = mark_safe(text.translate(ESCAPES))  # noqa: S308 - escaped here
    return format_html('<script type="application/ld+json">{}</script>', escaped)
