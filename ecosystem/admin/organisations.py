"""The admin of organisations."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ecosystem.admin.base import get_translated_columns
from ecosystem.admin.citations import CitationInline
from ecosystem.admin.records import RecordAdmin
from ecosystem.admin.review_filters import DeadSourceFilter, DoubtFilter, DueFilter
from ecosystem.models import Organisation


@admin.register(Organisation)
class OrganisationAdmin(RecordAdmin):
    list_display = ("both_names", "status", "readiness", "kind", "theme_names", "place", "newest_source", "sources")
    list_filter = ("status", DueFilter, DeadSourceFilter, DoubtFilter, "kind", "themes", "ai", "place__region")
    list_select_related = ("place",)
    autocomplete_fields = ("themes", "applications", "support", "place", "parent", "successor")
    inlines = (CitationInline,)
    fieldsets = (
        (_("Names"), {"fields": (get_translated_columns("name"), ("slug", "acronym"), "aliases")}),
        (_("Description"), {"fields": (("kind", "ai"), get_translated_columns("summary"))}),
        (_("Classification"), {"fields": ("themes", "applications", "support")}),
        (_("Location"), {"fields": ("place", "address", "home_region")}),
        (_("Dates and related organisations"), {"fields": (("founded", "closed"), ("parent", "successor"))}),
        (_("Web links"), {"fields": ("website", ("ror", "wikidata"))}),
        (_("Last check"), {"fields": ("verified_on",)}),
    )
