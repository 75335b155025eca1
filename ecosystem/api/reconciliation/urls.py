"""The URLs of the reconciliation service; they exist with and without a language prefix."""

from django.urls import path

from ecosystem.api.reconciliation import views as reconciliation_views

urlpatterns = [
    path("reconcile", reconciliation_views.ReconciliationEndpoint.as_view()),
    # Users may type a trailing slash.
    path("reconcile/", reconciliation_views.ReconciliationEndpoint.as_view()),
    path("reconcile/suggest/entity", reconciliation_views.EntitySuggestions.as_view()),
    path("reconcile/suggest/type", reconciliation_views.TypeSuggestions.as_view()),
    path("reconcile/suggest/property", reconciliation_views.PropertySuggestions.as_view()),
    path("reconcile/properties", reconciliation_views.ReconciliationPropertyList.as_view()),
    path("reconcile/preview", reconciliation_views.ReconciliationPreview.as_view()),
    path("reconcile/flyout", reconciliation_views.ReconciliationFlyout.as_view()),
    path("reconcile/record/<identifier>", reconciliation_views.ReconciliationRecordRedirect.as_view()),
    path("reconcile/<path:rest>", reconciliation_views.ReconciliationNotFound.as_view()),
]
