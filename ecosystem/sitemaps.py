"""Every public page for search engines: by section, in each language, with the day of its last change."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from ecosystem import translation
from ecosystem.models import Application, Collaboration, Indicator, Initiative, Organisation, Place, Source, Theme


class LanguageSitemap(Sitemap):
    """Addresses in three languages, each told of the others under the tags that the pages bear."""

    i18n = True
    alternates = True
    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc

    def _urls(self, page, protocol, domain):
        urls = super()._urls(page, protocol, domain)
        for url in urls:
            for alternate in url.get("alternates", ()):
                alternate["lang_code"] = translation.LANG_TAGS.get(alternate["lang_code"], alternate["lang_code"])
        return urls


class PageSitemap(LanguageSitemap):
    """The pages that are there whatever the directory knows."""

    def items(self):
        return [
            *("home", "theme-list", "organisation-list", "initiative-list", "collaboration-list", "application-list"),
            *("find-support", "map", "network", "timeline", "indicator-list", "figures", "place-list", "source-list"),
            *("change-list", "correction-list", "contribute", "proposal-log"),
            *("about", "glossary", "accessibility", "privacy"),
        ]

    def location(self, item):
        return reverse(item)


class RowSitemap(LanguageSitemap):
    def __init__(self, rows):
        self.rows = rows

    def items(self):
        return self.rows().order_by("pk")

    def lastmod(self, item):
        return getattr(item, "updated_at", None)


SITEMAPS = {
    "pages": PageSitemap(),
    "organisations": RowSitemap(lambda: Organisation.objects.published().only("slug", "updated_at")),
    "initiatives": RowSitemap(lambda: Initiative.objects.published().only("slug", "updated_at")),
    "collaborations": RowSitemap(lambda: Collaboration.objects.published().only("slug", "updated_at")),
    "themes": RowSitemap(lambda: Theme.objects.all()),
    "applications": RowSitemap(lambda: Application.objects.all()),
    "places": RowSitemap(lambda: Place.objects.all()),
    "indicators": RowSitemap(lambda: Indicator.objects.published()),
    "sources": RowSitemap(lambda: Source.objects.published()),
}
