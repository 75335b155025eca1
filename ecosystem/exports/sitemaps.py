"""Every public page for search engines: by section, in each language, with the day of its last change."""

from collections.abc import Callable
from datetime import datetime
from math import ceil
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, Subquery
from django.urls import reverse

from ecosystem.core import languages
from ecosystem.models import (
    RECORDS,
    Application,
    Collaboration,
    Indicator,
    Initiative,
    Organisation,
    Place,
    Source,
    Theme,
)
from ecosystem.models.changes import midnight

# Pages whose content is that of records, with the kinds that change it.
LISTS = {
    "home": RECORDS,
    "theme-list": RECORDS,
    "organisation-list": (Organisation,),
    "initiative-list": (Initiative,),
    "collaboration-list": (Collaboration,),
    "application-list": RECORDS,
    "find-support": (Initiative,),
    "map": (Organisation,),
    "network": RECORDS,
    "timeline": RECORDS,
    "figures": RECORDS,
    "change-list": RECORDS,
}
# Of the others nothing tells when they last changed.
PAGES = (
    *(
        "indicator-list",
        "place-list",
        "source-list",
        "publisher-list",
        "correction-list",
        "contribute",
        "proposal-log",
        "about",
    ),
    *("glossary", "accessibility", "privacy", "data", "data-dictionary", "api-docs", "release-list"),
)


class LanguageSitemap(Sitemap):
    """Addresses in three languages, each told of the others under the tags that the pages bear."""

    i18n = True
    alternates = True
    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc

    def lastmod(self, item) -> datetime | None:
        raise NotImplementedError

    def in_short(self) -> tuple[int, datetime | None]:
        """Return into how many files the section is parted, and when the newest of its pages changed."""
        items = list(self.items())
        known = [moment for item in items if (moment := self.lastmod(item))]
        return ceil(len(items) * len(languages.LANG_TAGS) / self.limit), max(known, default=None)

    def _urls(self, page, protocol, domain):
        urls = super()._urls(page, protocol, domain)
        for url in urls:
            for alternate in url.get("alternates", ()):
                alternate["lang_code"] = languages.LANG_TAGS.get(alternate["lang_code"], alternate["lang_code"])
        # For a header: it would say nothing of pages that are gone, and to the day is too coarse for it.
        vars(self).pop("latest_lastmod", None)
        return urls


class PageSitemap(LanguageSitemap):
    """The pages that are there whatever the directory knows."""

    def items(self):
        newest = {model: model.objects.published().aggregate(n=Max("updated_at"))["n"] for model in RECORDS}
        told = [(name, max(filter(None, (newest[model] for model in of)), default=None)) for name, of in LISTS.items()]
        return told + [(name, None) for name in PAGES]

    def location(self, item):
        return reverse(item[0])

    def lastmod(self, item):
        return item[1]


class RowSitemap(LanguageSitemap):
    """The pages of rows; `moments` reads when one was changed, as far as anything tells."""

    def __init__(self, rows: Callable, moments: Callable):
        self._rows = rows
        self._moments = moments

    def items(self):
        return self._rows().order_by("pk")

    def lastmod(self, item):
        return max(filter(None, self._moments(item)), default=None)


def _records(model) -> RowSitemap:
    return RowSitemap(lambda: model.objects.published().only("slug", "updated_at"), lambda record: [record.updated_at])


def _with_members(model, field: str, kinds) -> RowSitemap:
    """Return the section of what shows records: it changes with the newest of them."""
    newest = {kind: f"newest_{kind._meta.model_name}" for kind in kinds}

    def rows():
        found = {name: Subquery(kind.objects.published().newest_by(field)) for kind, name in newest.items()}
        return model.objects.annotate(**found)

    return RowSitemap(rows, lambda row: [getattr(row, name) for name in newest.values()])


def _days(*days) -> list[datetime]:
    return [midnight(day) for day in days if day]


SITEMAPS = {
    "pages": PageSitemap(),
    "organisations": _records(Organisation),
    "initiatives": _records(Initiative),
    "collaborations": _records(Collaboration),
    "themes": _with_members(Theme, "themes", RECORDS),
    "applications": _with_members(Application, "applications", RECORDS),
    "places": _with_members(Place, "place", (Organisation,)),
    "indicators": RowSitemap(
        lambda: Indicator.objects.published().with_newest_reading(),
        lambda indicator: _days(indicator.newest_reading, indicator.verified_on),
    ),
    "sources": RowSitemap(
        lambda: Source.objects.published(), lambda source: _days(source.read_on, source.link_checked_on)
    ),
}
