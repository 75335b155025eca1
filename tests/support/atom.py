"""Checks a feed by the rules of RFC 4287."""

from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

NAMESPACE = "{http://www.w3.org/2005/Atom}"
TEXTS = ("title", "summary", "subtitle", "rights")


def find_atom_errors(content):
    """Yield a message for each rule that a feed breaks."""
    feed = ElementTree.fromstring(content)  # noqa: S314 - our own answer
    if feed.tag != f"{NAMESPACE}feed":
        yield "the root is no atom:feed (4.1.1)"
    entries = feed.findall(f"{NAMESPACE}entry")
    yield from _find_element_errors(feed, "feed")
    for number, entry in enumerate(entries):
        yield from _find_element_errors(entry, f"entry {number}")
        if not _has_author(feed) and not _has_author(entry):
            yield f"entry {number} has no author, nor has the feed (4.1.2)"
        if not _filter_links(entry, "alternate") and not entry.findall(f"{NAMESPACE}content"):
            yield f"entry {number} leads nowhere and says nothing (4.1.2)"
        if len(entry.findall(f"{NAMESPACE}published")) > 1 or len(entry.findall(f"{NAMESPACE}summary")) > 1:
            yield f"entry {number} says something twice (4.1.2)"
    ids = [entry.findtext(f"{NAMESPACE}id") for entry in entries]
    if len(set(ids)) < len(ids):
        yield "two entries have one id (4.1.1)"
    if len(_filter_links(feed, "self")) != 1:
        yield "the feed does not say where it stands (4.1.1)"


def _find_element_errors(element, name):
    """Check the rules for both feeds and entries."""
    for child in ("id", "title", "updated"):
        if len(element.findall(NAMESPACE + child)) != 1:
            yield f"{name} has not exactly one {child} (4.1.1, 4.1.2)"
    if not urlsplit(element.findtext(f"{NAMESPACE}id", "")).scheme:
        yield f"the id of {name} is no whole address (4.2.6)"
    yield from _find_date_errors(element, name)
    yield from _find_text_errors(element, name)
    yield from _find_link_errors(element, name)


def _find_date_errors(element, name):
    for child in ("updated", "published"):
        for moment in element.findall(NAMESPACE + child):
            if datetime.fromisoformat(moment.text).tzinfo is None:
                yield f"{child} of {name} has no zone (3.3)"


def _find_text_errors(element, name):
    for text in (text for child in TEXTS for text in element.findall(NAMESPACE + child)):
        kind = text.get("type", "text")
        if kind not in {"text", "html", "xhtml"}:
            yield f"a text of {name} is of no known type (3.1.1)"
        if kind != "xhtml" and len(text):
            yield f"a text of {name} holds elements (3.1.1)"


def _find_link_errors(element, name):
    for link in element.findall(f"{NAMESPACE}link"):
        if not urlsplit(link.get("href", "")).netloc:
            yield f"a link of {name} leads to no whole address (4.2.7)"
    kinds = [(link.get("type"), link.get("hreflang")) for link in _filter_links(element, "alternate")]
    if len(set(kinds)) < len(kinds):
        yield f"{name} has two alternate links of one kind (4.1.1, 4.1.2)"


def _filter_links(element, relation):
    return [link for link in element.findall(f"{NAMESPACE}link") if link.get("rel", "alternate") == relation]


def _has_author(element):
    return any(author.findtext(f"{NAMESPACE}name") for author in element.findall(f"{NAMESPACE}author"))
