"""The admin pages of a record's history, and the steps to revert, rename and merge it."""

import re

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminTextareaWidget, AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy

from ecosystem.accounts.saved_submissions import is_restored_request, restore_submitted_fields
from ecosystem.admin import permissions
from ecosystem.admin.base import get_admin_change_url
from ecosystem.admin.forms import MAX_REASON_LENGTH
from ecosystem.editing import field_values, merging, publishing, reverting
from ecosystem.history import revisions, snapshots
from ecosystem.history.diff import diff_snapshots
from ecosystem.history.record_history import RecordHistorySlice
from ecosystem.history.row_names import SnapshotRowNames
from ecosystem.models import Change, ChangeKind
from ecosystem.models.field_labels import list_field_labels
from ecosystem.models.form_fields import TextFormField

PAGE_SIZE = 20


class ChangeReasonForm(forms.Form):
    """`seen` is the version of the record that the user has seen."""

    seen = forms.CharField(widget=forms.HiddenInput)
    reason = TextFormField(
        label=gettext_lazy("Reason"),
        max_length=MAX_REASON_LENGTH,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=gettext_lazy("Readers will see this in the record’s history."),
    )

    def get_attribution_values(self):
        """Return the keyword arguments of `permissions.build_change_attribution`."""
        return {name: self.cleaned_data[name] for name in ("reason", "is_correction") if name in self.cleaned_data}


class RevertForm(ChangeReasonForm):
    is_correction = forms.BooleanField(
        label=gettext_lazy("The current information is wrong"),
        required=False,
        help_text=gettext_lazy("Readers will see this on the corrections page."),
    )

    def __init__(self, *args, differs, **kwargs):
        super().__init__(*args, **kwargs)
        self.differs = differs

    def clean_is_correction(self):
        if self.cleaned_data["is_correction"] and not self.differs:
            raise ValidationError(_("The record is the same today, so there is no error to correct."))
        return self.cleaned_data["is_correction"]


class RenameForm(ChangeReasonForm):
    slug = TextFormField(label=gettext_lazy("New slug"), max_length=60)
    field_order = ("slug", "reason")


