"""The addresses of the reconciliation service, below its endpoint; the same with and without a language before them."""

from django.urls import path

from ecosystem.api.reconciliation import views as reconciliation_views

urlpatterns = [
    path("reconcile", reconciliation_views.Endpoint.as_view()),
    # Whoever types the address may end it with a slash.
    path("reconcile/", reconciliation_views.Endpoint.as_view()),
    path("reconcile/suggest/entity", reconciliation_views.EntitySuggestions.as_view()),
    path("reconcile/suggest/type", reconciliation_views.TypeSuggestions.as_view()),
    path("reconcile/suggest/property", reconciliation_views.PropertySuggestions.as_view()),
    path("reconcile/properties", reconciliation_views.Properties.as_view()),
    path("reconcile/preview", reconciliation_views.Preview.as_view()),
    path("reconcile/flyout", reconciliation_views.Flyout.as_view()),
    path("reconcile/record/<identifier>", reconciliation_views.Record.as_view()),
    path("reconcile/<path:rest>", reconciliation_views.Nothing.as_view()),
]
