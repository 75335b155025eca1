"""Template tags for the structured data (JSON-LD) of a page: one <script> element each."""

import json
from collections.abc import Iterable
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ecosystem.exports.json_ld import build_json_ld_document, build_json_ld_node
from ecosystem.exports.page_json_ld import build_breadcrumb_node, build_page_node

register = template.Library()

# Characters that could end the <script> element or begin another one.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag
def structured(thing, list_name: str, list_label: str) -> SafeString:
    steps = _build_steps(list_name, list_label, thing.name, thing.get_absolute_url())
    return _render_script(build_json_ld_node(thing), build_breadcrumb_node(steps))


@register.simple_tag(takes_context=True)
def structured_page(
    context,
    items: Iterable[Any] = (),
    *,
    page: Any = None,
    node: dict | None = None,
    parent_name: str = "",
    parent_label: str = "",
) -> SafeString:
    """`page` is that of a paginator, whose items these are; `parent_name` is the URL name of the page above."""
    frame, request = context["frame"], context["request"]
    collection = build_page_node(
        name=context.get("narrowed_title") or context["page_title"],
        description=context["page_description"],
        address=frame.canonical,
        items=items,
        first=page.start_index() if page else 1,
        total=page.paginator.count if page else None,
    )
    steps = _build_steps(parent_name, parent_label, context["page_title"], request.path)
    nodes = [collection, *([node] if node else []), build_breadcrumb_node(steps)]
    return _render_script(*nodes)


def _build_steps(parent_name: str, parent_label: object, name: object, path: str) -> list[tuple[object, str]]:
    home = (_("Home"), reverse("home"))
    parents = [(parent_label, reverse(parent_name))] if parent_name else []
    return [home] if path == home[1] else [home, *parents, (name, path)]


def _render_script(*nodes: dict) -> SafeString:
    text = json.dumps(build_json_ld_document(*nodes), ensure_ascii=False, cls=DjangoJSONEncoder)
    escaped = mark_safe(text.translate(ESCAPES))  # noqa: S308 - escaped here
    return format_html('<script type="application/ld+json">{}</script>', escaped)
