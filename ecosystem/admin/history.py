"""What editors do with the past of a record: look at it, bring it back, move the record or merge it with another."""

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

from ecosystem.accounts.saved_submissions import is_restored, restore_fields
from ecosystem.admin import permissions
from ecosystem.admin.base import address_of
from ecosystem.admin.forms import LONGEST_REASON
from ecosystem.editing import field_values, merging, publishing, reverting
from ecosystem.history import recording, snapshots
from ecosystem.history.diff import differences
from ecosystem.history.record_changes import Past
from ecosystem.history.row_names import Names
from ecosystem.models import Change, ChangeKind
from ecosystem.models.field_labels import field_names

PAGE_SIZE = 20


class SignedForm(forms.Form):
    """What every such step asks: why, and on which state of the record the user looks."""

    seen = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=LONGEST_REASON,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=gettext_lazy("Readers see it in the history of the record."),
    )

    def said(self):
        """Return what the change is signed with beside a name and a role."""
        return {name: self.cleaned_data[name] for name in ("reason", "is_correction") if name in self.cleaned_data}


class RevertForm(SignedForm):
    is_correction = forms.BooleanField(
        label=gettext_lazy("What stands there now is an error"),
        required=False,
        help_text=gettext_lazy("Readers find it among the corrections."),
    )

    def __init__(self, *args, differs, **kwargs):
        super().__init__(*args, **kwargs)
        self.differs = differs

    def clean_is_correction(self):
        if self.cleaned_data["is_correction"] and not self.differs:
            raise ValidationError(_("The record says the same today, so nothing that stands there is an error."))
        return self.cleaned_data["is_correction"]


class RenameForm(SignedForm):
    slug = forms.CharField(label=gettext_lazy("New slug"), max_length=60)
    field_order = ("slug", "reason")


