"""The Markdown of theme introductions: paragraphs and links, such as `[text](organisation:slug)`."""

import re

import nh3
from markdown_it import MarkdownIt

RECORD_LINK_PATTERN = re.compile(r"\[([^\]\[]+)\]\((organisation|initiative|collaboration|indicator):([a-z0-9_-]+)\)")
STRAY = re.compile(r".{0,20}\d.{0,10}")
TAGS = {"p", "a", "em", "strong", "ul", "ol", "li"}

_parser = MarkdownIt("zero").enable(["link", "emphasis", "list"])


def find_markdown_links(text: str) -> set[tuple[str, str]]:
    """Return `(kind, slug)` pairs."""
    return {(kind, slug) for _label, kind, slug in RECORD_LINK_PATTERN.findall(text)}


def find_unlinked_numbers(text: str) -> list[str]:
    """Return the parts with a digit outside a link to a record or indicator."""
    return STRAY.findall(RECORD_LINK_PATTERN.sub("", text))


def render_markdown(text: str, addresses: dict[tuple[str, str], str]) -> str:
    """Return sanitized HTML; a link that is not in `addresses` becomes plain text."""
    html = _parser.render(resolve_markdown_links(text, addresses))
    return nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, link_rel=None)


def resolve_markdown_links(text: str, addresses: dict[tuple[str, str], str]) -> str:
    def resolve(match):
        label, kind, slug = match.groups()
        address = addresses.get((kind, slug))
        return f"[{label}]({address})" if address else label

    return RECORD_LINK_PATTERN.sub(resolve, text)