class MergeForm(ChangeReasonForm):
    into = forms.ModelChoiceField(queryset=None, label=gettext_lazy("Merge into"))
    field_order = ("into", "reason")

    def __init__(self, *args, record, admin_site, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound and not re.fullmatch("[0-9]{1,18}", self.data.get("into", "")):
            # The widget could not show a value that is no primary key.
            self.data = self.data.copy()
            self.data["into"] = ""
        self.fields["into"].queryset = type(record).objects.exclude(pk=record.pk)
        # The widget needs any relation to records of this kind.
        relation = Change._meta.get_field(record._meta.model_name)
        self.fields["into"].widget = AutocompleteSelect(relation, admin_site)
        self.fields["into"].widget.choices = self.fields["into"].choices


class HistoryAdminMixin:
    """Each step is one transaction: the record stays locked from the comparison of versions to the operation."""

    object_history_template = "admin/ecosystem/record_history.html"

    def get_urls(self):
        name = f"ecosystem_{self.opts.model_name}"
        view = self.admin_site.admin_view
        urls = [
            path("<int:object_id>/history/<int:change_id>/", view(self.revert_view), name=f"{name}_revert"),
            path("<int:object_id>/rename/", view(self.rename_view), name=f"{name}_rename"),
            path("<int:object_id>/merge/", view(self.merge_view), name=f"{name}_merge"),
        ]
        return urls + super().get_urls()

    def history_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, object_id)
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        changes = Change.objects.for_record(record).select_related("revision__user")
        page = Paginator(changes.newest_first(), PAGE_SIZE).get_page(request.GET.get("page"))
        context = {
            "page": page,
            "past": RecordHistorySlice(changes, page.start_index() - 1 if page.object_list else 0, PAGE_SIZE),
            "may_revert": self.has_change_permission(request, record),
        }
        return super().history_view(request, object_id, context | (extra_context or {}))

    @transaction.atomic
    def revert_view(self, request, object_id, change_id):
        record = self._get_record(request, object_id)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        change = Change.objects.for_record(record).with_versions().filter(pk=change_id).first()
        if change is None:
            raise Http404
        now, then = revisions.build_current_snapshot(record), snapshots.build_change_snapshot(change)
        differences = diff_snapshots(now, then, SnapshotRowNames([now, then]))
        initial = {"seen": publishing.get_record_version(record)}
        form = RevertForm(request.POST or None, differs=bool(differences), initial=initial)
        context = {
            "title": _("Restore the version of %(date)s")
            % {"date": date_format(localtime(change.made_at), "DATETIME_FORMAT")},
            "differences": differences,
            "button": _("Restore"),
            "done": ChangeKind.REVERTED.label,
        }
        return self._handle_history_step(
            request, record, form, context, lambda by: reverting.revert_record(record, change, by=by)
        )

    @transaction.atomic
    def rename_view(self, request, object_id):
        record = self._get_record_for_senior_editor(request, object_id)
        form = RenameForm(
            request.POST or None, initial={"seen": publishing.get_record_version(record), "slug": record.slug}
        )
        context = {
            "title": _("Change web address"),
            "explained": _("If the record has ever been public, the old address will always redirect to the new one."),
            "button": _("Change"),
            "done": ChangeKind.RENAMED.label,
        }
        return self._handle_history_step(
            request,
            record,
            form,
            context,
            lambda by: merging.change_record_slug(record, form.cleaned_data["slug"], by=by),
        )

    @transaction.atomic
    def merge_view(self, request, object_id):
        record = self._get_record_for_senior_editor(request, object_id)
        form = MergeForm(
            request.POST or None,
            record=record,
            admin_site=self.admin_site,
            initial={"seen": publishing.get_record_version(record)},
        )
        context = {
            "title": _("Merge into another record"),
            "explained": _(
                "The other record takes over this record’s relationships, sources and address, and "
                "keeps its own values. This record is archived, or deleted if it was never public."
            ),
            "button": _("Merge"),
            "done": ChangeKind.MERGED.label,
            "look_button": _("Preview changes"),
        }

        def build_preview_context(by):
            preview = merging.preview_record_merge(record, form.cleaned_data["into"], by=by)
            row_names = SnapshotRowNames([preview.before, preview.after])
            return {
                "differences": diff_snapshots(preview.before, preview.after, row_names),
                "touched": [(str(other), get_admin_change_url(other)) for other in preview.touched],
                "lost": [
                    (label, field_values.list_displayed_values(record, field))
                    for field, label in zip(
                        preview.lost_fields, list_field_labels(record, preview.lost_fields), strict=True
                    )
                ],
            }

        return self._handle_history_step(
            request,
            record,
            form,
            context,
            lambda by: merging.merge_records(record, form.cleaned_data["into"], by=by),
            build_preview_context,
        )

    def _get_record(self, request, object_id):
        restore_submitted_fields(request)
        record = self.get_object(request, str(object_id))
        if record is None:
            raise Http404
        return record

    def _get_record_for_senior_editor(self, request, object_id):
        record = self._get_record(request, object_id)
        if not self.has_publish_permission(request, record):
            raise PermissionDenied
        return record

    def _handle_history_step(self, request, record, form, context, operation, build_preview_context=None):
        """`operation` is called with the attribution; so is `build_preview_context`, which changes nothing."""
        if form.is_bound and form.is_valid() and not is_restored_request(request):
            if form.cleaned_data["seen"] != publishing.get_record_version(record):
                form.add_error(None, _("Someone else has changed this record since you opened it. Check it again."))
                form.data = form.data.copy()
                form.data["seen"] = publishing.get_record_version(record)
            else:
                by = permissions.build_change_attribution(request.user, self.model, **form.get_attribution_values())
                try:
                    if build_preview_context is None or "look" not in request.POST:
                        return self._apply_history_step(
                            request, record, form, str(context["done"]), lambda: operation(by)
                        )
                    context |= build_preview_context(by)
                except ValidationError as error:
                    form.add_error(None, error.messages)
        context |= {"form": form, "original": record, "opts": self.opts, "media": self.media + form.media}
        return TemplateResponse(
            request, "admin/ecosystem/record_step.html", {**self.admin_site.each_context(request), **context}
        )

    def _apply_history_step(self, request, record, form, done, operation):
        with transaction.atomic():
            operation()
            self.log_change(request, record, done)
        self.message_user(request, f"{done}: {record}", messages.SUCCESS)
        return HttpResponseRedirect(get_admin_change_url(form.cleaned_data.get("into", record)))