class MergeForm(SignedForm):
    into = forms.ModelChoiceField(queryset=None, label=gettext_lazy("Into which record"))
    field_order = ("into", "reason")

    def __init__(self, *args, record, admin_site, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound and not re.fullmatch("[0-9]{1,18}", self.data.get("into", "")):
            # What is no number of a row the widget could not show again.
            self.data = self.data.copy()
            self.data["into"] = ""
        self.fields["into"].queryset = type(record).objects.exclude(pk=record.pk)
        # Any relation to records of this kind lends its search.
        relation = Change._meta.get_field(record._meta.model_name)
        self.fields["into"].widget = AutocompleteSelect(relation, admin_site)
        self.fields["into"].widget.choices = self.fields["into"].choices


class HistoryMixin:
    """The history of a record in the admin, with names, and the steps that it offers; the verbs hold the rules.

    A step is one transaction, so that the record is locked from the comparison with what was seen to the verb.
    """

    object_history_template = "admin/ecosystem/record_history.html"

    def get_urls(self):
        name = f"ecosystem_{self.opts.model_name}"
        view = self.admin_site.admin_view
        own = [
            path("<int:object_id>/history/<int:change_id>/", view(self.revert_view), name=f"{name}_revert"),
            path("<int:object_id>/rename/", view(self.rename_view), name=f"{name}_rename"),
            path("<int:object_id>/merge/", view(self.merge_view), name=f"{name}_merge"),
        ]
        return own + super().get_urls()

    def history_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, object_id)
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        every = Change.objects.of(record).select_related("revision__user")
        page = Paginator(every.newest_first(), PAGE_SIZE).get_page(request.GET.get("page"))
        context = {
            "page": page,
            "past": Past(every, page.start_index() - 1 if page.object_list else 0, PAGE_SIZE),
            "may_revert": self.has_change_permission(request, record),
        }
        return super().history_view(request, object_id, context | (extra_context or {}))

    @transaction.atomic
    def revert_view(self, request, object_id, change_id):
        record = self._record(request, object_id)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        change = Change.objects.of(record).with_states().filter(pk=change_id).first()
        if change is None:
            raise Http404
        now, then = recording.present(record), snapshots.of_change(change)
        found = differences(now, then, Names([now, then]))
        initial = {"seen": publishing.state_of(record)}
        form = RevertForm(request.POST or None, differs=bool(found), initial=initial)
        context = {
            "title": _("Bring back the state of %(date)s")
            % {"date": date_format(localtime(change.made_at), "DATETIME_FORMAT")},
            "differences": found,
            "button": _("Bring it back"),
            "done": ChangeKind.REVERTED.label,
        }
        return self._step(request, record, form, context, lambda by: reverting.revert(record, change, by=by))

    @transaction.atomic
    def rename_view(self, request, object_id):
        record = self._for_publishers(request, object_id)
        form = RenameForm(request.POST or None, initial={"seen": publishing.state_of(record), "slug": record.slug})
        context = {
            "title": _("Another address"),
            "explained": _("The old address leads to the new one for ever, if the record ever was public."),
            "button": _("Move it"),
            "done": ChangeKind.RENAMED.label,
        }
        return self._step(
            request, record, form, context, lambda by: merging.rename(record, form.cleaned_data["slug"], by=by)
        )

    @transaction.atomic
    def merge_view(self, request, object_id):
        record = self._for_publishers(request, object_id)
        form = MergeForm(
            request.POST or None,
            record=record,
            admin_site=self.admin_site,
            initial={"seen": publishing.state_of(record)},
        )
        context = {
            "title": _("Merge into another record"),
            "explained": _(
                "The other record takes over the relations, the sources and the address of this one, and keeps what it "
                "says itself. This one is archived, or deleted if it never was public."
            ),
            "button": _("Merge"),
            "done": ChangeKind.MERGED.label,
            "look_button": _("Show what would change"),
        }

        def look(by):
            seen = merging.foresee(record, form.cleaned_data["into"], by=by)
            return {
                "differences": differences(seen.before, seen.after, Names([seen.before, seen.after])),
                "touched": [(str(other), address_of(other)) for other in seen.touched],
                "lost": [
                    (name, field_values.shown(record, field))
                    for field, name in zip(seen.lost, field_names(record, seen.lost), strict=True)
                ],
            }

        return self._step(
            request, record, form, context, lambda by: merging.merge(record, form.cleaned_data["into"], by=by), look
        )

    def _record(self, request, object_id):
        restore_fields(request)
        record = self.get_object(request, str(object_id))
        if record is None:
            raise Http404
        return record

    def _for_publishers(self, request, object_id):
        record = self._record(request, object_id)
        if not self.has_publish_permission(request, record):
            raise PermissionDenied
        return record

    def _step(self, request, record, form, context, verb, look=None):
        """Show the page of a step, or take it; a refusal shows the page again with the reasons.

        `look` takes the step back again, and returns what the page says of it.
        """
        if form.is_bound and form.is_valid() and not is_restored(request):
            if form.cleaned_data["seen"] != publishing.state_of(record):
                form.add_error(None, _("Somebody else changed this record after you opened it; look at it once more."))
                form.data = form.data.copy()
                form.data["seen"] = publishing.state_of(record)
            else:
                by = permissions.signature(request.user, self.model, **form.said())
                try:
                    if look is None or "look" not in request.POST:
                        return self._taken(request, record, form, str(context["done"]), lambda: verb(by))
                    context |= look(by)
                except ValidationError as error:
                    form.add_error(None, error.messages)
        context |= {"form": form, "original": record, "opts": self.opts, "media": self.media + form.media}
        return TemplateResponse(
            request, "admin/ecosystem/record_step.html", {**self.admin_site.each_context(request), **context}
        )

    def _taken(self, request, record, form, done, verb):
        """Take a step as a whole, and lead to the record that it was about."""
        with transaction.atomic():
            verb()
            self.log_change(request, record, done)
        self.message_user(request, f"{done}: {record}", messages.SUCCESS)
        return HttpResponseRedirect(address_of(form.cleaned_data.get("into", record)))
