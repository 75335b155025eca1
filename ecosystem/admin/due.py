"""What editors are to compare with its sources again, and what rests on a source that is gone."""

from datetime import timedelta

from django.contrib import admin
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

# So far ahead an editor looks.
SOON = 30


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
