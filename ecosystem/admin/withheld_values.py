"""The read-only log of withheld values; the history page of a record withholds them."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from ecosystem.admin.base import ReadOnlyAdminMixin
from ecosystem.models import WithheldValue
from ecosystem.models.field_labels import get_field_label
from ecosystem.models.record_targets import RECORD_KINDS


@admin.register(WithheldValue)
class WithheldValueAdmin(ReadOnlyAdminMixin, admin.ModelAdmin):
    list_display = ("withheld_at", "history", "field_name", "reason", "states", "withheld_by")
    list_display_links = None
    list_select_related = (*RECORD_KINDS, "withheld_by")
    list_per_page = 50
    ordering = ("-withheld_at", "-pk")

    @admin.display(description=gettext_lazy("record"))
    def history(self, row):
        address = reverse(f"admin:ecosystem_{row.record._meta.model_name}_history", args=[row.record.pk])
        return format_html('<a href="{}">{}</a>', address, row.record)

    @admin.display(description=gettext_lazy("field"), ordering="field")
    def field_name(self, row):
        return capfirst(get_field_label(type(row.record), row.field))
