"""The admin of indicators and their observations."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ecosystem.admin.base import EditorFieldsMixin, get_translated_columns
from ecosystem.admin.citations import CitationInline
from ecosystem.admin.forms import UnchangedRelationsForm
from ecosystem.admin.shared_rows import NamedRowAdmin
from ecosystem.admin.source_questions import report_changed_observations
from ecosystem.models import Indicator, Observation


class ObservationInline(EditorFieldsMixin, admin.TabularInline):
    model = Observation
    verbose_name = _("figure")
    verbose_name_plural = _("figures")
    classes = ("relations",)
    form = UnchangedRelationsForm
    extra = 0
    autocomplete_fields = ("source",)


@admin.register(Indicator)
class IndicatorAdmin(NamedRowAdmin):
    list_display = ("name_en", "name_zh_hant", "unit", "organisation", "verified_on")
    list_filter = ("themes", "unit")
    list_select_related = ("organisation",)
    autocomplete_fields = ("themes", "organisation", "initiatives")
    inlines = (ObservationInline, CitationInline)
    fieldsets = (
        (_("Names"), {"fields": (get_translated_columns("name"), "slug")}),
        (_("Figures"), {"fields": ("unit", get_translated_columns("unit"))}),
        (_("Classification"), {"fields": ("themes", "organisation", "initiatives")}),
        (_("Last check"), {"fields": ("verified_on",)}),
    )

    def save_related(self, request, form, formsets, change):
        before = {observation.pk: observation for observation in Observation.objects.filter(indicator=form.instance)}
        super().save_related(request, form, formsets, change)
        report_changed_observations(request, form.instance, before)

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.themes.exists() else None
