"""The addresses of the site: the directory under its languages, and the admin."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path

from ecosystem.api.routes import api
from ecosystem.views import health, machines, search

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("ecosystem.accounts.urls")),
    path("healthz", health.is_up),
    path("readyz", health.is_ready),
    path("opensearch.xml", search.open_search, name="open-search"),
    path("robots.txt", machines.robots),
    path(".well-known/security.txt", machines.security, name="security"),
    path("sitemap.xml", machines.sitemap_index, name="sitemap"),
    path("sitemap-<section>.xml", sitemaps.sitemap, {"sitemaps": machines.SECTIONS}, name="sitemap-section"),
    path("api/v1/", api.urls),
    path("", include("ecosystem.reconciliation_urls")),
    *i18n_patterns(path("", include("ecosystem.urls")), path("", include("ecosystem.reconciliation_urls"))),
]

handler400 = "ecosystem.views.errors.bad_request"
handler403 = "ecosystem.views.errors.forbidden"
handler429 = "ecosystem.accounts.views.too_many_requests"
handler404 = "ecosystem.views.errors.not_found"
handler500 = "ecosystem.views.errors.broken"
