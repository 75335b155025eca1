"""Atom feeds: of lists, of changes, of one record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed

from ecosystem.core import languages
from ecosystem.core.control_characters import line, writable

CREDIT = "HKAI · 香港AI"
# A feed tells of so many of the latest.
FED = 50
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
# From when the identifiers hold; where nothing ever changed, a feed is as old as this.
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """One thing that a feed tells of; `address` is a path, `html` is what is said of it.

    `key` names it for ever, whatever becomes of its address.
    """

    title: str
    address: str
    key: str
    html: str
    published: datetime
    updated: datetime


class Feed(Atom1Feed):
    """An Atom feed that is the same until something changes, even where it holds nothing."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else self.feed["updated"]


def atom(
    title: str, *, about: str, page: str, own: str, key: str, entries: Iterable[Entry], updated: datetime | None
) -> str:
    """Return a feed as text; `page` and `own` are the paths of the page that it follows and of itself, `key` names it for ever.

    `key` has no language in it. `updated` is said of a feed without entries, and must stand still as long as nothing changes.
    """
    feed = Feed(
        title=line(f"HKAI · {title}"),
        link=settings.SITE_URL + page,
        description=writable(about),
        language=languages.LANG_TAGS[languages.current()],
        feed_url=settings.SITE_URL + own,
        feed_guid=_tag(key),
        author_name=CREDIT,
        updated=updated or BEGINNING,
    )
    for entry in entries:
        feed.add_item(
            title=line(entry.title),
            link=settings.SITE_URL + entry.address,
            description=writable(entry.html),
            unique_id=_tag(entry.key),
            pubdate=entry.published,
            updateddate=entry.updated,
            author_name=CREDIT,
        )
    return feed.writeString("utf-8")


def _tag(key: str) -> str:
    """Return an identifier for ever, in one language, as RFC 4151 has it."""
    return f"tag:{settings.SITE.hostname},{BEGINNING.year}:{languages.current()}/{key.strip('/')}"
