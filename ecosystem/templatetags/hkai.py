"""Template tags and filters: texts with their language, dates, counts, tables, source notes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext, pgettext_lazy

from ecosystem.core import languages
from ecosystem.core.partial_dates import PartialDate
from ecosystem.history.merged_records import get_change_merge
from ecosystem.models import Citation, Collaboration, Indicator, Initiative, Observation
from ecosystem.models.claims import Claim
from ecosystem.models.field_labels import get_field_label, list_field_labels
from ecosystem.models.official_pages import CallToAction
from ecosystem.models.records import Record
from ecosystem.search.highlighting import split_highlights
from ecosystem.visuals.geometry.shapes import format_coordinate
from ecosystem.visuals.network.data import NetworkEdgeKind
from ecosystem.visuals.network.paths import DescribedEdge
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
def join_marked(texts: Iterable[str]) -> SafeString:
    """Guess the language of a text without `lang`."""
    known = (text if hasattr(text, "lang") else guessed(text) for text in texts)
    return format_html_join(languages.get_list_separator(), "{}", ((marked(text),) for text in known))


@register.filter
def join_names(rows: Iterable) -> SafeString:
    return join_marked(row.name for row in rows)


@register.simple_tag
def linked_names(
    rows: Iterable, *, fact: str = "", page: str = "", parameter: str = "", dated: bool = False
) -> SafeString:
    """Link each name to the page of its row.

    `fact` links to that fact of the page; `page` and `parameter` link to the list page of that name instead,
    filtered by the slug of the row. `dated` adds when a record started, else when it was announced.
    """
    if page:
        start = f"{reverse(page)}?{parameter}="
        links = [format_html('<a href="{}">{}</a>', start + row.slug, marked(row.name)) for row in rows]
    elif fact:
        link = '<a class="to-fact" href="{}#fact-{}">{}</a>'
        links = [format_html(link, row.get_absolute_url(), fact, marked(row.name)) for row in rows]
    elif dated:
        links = [_link_with_date(row) for row in rows]
    else:
        links = [format_html('<a href="{}">{}</a>', row.get_absolute_url(), marked(row.name)) for row in rows]
    return format_html_join(languages.get_list_separator(), "{}", ((link,) for link in links))


def _link_with_date(record: Collaboration | Initiative) -> SafeString:
    link = format_html('<a href="{}">{}</a>', record.get_absolute_url(), marked(record.name))
    date = record.starts or record.announced
    return format_html('{} <span class="quiet">{}</span>', link, when(date)) if date else link


@register.simple_tag
def linked_facts(record, names: Iterable[str], *, here: bool = False) -> SafeString:
    """`here` is for the page of the record itself."""
    if here:
        links = [format_html('<a href="#fact-{}">{}</a>', name, get_field_label(record, name)) for name in names]
        return format_html_join(languages.get_list_separator(), "{}", ((link,) for link in links))
    address = record.get_absolute_url()
    link = '<a class="to-fact" href="{}#fact-{}">{}</a>'
    links = [format_html(link, address, name, get_field_label(record, name)) for name in names]
    return format_html_join(languages.get_list_separator(), "{}", ((link,) for link in links))


@register.simple_tag
def link_check_summary(record) -> SafeString:
    comma = languages.get_list_separator()
    dead, unchecked = record.dead_citations, len(record.unchecked_citations)
    found = [_("no broken links found")]
    if dead:
        text = ngettext("%(n)s broken link", "%(n)s broken links", len(dead)) % {"n": len(dead)}
        links = ((citation.number, citation.number) for citation in dead)
        numbers = format_html_join(comma, '<a href="#source-{}">{}</a>', links)
        found = [format_html('<span class="dead">{}</span> ({})', text, numbers)]
    if unchecked:
        found.append(ngettext("%(n)s not checked yet", "%(n)s not checked yet", unchecked) % {"n": unchecked})
    last = format_message(_("last checked %(date)s"), date=when(record.links_checked_on))
    findings = format_html_join(comma, "{}", ((each,) for each in found))
    return format_html("{}{}{}", findings, pgettext("between figures", "; "), last)


@register.simple_tag
def linked_periods(indicator: Indicator, observations: Iterable[Observation]) -> SafeString:
    address = indicator.get_absolute_url()
    link = '<a class="to-fact" href="{}#p-{}">{}</a>'
    links = [format_html(link, address, figure.period, when(figure.period)) for figure in observations]
    return format_html_join(languages.get_list_separator(), "{}", ((link,) for link in links))


@register.filter
def pluck(rows: Iterable, name: str) -> list:
    return [getattr(row, name) for row in rows]


@register.simple_tag(takes_context=True)
def column_heading(context: template.Context, name: str, label: str, *, numeric: bool = False) -> SafeString:
    """Return the heading of a column; cells repeat it with `data-label="{{ labels.<name> }}"`.

    On narrow screens the heading row is hidden and each cell shows its own label (static/css/components/table.css).
    """
    label = conditional_escape(label)
    context["labels"] = (context.get("labels") or {}) | {name: label}
    if numeric:
        return format_html('<th scope="col" class="table__number">{}</th>', label)
    return format_html('<th scope="col">{}</th>', label)


@register.inclusion_tag("ecosystem/includes/breadcrumb.html")
def breadcrumb(here: str, page_name: str = "", page_label: str = "", *, parent: Record | None = None) -> dict:
    """`page_name` is a URL name; `parent` replaces it by the page of a record."""
    if parent:
        return {"here": here, "list_address": parent.get_absolute_url(), "list_label": parent.name}
    return {"here": here, "list_address": reverse(page_name) if page_name else "", "list_label": page_label}


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
    """Mark acronyms with <abbr>, except `but`."""
    html = glossary.render_with_abbreviations(str(text), but=but)
    lang = getattr(text, "lang", None)
    if lang in (None, languages.LANG_TAGS[languages.get_current_language()]):
        return html
    return format_html('<span lang="{}">{}</span>', lang, html)


@register.filter
def highlighted(text, forms):
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
    if not date:
        return ""
    if not isinstance(date, PartialDate):
        date = PartialDate(date.isoformat()[:10])
    return format_html('<time datetime="{}">{}</time>', date.text, date.format_localized())


@register.filter
def claim_value(claim):
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


@register.filter
def partners(number):
    return _format_count(ngettext("%(n)s partner", "%(n)s partners", number), number)


@register.filter
def value_among(observation: Observation, others: Iterable[Observation]) -> str:
    """Return the value in the scale in which the chart of these observations shows it."""
    return observation.format_value_among(others)


@register.filter
def list_figures(observations: Iterable[Observation]) -> str:
    observations = list(observations)
    colon, semicolon = pgettext("between a date and its figure", ": "), pgettext("between figures", "; ")
    figures = (
        f"{figure.period.format_localized()}{colon}{figure.format_value_among(observations)}" for figure in observations
    )
    return semicolon.join(figures)


@register.filter
def core_sentence(counts: dict) -> SafeString:
    text = _(
        "Of these, %(organisations)s, %(initiatives)s and %(collaborations)s are core AI. "
        "The rest enable AI or are related to it."
    )
    return format_message(
        text,
        organisations=organisations(counts["organisation"]["core"]),
        initiatives=initiatives(counts["initiative"]["core"]),
        collaborations=collaborations(counts["collaboration"]["core"]),
    )


@register.filter
def how_many(rows: Sequence) -> str:
    return _(" (%(n)s)") % {"n": f"{len(rows):,}"}


def _format_count(text, number):
    """`text` may not contain HTML."""
    return format_message(text, n=format_html("<b>{}</b>", f"{number:,}"))


def format_message(text: str, /, **values: object) -> SafeString:
    """Fill the %(placeholders)s, and escape everything that is not safe."""
    html = conditional_escape(text) % {name: conditional_escape(value) for name, value in values.items()}
    return mark_safe(html)  # noqa: S308 - escaped here


@register.simple_tag
def site_name():
    return format_html('HKAI · <span lang="zh-Hant-HK">{}</span>', "香港AI")


@register.simple_tag
def cited(reference):
    title = marked(languages.LocalizedText(reference.text_values["title"], reference.language))
    return format_message(reference.text_format, **(reference.text_values | {"title": title}))


@dataclass(frozen=True)
class DisputeNote:
    number: int
    label: str
    statement: str
    reason: str


@register.inclusion_tag("ecosystem/includes/notes.html")
def notes(record, field: str, *, prefix: str = "", brief: bool = False) -> dict:
    """Show the source numbers of a field, which open its note, or that no source is recorded.

    A field without a note links to the correction form. `prefix` makes the ids unique
    on a page with several records; `brief` shows the numbers only.
    """
    note = record.provenance_by_field.get(field)
    name = get_field_label(record, field)
    if not note:
        if brief:
            return {}
        return {
            "correction_address": correction_address(record, field),
            "correction_label": format_message(_("Suggest a correction: %(record)s"), record=name),
        }
    numbers = languages.get_list_separator().join(map(str, note.citation_numbers))
    numbers_label = ngettext(
        "Source %(numbers)s: %(name)s", "Sources %(numbers)s: %(name)s", len(note.citation_numbers)
    )
    numbers_label = format_message(numbers_label, numbers=numbers, name=name)
    if note.is_weak and not brief:
        semicolon = pgettext("between figures", "; ")
        numbers_label = format_html("{}{}{}", numbers_label, semicolon, _("source is only a copy or reference work"))
    shown = {"note_id": f"note-{prefix}{field}", "numbers": numbers, "numbers_label": numbers_label}
    if brief:
        return shown
    return shown | {
        "missing_label": format_message(_("no source recorded: %(name)s"), name=name) if note.is_missing else "",
        "is_weak": note.is_weak,
        "disputes": [_build_dispute_note(citation, claim, name) for citation, claim in note.disputes],
    }


def _build_dispute_note(citation: Citation, claim: Claim | None, field_label: str) -> DisputeNote:
    label = _("Source %(number)s, which conflicts with: %(name)s")
    return DisputeNote(
        number=citation.number,
        label=format_message(label, number=citation.number, name=field_label),
        statement=dispute_statement(claim) or _("conflicting source:"),
        reason=dispute_reason(claim),
    )


@register.filter
def dispute_statement(claim: Claim | None) -> str:
    return format_message(_("Another source says: %(value)s"), value=claim_value(claim)) if claim else ""


@register.filter
def dispute_reason(claim: Claim | None) -> str:
    return format_message(_("Why we do not use it: %(reason)s"), reason=marked(claim.reason)) if claim else ""


@register.simple_tag
def disputed_field(record, name: str, claim: Claim | None) -> SafeString:
    disputed = get_field_label(record, name)
    if claim:
        text = _("Conflicts on: %(disputed)s; it says: %(value)s")
        return format_message(text, disputed=disputed, value=claim_value(claim))
    return format_message(_("Conflicts on: %(names)s"), names=disputed)


EDGE_SENTENCES = {
    NetworkEdgeKind.PART: gettext_lazy("%(b)s is part of %(a)s."),
    # The link to the record follows these two.
    NetworkEdgeKind.COLLABORATION: gettext_lazy("%(a)s and %(b)s both take part in"),
    NetworkEdgeKind.INITIATIVE: gettext_lazy("%(b)s takes part in an initiative led by %(a)s:"),
}


@register.filter
def edge_sentence(edge: DescribedEdge) -> SafeString:
    return format_message(EDGE_SENTENCES[edge.kind], a=marked(edge.a.name), b=marked(edge.b.name))


ACTION_LABELS = {
    "apply": gettext_lazy("Apply"),
    "website": gettext_lazy("Website"),
    "source": gettext_lazy("Official page"),
    "giver": gettext_lazy("Contact %(name)s"),
}


@register.filter
def action_label(action: CallToAction) -> SafeString:
    return format_message(ACTION_LABELS[action.kind], name=marked(action.label))


CHANGE_KIND_LABELS = {
    "added": pgettext_lazy("rows of a release", "added"),
    "changed": pgettext_lazy("rows of a release", "changed"),
    "renamed": pgettext_lazy("rows of a release", "address changed"),
    "merged": pgettext_lazy("rows of a release", "merged"),
    "removed": pgettext_lazy("rows of a release", "removed"),
}


@register.filter
def change_kind_label(kind: str) -> str:
    return CHANGE_KIND_LABELS[kind]


@register.simple_tag
def correction_address(record, field=""):
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
