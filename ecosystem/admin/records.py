"""The base of the admin of organisations, initiatives and collaborations."""

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from ecosystem.admin import permissions
from ecosystem.admin.base import RowAdmin
from ecosystem.admin.duplicates import DuplicatesMixin, report_possible_duplicates
from ecosystem.admin.forms import ReasonedActionForm, RecordForm
from ecosystem.admin.history import HistoryAdminMixin
from ecosystem.admin.save_notes import get_save_notes
from ecosystem.admin.source_questions import (
    add_question_rows,
    is_source_question,
    report_stale_values,
    report_withdrawals,
    withdraw_sources,
)
from ecosystem.admin.withholding import WithholdingMixin
from ecosystem.admin.workflow import WorkflowAdminMixin
from ecosystem.core.languages import fold_text, get_list_separator
from ecosystem.editing import citing_sources, publishing
from ecosystem.editing.duplicates import COMPARED_COLUMNS
from ecosystem.models import ChangeKind


class RecordChangeList(ChangeList):
    """Adds the columns of the list, which forms and autocompletion do not need."""

    def get_queryset(self, request, exclude_parameters=None):
        self.root_queryset = self.model.objects.for_admin().for_publishing_check()
        return super().get_queryset(request, exclude_parameters)


class RecordAdmin(WorkflowAdminMixin, DuplicatesMixin, WithholdingMixin, HistoryAdminMixin, RowAdmin):
    form = RecordForm
    action_form = ReasonedActionForm
    search_fields = ("names_key", "slug")
    search_help_text = gettext_lazy("Search by name (Traditional or Simplified) or part of the web address.")
    ordering = ("order_en", "slug")
    prepopulated_fields = {"slug": ["name_en"]}
    # Methods that show a read-only field, where Django would show its raw value.
    readonly_fields_by_column = {"aliases": "alias_lines"}

    # Who may do what

    def has_change_permission(self, request, obj=None):
        if not super().has_change_permission(request, obj):
            return False
        # A refused form is shown again as it was; it cannot be saved.
        return obj is None or permissions.may_change_record(request.user, obj) or bool(get_save_notes(request).reasons)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or not obj.was_ever_public)

    # The form

    def get_form(self, request, obj=None, change=False, **kwargs):
        fields = kwargs.pop("fields", None) or flatten_fieldsets(self.get_fieldsets(request, obj))
        # The form itself adds these.
        fields = [name for name in fields if not is_source_question(name)]
        form = super().get_form(request, obj, change, fields=fields, **kwargs)
        form.refusal_reasons = get_save_notes(request).reasons
        return form

    def may_resolve_conflicts(self, request, obj):
        # A form that the user may no longer save is shown again as it was typed; see `changeform_view`.
        return super().has_change_permission(request, obj) and permissions.may_change_record(request.user, obj)

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        if self.has_change_permission(request, obj):
            return [
                *add_question_rows(fieldsets, obj),
                (_("Reason for the change"), {"fields": ("reason", "is_correction")}),
            ]
        return [
            (name, options | {"fields": [self._get_readonly_field(field) for field in options["fields"]]})
            for name, options in fieldsets
        ]

    def get_readonly_fields(self, request, obj=None):
        return ("slug",) if obj and obj.was_ever_public else ()

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.is_public else None

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and obj.pk:
            context |= {
                "life": self.get_workflow_context(request, obj),
                "may_move": self.has_publish_permission(request, obj),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    # The save

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as error:
            # Rolled back. The form is shown again, with what was typed and the reasons.
            get_save_notes(request).reasons = [_("Nothing was saved."), *error.messages]
        except PermissionDenied:
            if not self._has_become_readonly(request, object_id):
                raise
            get_save_notes(request).reasons = [
                _("This record is or has been public. Only a senior editor can make this change.")
            ]
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change and not form.changed_columns and not any(formset.has_changed() for formset in formsets):
            return
        by = permissions.build_change_attribution(
            request.user,
            self.model,
            reason=form.cleaned_data.get("reason", ""),
            is_correction=form.cleaned_data.get("is_correction", False),
        )
        record = form.instance
        withdrawals = withdraw_sources(form, formsets) if change else citing_sources.withdraw_from_empty_fields(record)
        kind = ChangeKind.CHANGED if change else ChangeKind.ENTERED
        publishing.conclude_record_change(record, kind, by=by, is_validated=True)
        # Not before: the operation may refuse the save.
        report_withdrawals(request, record, withdrawals)
        report_stale_values(request, record, form.values_before)
        if COMPARED_COLUMNS.intersection(form.changed_data):
            report_possible_duplicates(request, record)

    # The list

    def get_changelist(self, request, **kwargs):
        return RecordChangeList

    def get_search_results(self, request, queryset, search_term):
        for word in fold_text(search_term).split():
            queryset = queryset.filter(Q(names_key__contains=word) | Q(slug__contains=word))
        return queryset, False

    @admin.display(description=gettext_lazy("name"), ordering="order_en")
    def both_names(self, record):
        return format_html(
            '{} <span class="other-name" lang="{}">{}</span>', record.name, record.other_name.lang, record.other_name
        )

    @admin.display(description=gettext_lazy("themes"))
    def theme_names(self, record):
        return get_list_separator().join(str(theme.name) for theme in record.themes.all())

    @admin.display(description=gettext_lazy("latest source"), ordering="newest_source")
    def newest_source(self, record):
        return record.newest_source

    @admin.display(description=gettext_lazy("sources"), ordering="source_count")
    def sources(self, record):
        return record.source_count

    @admin.display(description=gettext_lazy("ready to publish"))
    def readiness(self, record):
        missing = list(publishing.find_publishing_obstacles(record))
        if not missing:
            return _("yes")
        text = ngettext("%(n)d item missing", "%(n)d items missing", len(missing)) % {"n": len(missing)}
        return format_html('<span class="missing" title="{}">{}</span>', " ".join(missing), text)

    @admin.display(description=gettext_lazy("other names"))
    def alias_lines(self, record):
        return "\n".join(record.aliases) or self.get_empty_value_display()

    def _has_become_readonly(self, request, object_id):
        """Whether the user could still change the record when the form was opened, so that its text is shown again."""
        record = object_id and self.get_object(request, object_id)
        seen = request.POST.get("seen")
        return bool(
            record
            and seen
            and seen != publishing.get_record_version(record)
            and super().has_change_permission(request, record)
        )

    def _get_readonly_field(self, field):
        return self.readonly_fields_by_column.get(field, field) if isinstance(field, str) else field
