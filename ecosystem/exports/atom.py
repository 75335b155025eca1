"""Atom feeds: of lists, of changes, of one record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed

from ecosystem.core import languages
from ecosystem.core.control_characters import format_single_line, replace_control_characters

CREDIT = "HKAI · 香港AI"
MAX_FEED_ENTRIES = 50
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
# The date in tag URIs, which must never change; also the date of an empty feed without changes.
FEED_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class AtomEntry:
    """`address` is a path, `key` identifies the entry even if its address changes."""

    title: str
    address: str
    key: str
    html: str
    published: datetime
    updated: datetime


class AtomFeed(Atom1Feed):
    """An Atom feed whose date changes only with its content, even if it is empty."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else self.feed["updated"]


def render_atom_feed(
    title: str,
    *,
    description: str,
    page_path: str,
    feed_path: str,
    key: str,
    entries: Iterable[AtomEntry],
    updated: datetime | None,
) -> str:
    """`page_path` is the page that the feed follows; `updated` is the date of an empty feed and must be stable.

    `key` identifies the feed permanently, without a language.
    """
    feed = AtomFeed(
        title=format_single_line(f"HKAI · {title}"),
        link=settings.SITE_URL + page_path,
        description=replace_control_characters(description),
        language=languages.LANG_TAGS[languages.get_current_language()],
        feed_url=settings.SITE_URL + feed_path,
        feed_guid=_build_tag_uri(key),
        author_name=CREDIT,
        updated=updated or FEED_EPOCH,
    )
    for entry in entries:
        feed.add_item(
            title=format_single_line(entry.title),
            link=settings.SITE_URL + entry.address,
            description=replace_control_characters(entry.html),
            unique_id=_build_tag_uri(entry.key),
            pubdate=entry.published,
            updateddate=entry.updated,
            author_name=CREDIT,
        )
    return feed.writeString("utf-8")


def _build_tag_uri(key: str) -> str:
    """Return a permanent identifier per language (RFC 4151)."""
    return f"tag:{settings.SITE.hostname},{FEED_EPOCH.year}:{languages.get_current_language()}/{key.strip('/')}"
