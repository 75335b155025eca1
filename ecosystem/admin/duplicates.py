"""Possible duplicates in the admin: the warning after a save, and the button that marks two records as distinct."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from ecosystem.admin.base import get_admin_change_url
from ecosystem.core.languages import get_list_separator
from ecosystem.editing.duplicates import find_similar_records
from ecosystem.models import DistinctPair, editions
from ecosystem.models.record_targets import RECORD_KINDS


@admin.register(DistinctPair)
class DistinctPairAdmin(admin.ModelAdmin):
    """A pair that is deleted is warned of again."""

    list_display = ("__str__", "marked_by", "marked_at")
    list_select_related = (*RECORD_KINDS, *(f"other_{kind}" for kind in RECORD_KINDS), "marked_by")
    list_per_page = 50
    ordering = ("-marked_at", "-pk")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class DuplicatesMixin:
    def get_urls(self):
        view = self.admin_site.admin_view(self.mark_distinct_view)
        name = f"ecosystem_{self.opts.model_name}_distinct"
        return [path("<int:object_id>/distinct/<int:other_id>/", view, name=name), *super().get_urls()]

    def mark_distinct_view(self, request, object_id, other_id):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not request.user.has_perm("ecosystem.add_distinctpair"):
            raise PermissionDenied
        with editions.edition_transaction():
            rows = self.model.objects.in_bulk({object_id, other_id})
            if len(rows) < 2:
                raise Http404
            record, other = rows[object_id], rows[other_id]
            _pair, is_new = DistinctPair.objects.mark_distinct(record, other, request.user)
            if is_new:
                self.log_change(request, record, _("Marked as not the same as “%(other)s”.") % {"other": other})
        text = _("“%(record)s” and “%(other)s” are marked as not the same.")
        self.message_user(request, text % {"record": record, "other": other}, messages.SUCCESS)
        return HttpResponseRedirect(get_admin_change_url(record))


def report_possible_duplicates(request, record):
    if duplicates := find_similar_records(record):
        messages.warning(
            request, format_html("{} {}", _("This may already be here:"), format_duplicate_links(duplicates))
        )


def pair_with_addresses(duplicates):
    """Return `(found, address of its form)` pairs."""
    return [(found, get_admin_change_url(found.record)) for found in duplicates]


def format_duplicate_links(duplicates):
    return format_html_join(
        get_list_separator(),
        '<a href="{}">{}</a> ({})',
        ((address, found.record, found.reasons_text) for found, address in pair_with_addresses(duplicates)),
    )
