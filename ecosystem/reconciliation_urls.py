"""The addresses of the reconciliation service, below its endpoint; the same with and without a language before them."""

from django.urls import path

from ecosystem.views import reconciliation

urlpatterns = [
    path("reconcile", reconciliation.Endpoint.as_view(), name="reconciliation"),
    # Whoever types the address may end it with a slash.
    path("reconcile/", reconciliation.Endpoint.as_view()),
    path("reconcile/suggest/entity", reconciliation.EntitySuggestions.as_view(), name="reconciliation-entities"),
    path("reconcile/suggest/type", reconciliation.TypeSuggestions.as_view(), name="reconciliation-types"),
    path("reconcile/suggest/property", reconciliation.PropertySuggestions.as_view(), name="reconciliation-properties"),
    path("reconcile/properties", reconciliation.Properties.as_view(), name="reconciliation-proposals"),
    path("reconcile/preview", reconciliation.Preview.as_view(), name="reconciliation-preview"),
    path("reconcile/flyout", reconciliation.Flyout.as_view(), name="reconciliation-flyout"),
    path("reconcile/record/<identifier>", reconciliation.Record.as_view(), name="reconciliation-record"),
]
