"""The addresses of the reconciliation service, below its endpoint; the same with and without a language before them."""

from django.urls import path

from ecosystem.views import reconciliation

urlpatterns = [
    path("reconcile", reconciliation.Endpoint.as_view()),
    # Whoever types the address may end it with a slash.
    path("reconcile/", reconciliation.Endpoint.as_view()),
    path("reconcile/suggest/entity", reconciliation.EntitySuggestions.as_view()),
    path("reconcile/suggest/type", reconciliation.TypeSuggestions.as_view()),
    path("reconcile/suggest/property", reconciliation.PropertySuggestions.as_view()),
    path("reconcile/properties", reconciliation.Properties.as_view()),
    path("reconcile/preview", reconciliation.Preview.as_view()),
    path("reconcile/flyout", reconciliation.Flyout.as_view()),
    path("reconcile/record/<identifier>", reconciliation.Record.as_view()),
    path("reconcile/<path:rest>", reconciliation.Nothing.as_view()),
]
