"""Sitemaps of all public pages, by section, with alternates in each language and the last change."""

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
    RECORD_MODELS,
    Application,
    Collaboration,
    Indicator,
    Initiative,
    Organisation,
    Place,
    Source,
    Theme,
)
from ecosystem.models.changes import get_hong_kong_midnight

# Pages that show records, with the models whose changes change the page.
LISTS = {
    "home": RECORD_MODELS,
    "theme-list": RECORD_MODELS,
    "organisation-list": (Organisation,),
    "initiative-list": (Initiative,),
    "collaboration-list": (Collaboration,),
    "application-list": RECORD_MODELS,
    "find-support": (Initiative,),
    "map": (Organisation,),
    "network": RECORD_MODELS,
    "timeline": RECORD_MODELS,
    "figures": RECORD_MODELS,
    "change-list": RECORD_MODELS,
}
# Pages without a known date of change.
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
    """Addresses in three languages, with alternates under the BCP 47 tags of the pages."""

    i18n = True
    alternates = True
    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc

    def lastmod(self, item) -> datetime | None:
        raise NotImplementedError

    def count_pages_and_last_change(self) -> tuple[int, datetime | None]:
        """Return the number of sitemap files of the section, and its last change."""
        items = list(self.items())
        changes = [changed_at for item in items if (changed_at := self.lastmod(item))]
        return ceil(len(items) * len(languages.LANG_TAGS) / self.limit), max(changes, default=None)

    def _urls(self, page, protocol, domain):
        urls = super()._urls(page, protocol, domain)
        for url in urls:
            for alternate in url.get("alternates", ()):
                alternate["lang_code"] = languages.LANG_TAGS.get(alternate["lang_code"], alternate["lang_code"])
        # Used for the Last-Modified header, for which it is too coarse, and which it would get wrong for removed pages.
        vars(self).pop("latest_lastmod", None)
        return urls


class PageSitemap(LanguageSitemap):
    """The pages that exist independently of the data."""

    def items(self):
        newest = {model: model.objects.published().aggregate(n=Max("updated_at"))["n"] for model in RECORD_MODELS}
        lists = [
            (name, max(filter(None, (newest[model] for model in models)), default=None))
            for name, models in LISTS.items()
        ]
        return lists + [(name, None) for name in PAGES]

    def location(self, item):
        return reverse(item[0])

    def lastmod(self, item):
        return item[1]


class RowSitemap(LanguageSitemap):
    """`get_changes` returns the known times of change of a row."""

    def __init__(self, get_queryset: Callable, get_changes: Callable):
        self._get_queryset = get_queryset
        self._get_changes = get_changes

    def items(self):
        return self._get_queryset().order_by("pk")

    def lastmod(self, item):
        return max(filter(None, self._get_changes(item)), default=None)


def _build_record_sitemap(model) -> RowSitemap:
    return RowSitemap(lambda: model.objects.published().only("slug", "updated_at"), lambda record: [record.updated_at])


def _build_member_sitemap(model, field: str, record_models) -> RowSitemap:
    """Return the sitemap of pages that show records and change with the newest of them."""
    newest = {member: f"newest_{member._meta.model_name}" for member in record_models}

    def get_queryset():
        changes = {
            name: Subquery(member.objects.published().build_newest_subquery(field)) for member, name in newest.items()
        }
        return model.objects.annotate(**changes)

    return RowSitemap(get_queryset, lambda row: [getattr(row, name) for name in newest.values()])


def _convert_to_midnights(*days) -> list[datetime]:
    return [get_hong_kong_midnight(day) for day in days if day]


SITEMAPS = {
    "pages": PageSitemap(),
    "organisations": _build_record_sitemap(Organisation),
    "initiatives": _build_record_sitemap(Initiative),
    "collaborations": _build_record_sitemap(Collaboration),
    "themes": _build_member_sitemap(Theme, "themes", RECORD_MODELS),
    "applications": _build_member_sitemap(Application, "applications", RECORD_MODELS),
    "places": _build_member_sitemap(Place, "place", (Organisation,)),
    "indicators": RowSitemap(
        lambda: Indicator.objects.published().with_newest_read_date(),
        lambda indicator: _convert_to_midnights(indicator.newest_reading, indicator.verified_on),
    ),
    "sources": RowSitemap(
        lambda: Source.objects.published(), lambda source: _convert_to_midnights(source.read_on, source.link_checked_on)
    ),
}
