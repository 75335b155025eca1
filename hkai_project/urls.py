"""The URLs of the site: the directory under its languages, accounts, the admin and the API."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from ecosystem.api.routes import api
from ecosystem.pages import health_views, robots_views, search_views
from ecosystem.web import speculation_rules

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("ecosystem.accounts.urls")),
    path("healthz", health_views.check_liveness),
    path("readyz", health_views.check_readiness),
    path("opensearch.xml", search_views.render_opensearch_description, name="open-search"),
    path("robots.txt", robots_views.render_robots_txt),
    path(speculation_rules.PATH.lstrip("/"), speculation_rules.render_speculation_rules),
    path(".well-known/security.txt", robots_views.render_security_txt, name="security"),
    path("sitemap.xml", robots_views.render_sitemap_index, name="sitemap"),
    path(
        "sitemap-<section>.xml",
        robots_views.render_sitemap_section,
        {"sitemaps": robots_views.SITEMAP_SECTIONS},
        name="sitemap-section",
    ),
    path("api/v1/", api.urls),
    path("", include("ecosystem.api.reconciliation.urls")),
    *i18n_patterns(path("", include("ecosystem.urls")), path("", include("ecosystem.api.reconciliation.urls"))),
]

handler400 = "ecosystem.web.errors.bad_request"
handler403 = "ecosystem.web.errors.permission_denied"
handler429 = "ecosystem.accounts.views.too_many_requests"
handler404 = "ecosystem.web.errors.page_not_found"
handler500 = "ecosystem.web.errors.server_error"
