"""List filters for review: due for a check, dead sources, doubts."""

from datetime import timedelta

from django.contrib import admin
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ecosystem.models import Initiative
from ecosystem.models.initiative_states import State

# Days.
DUE_SOON = 30


class Doubt(models.TextChoices):
    UNSOURCED = "unsourced", _("Facts without a source")
    WEAK = "weak", _("Only copies or reference works as sources")
    UNCONFIRMED = "unconfirmed", _("Not known if still active")
    NO_CHINESE = "no_chinese", _("No Chinese name")

    def applies_to(self, model):
        return self != Doubt.UNCONFIRMED or model is Initiative

    def filter_records(self, queryset):
        match self:
            case Doubt.UNSOURCED:
                return queryset.with_unsourced_facts()
            case Doubt.WEAK:
                return queryset.with_only_weak_sources()
            case Doubt.UNCONFIRMED:
                return queryset.with_state().filter(state=State.UNCONFIRMED)
            case Doubt.NO_CHINESE:
                return queryset.filter(name_zh_hant="", name_zh_hans="")


class DueFilter(admin.SimpleListFilter):
    title = _("check due")
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return [("now", _("Overdue")), ("soon", _("Due within %(n)s days") % {"n": DUE_SOON})]

    def queryset(self, request, queryset):
        days = {"now": 0, "soon": DUE_SOON}.get(self.value())
        return queryset if days is None else queryset.published().due_by(localdate() + timedelta(days=days))


class DeadSourceFilter(admin.SimpleListFilter):
    title = _("source links")
    parameter_name = "links"

    def lookups(self, request, model_admin):
        return [("dead", _("Has a broken source link"))]

    def queryset(self, request, queryset):
        return queryset.with_dead_source() if self.value() == "dead" else queryset


class DoubtFilter(admin.SimpleListFilter):
    title = _("problems")
    parameter_name = "doubt"

    def lookups(self, request, model_admin):
        return [(doubt.value, doubt.label) for doubt in Doubt if doubt.applies_to(model_admin.model)]

    def queryset(self, request, queryset):
        doubts = {doubt.value: doubt for doubt in Doubt if doubt.applies_to(queryset.model)}
        doubt = doubts.get(self.value())
        return doubt.filter_records(queryset.published()) if doubt else queryset
