"""The Markdown of theme introductions: paragraphs and links, among them links to records and series."""

import re

import nh3
from markdown_it import MarkdownIt

LINK = re.compile(r"\[([^\]\[]+)\]\((organisation|initiative|collaboration|indicator):([a-z0-9_-]+)\)")
STRAY = re.compile(r".{0,20}\d.{0,10}")
TAGS = {"p", "a", "em", "strong", "ul", "ol", "li"}

_parser = MarkdownIt("zero").enable(["link", "emphasis", "list"])


def links(text: str) -> set[tuple[str, str]]:
    """Return the kinds and slugs that `text` links to."""
    return {(kind, slug) for _label, kind, slug in LINK.findall(text)}


def stray_figures(text: str) -> list[str]:
    """Return the pieces of `text` with a digit that stands outside a link to a record or series."""
    return STRAY.findall(LINK.sub("", text))


def render(text: str, addresses: dict[tuple[str, str], str]) -> str:
    """Return `text` as clean HTML; a link to what `addresses` does not hold becomes plain text."""
    html = _parser.render(resolved(text, addresses))
    return nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, link_rel=None)


def resolved(text: str, addresses: dict[tuple[str, str], str]) -> str:
    """Return `text` with addresses in its links to records and series, each of another one as its words alone."""

    def resolve(match):
        label, kind, slug = match.groups()
        address = addresses.get((kind, slug))
        return f"[{label}]({address})" if address else label

    return LINK.sub(resolve, text)
