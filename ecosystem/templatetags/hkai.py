"""What templates need in Python: texts with their language, dates, source notes, addresses of lists."""

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
from ecosystem.exports import json_ld as structured_data
from ecosystem.models.field_labels import field_label, field_names
from ecosystem.search.highlighting import runs
from ecosystem.visuals.geometry.shapes import written
from ecosystem.web import glossary

register = template.Library()


@register.filter
def marked(text):
    """Return a text in a span with its language, where that is not the language of the page."""
    lang = getattr(text, "lang", None)
    if not text or lang in (None, languages.LANG_TAGS[languages.current()]):
        return text or ""
    return format_html('<span lang="{}">{}</span>', lang, text)


@register.filter
def guessed(text):
    """Return a text of unknown language, such as an alias, as one that knows its language by its characters."""
    text = str(text)
    lang = languages.lang_of(text)
    page = languages.LANG_TAGS[languages.current()]
    # Characters alone cannot tell Hong Kong's use from another.
    return languages.Text(text, page if page.startswith(lang) and lang != "en" else lang)


@register.filter
def reading(text):
    """Return a text of folded characters as the reader's language writes it."""
    return languages.in_reading_script(text)


@register.filter
def abbreviated(text, but=""):
    """Return a text with its acronyms in <abbr>, and with its language where that is not the page's."""
    html = glossary.expanded(str(text), but=but)
    lang = getattr(text, "lang", None)
    if lang in (None, languages.LANG_TAGS[languages.current()]):
        return html
    return format_html('<span lang="{}">{}</span>', lang, html)


@register.filter
def highlighted(text, forms):
    """Return a text with what was searched for in <mark>, and with its language where that is not the page's."""
    if not text:
        return ""
    parts = (
        (format_html("<mark>{}</mark>", run.text) if run.is_found else run.text,) for run in runs(str(text), forms)
    )
    html = format_html_join("", "{}", parts)
    lang = getattr(text, "lang", None)
    if lang in (None, languages.LANG_TAGS[languages.current()]):
        return html
    return format_html('<span lang="{}">{}</span>', lang, html)


@register.filter
def when(date):
    """Return a partial date, or a day, as a <time> in the reader's language."""
    if not date:
        return ""
    if not isinstance(date, PartialDate):
        date = PartialDate(date.isoformat()[:10])
    return format_html('<time datetime="{}">{}</time>', date.text, date.localized())


@register.filter
def said(claim):
    """Return what a source says instead: a date in the reader's language, anything else as it is written there."""
    return when(claim.date) if claim.date else marked(claim.said)


@register.filter
def organisations(number):
    return _counted(ngettext("%(n)s organisation", "%(n)s organisations", number), number)


@register.filter
def initiatives(number):
    return _counted(ngettext("%(n)s initiative", "%(n)s initiatives", number), number)


@register.filter
def collaborations(number):
    return _counted(ngettext("%(n)s collaboration", "%(n)s collaborations", number), number)


def _counted(text, number):
    """Return a number with the word for what it counts, the number set off."""
    return mark_safe(conditional_escape(text) % {"n": format_html("<b>{}</b>", f"{number:,}")})  # noqa: S308 - escaped here


@register.simple_tag
def site_name():
    return format_html('HKAI · <span lang="zh-Hant-HK">{}</span>', "香港AI")


@register.simple_tag
def cited(reference):
    """Return how to cite something, with the language of its title where that is not the page's."""
    said = {name: conditional_escape(value) for name, value in reference.said.items()}
    title = marked(languages.Text(reference.said["title"], reference.language))
    return mark_safe(conditional_escape(reference.sentence) % (said | {"title": conditional_escape(title)}))  # noqa: S308 - escaped here


@register.inclusion_tag("ecosystem/includes/notes.html")
def notes(record, field, *, prefix="", brief=False):
    """Show the numbers of the sources of a field, which open its note, or that none is recorded.

    A field that has no note, and wants none, leads to the form for correcting it.
    `prefix` tells apart the notes where a page has those of several records;
    `brief` leaves it at the numbers where the field is said a second time.
    """
    return {
        "note": record.notes.get(field),
        "record": record,
        "field": field,
        "name": field_label(record, field),
        "prefix": prefix,
        "brief": brief,
    }


@register.simple_tag
def correction_address(record, field=""):
    """Return where one suggests a correction of a record, or of one field of it."""
    query = {record._meta.model_name: record.slug} | ({"field": field} if field else {})
    return f"{reverse('contribute')}?{urlencode(query)}"


@register.filter
def plus(number, more):
    """Return a coordinate moved by so much; `add` knows no fractions."""
    return number + more


@register.filter
def get(mapping, key):
    """Return what a mapping holds under a key that is no name."""
    return mapping.get(key, "")


@register.filter
def unit(number):
    """Return a coordinate as SVG has it."""
    return written(float(number))


@register.filter
def host(url):
    """Return the part of an address that people say: cyberport.hk/aiss."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/")


@register.simple_tag
def field_name(record, name):
    return field_label(record, name)


register.simple_tag(languages.list_separator)
register.simple_tag(field_names)


# What would end a script, or begin anything else, within it.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag
def structured(thing, list_label, list_address):
    """Return what machines are told of the thing that a page is about, and of the way to it."""
    way = [(_("Home"), reverse("home")), (list_label, list_address), (thing.name, thing.get_absolute_url())]
    return json_ld(structured_data.document(thing, way))


@register.simple_tag
def json_ld(document):
    """Return a document of structured data as a page carries it."""
    said = json.dumps(document, ensure_ascii=False, cls=DjangoJSONEncoder)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(said.translate(ESCAPES)))  # noqa: S308 - so too
