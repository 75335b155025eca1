"""The step to withhold a past value, on the history page of a record."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy

from ecosystem.admin.history import ChangeReasonForm
from ecosystem.core.languages import get_list_separator
from ecosystem.editing import publishing
from ecosystem.editing.past_values import list_past_values
from ecosystem.editing.withholding import find_remaining_traces, list_public_periods, withhold_past_value
from ecosystem.exports.releases.store import iter_releases
from ecosystem.history import revisions, snapshots
from ecosystem.history.row_names import SnapshotRowNames
from ecosystem.models import Change, WithheldValue

MAX_TRACE_WARNINGS = 10


class WithholdForm(ChangeReasonForm):
    value = forms.ChoiceField(label=gettext_lazy("Value"), widget=forms.RadioSelect)
    in_words = forms.BooleanField(
        label=gettext_lazy("Also remove it from this record’s reasons, suggestions and logs where they repeat it"),
        required=False,
        initial=True,
    )
    field_order = ("value", "reason", "in_words")

    def __init__(self, *args, values, **kwargs):
        super().__init__(*args, **kwargs)
        self.values = {value.key: value for value in values}
        self.fields["value"].choices = [(value.key, f"{value.label}: {value.text}") for value in values]
        self.fields["reason"].help_text = _("Readers will see this in place of the value. Do not repeat the value.")

    @property
    def chosen_value(self):
        return self.values[self.cleaned_data["value"]]


class WithholdingMixin:
    """Extends `HistoryAdminMixin`."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.withhold_view)
        name = f"ecosystem_{self.opts.model_name}_withhold"
        return [path("<int:object_id>/history/<int:change_id>/withhold/", view, name=name), *super().get_urls()]

    def has_withhold_permission(self, request):
        return request.user.has_perm("ecosystem.withhold_value")

    def history_view(self, request, object_id, extra_context=None):
        context = {"may_withhold": self.has_withhold_permission(request)}
        if record := self.get_object(request, object_id):
            context["withheld_values"] = (
                WithheldValue.objects.for_record(record).select_related("withheld_by").newest_first()
            )
        return super().history_view(request, object_id, context | (extra_context or {}))

    @transaction.atomic
    def withhold_view(self, request, object_id, change_id):
        record = self._get_record(request, object_id)
        if not self.has_withhold_permission(request):
            raise PermissionDenied
        change = Change.objects.for_record(record).with_versions().filter(pk=change_id).first()
        if change is None:
            raise Http404
        state, present = snapshots.build_change_snapshot(change), revisions.build_current_snapshot(record)
        values = [value for value in list_past_values(state, SnapshotRowNames([state])) if not value.is_in(present)]
        if not values:
            self.message_user(
                request,
                _("Nothing in this version can be withheld because the current record still contains all of it."),
            )
            return HttpResponseRedirect(reverse(f"admin:ecosystem_{self.opts.model_name}_history", args=[record.pk]))
        form = WithholdForm(
            request.POST or None, values=values, initial={"seen": publishing.get_record_version(record)}
        )
        context = {
            "title": _("Withhold a value from the version of %(date)s") % {"date": _format_change_time(change)},
            "explained": _(
                "Use this for private details only. The value is deleted from every version of the "
                "record that contains it and cannot be restored. In its place, readers will see when "
                "and why it was withheld. You cannot withhold a current value: correct the record "
                "first."
            ),
            "button": _("Withhold"),
            "done": _("A previous value was withheld"),
        }
        return self._handle_history_step(
            request, record, form, context, lambda by: self._withhold(request, record, form, by)
        )

    def _withhold(self, request, record, form, by):
        value = form.chosen_value
        periods = list_public_periods(record, value)
        withhold_past_value(record, value, reason=by.reason, user=by.user, in_words=form.cleaned_data["in_words"])
        for trace in find_remaining_traces(value)[:MAX_TRACE_WARNINGS]:
            text = _("“%(record)s” still contains the same text in another field, in its version of %(date)s.")
            values = {"record": trace.record, "date": _format_change_time(trace)}
            self.message_user(request, text % values, messages.WARNING)
        numbers = [
            release.number
            for release in iter_releases()
            if any(first <= release.day <= last for first, last in periods)
        ]
        if numbers:
            text = _(
                "Data releases from that time still contain it. The website’s operator must remove them: %(numbers)s."
            )
            self.message_user(request, text % {"numbers": get_list_separator().join(numbers)}, messages.WARNING)


def _format_change_time(change):
    return date_format(localtime(change.made_at), "DATETIME_FORMAT")
