"""robots.txt, security.txt and sitemaps."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.contrib.sitemaps import views as sitemaps
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate

from ecosystem.exports.releases.store import iter_releases
from ecosystem.exports.sitemaps import SITEMAPS, LanguageSitemap
from ecosystem.models.changes import get_hong_kong_midnight
from ecosystem.web.language_middleware import mark_language_independent

# All public pages may be crawled; the admin and accounts are of no use to crawlers.
ROBOTS = """User-agent: *
Allow: /
Disallow: /admin/
Disallow: /accounts/

Sitemap: {sitemap}
"""


# RFC 9116. The contact is the contribution form, unless the settings name another one.
SECURITY = """Contact: {contact}
Expires: {expires}
Preferred-Languages: en, zh
Canonical: {canonical}
"""


@mark_language_independent
def render_security_txt(request):
    contact = settings.SECURITY_CONTACT or settings.SITE_URL + reverse("contribute")
    # A year from today, because the file is generated for each request.
    expires = datetime.combine(localdate() + timedelta(days=365), time.min, UTC)
    text = SECURITY.format(
        contact=contact, expires=f"{expires:%Y-%m-%dT%H:%M:%SZ}", canonical=settings.SITE_URL + reverse("security")
    )
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@mark_language_independent
def render_robots_txt(request):
    text = ROBOTS.format(sitemap=settings.SITE_URL + reverse("sitemap"))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


class ReleaseSitemap(LanguageSitemap):
    def items(self):
        return list(iter_releases())

    def location(self, item):
        return reverse("release-detail", args=[item.number])

    def lastmod(self, item):
        return get_hong_kong_midnight(item.day)


render_sitemap_section = mark_language_independent(sitemaps.sitemap)
SITEMAP_SECTIONS = SITEMAPS | {"releases": ReleaseSitemap()}


@mark_language_independent
def render_sitemap_index(request):
    """Render the sitemap index with addresses under SITE_URL; Django's view uses the host of the request."""
    sections = []
    for section, sitemap in SITEMAP_SECTIONS.items():
        address = settings.SITE_URL + reverse("sitemap-section", args=[section])
        pages, changed = sitemap.count_pages_and_last_change()
        addresses = [address, *(f"{address}?p={page}" for page in range(2, pages + 1))][:pages]
        sections += [{"location": each, "last_mod": changed} for each in addresses]
    return render(request, "sitemap_index.xml", {"sitemaps": sections}, "application/xml")
