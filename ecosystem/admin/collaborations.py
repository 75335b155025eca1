"""The admin of collaborations and their participants."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ecosystem.admin.base import RoleInline, get_translated_columns
from ecosystem.admin.citations import CitationInline
from ecosystem.admin.records import RecordAdmin
from ecosystem.admin.review_filters import DeadSourceFilter, DoubtFilter, DueFilter
from ecosystem.models import Collaboration, CollaborationRole, Participation
from ecosystem.models.definitions import get_defined_vocabulary


class ParticipantInline(RoleInline):
    model = Participation
    # Shown above the rows, whose own help texts are tooltips.
    defined_terms = get_defined_vocabulary(CollaborationRole).list_terms()


@admin.register(Collaboration)
class CollaborationAdmin(RecordAdmin):
    list_display = ("both_names", "status", "readiness", "kind", "theme_names", "starts", "newest_source", "sources")
    list_filter = ("status", DueFilter, DeadSourceFilter, DoubtFilter, "kind", "themes", "ai")
    autocomplete_fields = ("themes", "applications", "initiative")
    inlines = (ParticipantInline, CitationInline)
    fieldsets = (
        (
            _("Names"),
            {
                "fields": (
                    get_translated_columns("name"),
                    ("name_en_is_descriptive", "name_zh_hant_is_descriptive"),
                    "slug",
                )
            },
        ),
        (_("Description"), {"fields": (("kind", "ai"), get_translated_columns("summary"))}),
        (_("Classification"), {"fields": ("themes", "applications", "initiative")}),
        (_("Dates"), {"fields": (("announced", "starts", "ends"),)}),
        (_("Web links"), {"fields": ("website",)}),
        (_("Last check"), {"fields": ("verified_on",)}),
    )
