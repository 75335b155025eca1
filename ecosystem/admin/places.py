"""The admin of places."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ecosystem.admin.base import get_translated_columns
from ecosystem.admin.shared_rows import NamedRowAdmin
from ecosystem.models import Place


@admin.register(Place)
class PlaceAdmin(NamedRowAdmin):
    list_display = ("name", "name_zh_hant", "region", "district", "precision", "organisation_count")
    list_filter = ("region", "precision", "district")
    fieldsets = (
        (_("Names"), {"fields": (get_translated_columns("name"), "slug")}),
        (
            _("Location"),
            {"fields": (("region", "precision", "district"), get_translated_columns("city"), "country")},
        ),
        (_("Coordinates"), {"fields": (("latitude", "longitude"),)}),
        (_("Last check"), {"fields": ("verified_on",)}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).with_counts()

    @admin.display(description=_("name"), ordering="name_en")
    def name(self, place):
        return place.name

    @admin.display(description=_("published organisations"), ordering="organisation_count")
    def organisation_count(self, place):
        return place.organisation_count
