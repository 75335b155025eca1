"""What machines look for first: which pages there are, and that they are welcome."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate

from ecosystem.exports.releases.store import released
from ecosystem.exports.sitemaps import SITEMAPS, LanguageSitemap
from ecosystem.models.changes import midnight

# Everything public is there to be read, by people and by what reads for them; the editors' rooms are of no use to either.
ROBOTS = """User-agent: *
Allow: /
Disallow: /admin/
Disallow: /accounts/

Sitemap: {sitemap}
"""


# RFC 9116. Whoever finds a hole reaches the publishers by the form, unless the host names another way.
SECURITY = """Contact: {contact}
Expires: {expires}
Preferred-Languages: en, zh
Canonical: {own}
"""


def security(request):
    contact = settings.SECURITY_CONTACT or settings.SITE_URL + reverse("contribute")
    # A year ahead of today, for the file is written anew each time that it is asked for.
    expires = datetime.combine(localdate() + timedelta(days=365), time.min, UTC)
    text = SECURITY.format(
        contact=contact, expires=f"{expires:%Y-%m-%dT%H:%M:%SZ}", own=settings.SITE_URL + reverse("security")
    )
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def robots(request):
    text = ROBOTS.format(sitemap=settings.SITE_URL + reverse("sitemap"))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


class ReleaseSitemap(LanguageSitemap):
    def items(self):
        return list(released())

    def location(self, item):
        return reverse("release-detail", args=[item.number])

    def lastmod(self, item):
        return midnight(item.day)


SECTIONS = SITEMAPS | {"releases": ReleaseSitemap()}


def sitemap_index(request):
    """Name the sections; under the site's own address, whatever the request was sent to, as Django's would not."""
    sections = []
    for section, sitemap in SECTIONS.items():
        address = settings.SITE_URL + reverse("sitemap-section", args=[section])
        pages, changed = sitemap.in_short()
        addresses = [address, *(f"{address}?p={page}" for page in range(2, pages + 1))][:pages]
        sections += [{"location": each, "last_mod": changed} for each in addresses]
    return render(request, "sitemap_index.xml", {"sitemaps": sections}, "application/xml")
