"""The admin of initiatives and the organisations in them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ecosystem.admin.base import RoleInline, get_translated_columns
from ecosystem.admin.citations import CitationInline
from ecosystem.admin.records import RecordAdmin
from ecosystem.admin.review_filters import DeadSourceFilter, DoubtFilter, DueFilter
from ecosystem.models import Initiative, InitiativeBody, InitiativeRole
from ecosystem.models.definitions import get_defined_vocabulary


class InitiativeOrganisationInline(RoleInline):
    model = InitiativeBody
    # Shown above the rows, whose own help texts are tooltips.
    defined_terms = get_defined_vocabulary(InitiativeRole).list_terms()


@admin.register(Initiative)
class InitiativeAdmin(RecordAdmin):
    list_display = ("both_names", "status", "readiness", "kind", "theme_names", "starts", "newest_source", "sources")
    list_filter = ("status", DueFilter, DeadSourceFilter, DoubtFilter, "kind", "themes", "ai", "support", "audience")
    autocomplete_fields = ("themes", "applications", "support", "audience", "part_of", "builds_on")
    inlines = (InitiativeOrganisationInline, CitationInline)
    fieldsets = (
        (_("Names"), {"fields": (get_translated_columns("name"), ("slug", "acronym"), "aliases")}),
        (_("Description"), {"fields": (("kind", "ai"), get_translated_columns("summary"))}),
        (_("Classification"), {"fields": ("themes", "applications", "part_of", "builds_on")}),
        (_("Dates"), {"fields": (("announced", "starts", "ends", "applications_close"),)}),
        (_("Amount"), {"fields": (("amount", "amount_basis", "currency"),)}),
        (_("Support offered"), {"fields": ("support", "audience", get_translated_columns("eligibility"), "apply_url")}),
        (_("Web links"), {"fields": ("website",)}),
        (_("Last check"), {"fields": ("verified_on",)}),
    )
