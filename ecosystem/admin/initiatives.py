"""The admin of initiatives and the organisations in them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ecosystem.admin.base import EditorFieldsMixin, get_translated_columns
from ecosystem.admin.citations import CitationInline
from ecosystem.admin.records import RecordAdmin
from ecosystem.admin.review_filters import DeadSourceFilter, DoubtFilter, DueFilter
from ecosystem.models import Initiative, InitiativeBody


class InitiativeOrganisationInline(EditorFieldsMixin, admin.TabularInline):
    model = InitiativeBody
    verbose_name = _("body")
    verbose_name_plural = _("bodies")
    classes = ("relations",)
    template = "admin/ecosystem/includes/relations.html"
    extra = 0
    autocomplete_fields = ("organisation",)

    def get_queryset(self, request):
        return super().get_queryset(request).in_order()


@admin.register(Initiative)
class InitiativeAdmin(RecordAdmin):
    list_display = ("both_names", "status", "readiness", "kind", "theme_names", "starts", "newest_source", "sources")
    list_filter = ("status", DueFilter, DeadSourceFilter, DoubtFilter, "kind", "themes", "ai", "support", "audience")
    autocomplete_fields = ("themes", "applications", "support", "audience", "part_of", "builds_on")
    inlines = (InitiativeOrganisationInline, CitationInline)
    fieldsets = (
        (_("Names"), {"fields": (get_translated_columns("name"), ("slug", "acronym"), "aliases")}),
        (_("What it is"), {"fields": (("kind", "ai"), get_translated_columns("summary"))}),
        (_("Where it belongs"), {"fields": ("themes", "applications", "part_of", "builds_on")}),
        (_("Its times"), {"fields": (("announced", "starts", "ends", "applications_close"),)}),
        (_("Its amount"), {"fields": (("amount", "amount_basis", "currency"),)}),
        (_("What one gets"), {"fields": ("support", "audience", get_translated_columns("eligibility"), "apply_url")}),
        (_("On the web"), {"fields": ("website",)}),
        (_("Check"), {"fields": ("verified_on",)}),
    )
