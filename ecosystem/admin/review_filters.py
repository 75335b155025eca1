"""What editors are to look at again: what is due, what rests on a source that is gone, what is doubtful or lacking."""

from datetime import timedelta

from django.contrib import admin
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ecosystem.models import Initiative
from ecosystem.models.initiatives import State

# So far ahead an editor looks.
SOON = 30


class Doubt(models.TextChoices):
    """What may be wrong with a public record, or lacks, as far as the database can tell."""

    UNSOURCED = "unsourced", _("A fact without a source")
    WEAK = "weak", _("Only copies and reference works as sources")
    UNCONFIRMED = "unconfirmed", _("Not known whether it still runs")
    NO_CHINESE = "no_chinese", _("No Chinese name")

    def is_asked_of(self, model):
        return self != Doubt.UNCONFIRMED or model is Initiative

    def among(self, queryset):
        """Keep those of public records of which it holds."""
        match self:
            case Doubt.UNSOURCED:
                return queryset.with_unsourced_facts()
            case Doubt.WEAK:
                return queryset.on_weak_sources_alone()
            case Doubt.UNCONFIRMED:
                return queryset.with_state().filter(state=State.UNCONFIRMED)
            case Doubt.NO_CHINESE:
                return queryset.filter(name_zh_hant="", name_zh_hans="")


class DueFilter(admin.SimpleListFilter):
    """Public records by the day on which they are to be compared with their sources again."""

    title = _("check")
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return [("now", _("Overdue")), ("soon", _("Due within %(n)s days") % {"n": SOON})]

    def queryset(self, request, queryset):
        days = {"now": 0, "soon": SOON}.get(self.value())
        return queryset if days is None else queryset.published().due_by(localdate() + timedelta(days=days))


class DeadSourceFilter(admin.SimpleListFilter):
    """Records by whether a page that they rest on no longer answers."""

    title = _("links of sources")
    parameter_name = "links"

    def lookups(self, request, model_admin):
        return [("dead", _("A source no longer answers"))]

    def queryset(self, request, queryset):
        return queryset.with_a_dead_source() if self.value() == "dead" else queryset


class DoubtFilter(admin.SimpleListFilter):
    """Public records of which something is doubtful, or lacks."""

    title = _("doubtful or lacking")
    parameter_name = "doubt"

    def lookups(self, request, model_admin):
        return [(doubt.value, doubt.label) for doubt in Doubt if doubt.is_asked_of(model_admin.model)]

    def queryset(self, request, queryset):
        asked = {doubt.value: doubt for doubt in Doubt if doubt.is_asked_of(queryset.model)}
        return asked[self.value()].among(queryset.published()) if self.value() in asked else queryset
