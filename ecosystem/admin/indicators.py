"""The admin of indicators, with their figures."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ecosystem.admin.base import FieldsMixin, in_three_languages
from ecosystem.admin.citations import CitationInline
from ecosystem.admin.shared_rows import NamedAdmin
from ecosystem.admin.source_questions import report_changed_figures
from ecosystem.models import Indicator, Observation


class ObservationInline(FieldsMixin, admin.TabularInline):
    model = Observation
    verbose_name = _("figure")
    verbose_name_plural = _("figures")
    classes = ("relations",)
    extra = 0
    autocomplete_fields = ("source",)


@admin.register(Indicator)
class IndicatorAdmin(NamedAdmin):
    list_display = ("name_en", "name_zh_hant", "unit", "organisation", "verified_on")
    list_filter = ("themes", "unit")
    list_select_related = ("organisation",)
    autocomplete_fields = ("themes", "organisation")
    inlines = (ObservationInline, CitationInline)
    fieldsets = (
        (_("Names"), {"fields": (in_three_languages("name"), "slug")}),
        (_("Its figures"), {"fields": ("unit", in_three_languages("unit"))}),
        (_("Where it belongs"), {"fields": ("themes", "organisation")}),
        (_("Check"), {"fields": ("verified_on",)}),
    )

    def save_related(self, request, form, formsets, change):
        before = {figure.pk: figure for figure in Observation.objects.filter(indicator=form.instance)}
        super().save_related(request, form, formsets, change)
        report_changed_figures(request, form.instance, before)

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.themes.exists() else None
