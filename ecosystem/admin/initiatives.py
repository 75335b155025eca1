"""The admin of initiatives, with the bodies that take part in them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ecosystem.admin.base import FieldsMixin, in_three_languages
from ecosystem.admin.citations import CitationInline
from ecosystem.admin.records import RecordAdmin
from ecosystem.admin.review_filters import DeadSourceFilter, DoubtFilter, DueFilter
from ecosystem.models import Initiative, InitiativeBody


class BodyInline(FieldsMixin, admin.TabularInline):
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
    list_display = ("names", "status", "ready", "kind", "listed_themes", "starts", "newest_source", "sources")
    list_filter = ("status", DueFilter, DeadSourceFilter, DoubtFilter, "kind", "themes", "ai", "support", "audience")
    autocomplete_fields = ("themes", "applications", "support", "audience", "part_of", "builds_on")
    inlines = (BodyInline, CitationInline)
    fieldsets = (
        (_("Names"), {"fields": (in_three_languages("name"), ("slug", "acronym"), "aliases")}),
        (_("What it is"), {"fields": (("kind", "ai"), in_three_languages("summary"))}),
        (_("Where it belongs"), {"fields": ("themes", "applications", "part_of", "builds_on")}),
        (_("Its times"), {"fields": (("announced", "starts", "ends", "applications_close"),)}),
        (_("Its amount"), {"fields": (("amount", "amount_basis", "currency"),)}),
        (_("What one gets"), {"fields": ("support", "audience", in_three_languages("eligibility"), "apply_url")}),
        (_("On the web"), {"fields": ("website",)}),
        (_("Check"), {"fields": ("verified_on",)}),
    )
