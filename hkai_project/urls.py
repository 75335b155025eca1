"""The addresses of the site: the directory under its languages, and the admin."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path

from ecosystem.api.routes import api
from ecosystem.pages import health_views, robots_views, search_views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("ecosystem.accounts.urls")),
    path("healthz", health_views.is_up),
    path("readyz", health_views.is_ready),
    path("opensearch.xml", search_views.open_search, name="open-search"),
    path("robots.txt", robots_views.robots),
    path(".well-known/security.txt", robots_views.security, name="security"),
    path("sitemap.xml", robots_views.sitemap_index, name="sitemap"),
    path("sitemap-<section>.xml", sitemaps.sitemap, {"sitemaps": robots_views.SECTIONS}, name="sitemap-section"),
    path("api/v1/", api.urls),
    path("", include("ecosystem.api.reconciliation.urls")),
    *i18n_patterns(path("", include("ecosystem.urls")), path("", include("ecosystem.api.reconciliation.urls"))),
]

handler400 = "ecosystem.web.errors.bad_request"
handler403 = "ecosystem.web.errors.forbidden"
handler429 = "ecosystem.accounts.views.too_many_requests"
handler404 = "ecosystem.web.errors.not_found"
handler500 = "ecosystem.web.errors.broken"
