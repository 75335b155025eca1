"""What the admin of organisations, initiatives and collaborations shares: their list, their form, who may change them."""

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from ecosystem.admin import permissions
from ecosystem.admin.base import RowAdmin
from ecosystem.admin.forms import ReasonedActionForm, RecordForm
from ecosystem.admin.history import HistoryMixin
from ecosystem.admin.source_questions import (
    add_question_rows,
    is_question,
    report_old_figures,
    report_withdrawals,
    withdraw_sources,
)
from ecosystem.admin.withholding import WithholdingMixin
from ecosystem.admin.workflow import LifeMixin
from ecosystem.core.languages import fold, list_separator
from ecosystem.editing import citing_sources, publishing
from ecosystem.models import ChangeKind


class RecordChangeList(ChangeList):
    """Fetches what a row shows; forms and autocompletion do without it."""

    def get_queryset(self, request, exclude_parameters=None):
        self.root_queryset = self.model.objects.for_admin().with_what_obstacles_need()
        return super().get_queryset(request, exclude_parameters)


class RecordAdmin(LifeMixin, WithholdingMixin, HistoryMixin, RowAdmin):
    form = RecordForm
    action_form = ReasonedActionForm
    search_fields = ("names_key", "slug")
    search_help_text = gettext_lazy("Any name, in either script, or a part of the address.")
    ordering = ("order_en", "slug")
    prepopulated_fields = {"slug": ["name_en"]}
    # How a field reads that cannot be changed, where the stock form would show it as a machine writes it.
    read_only_forms = {"aliases": "listed_aliases"}

    # Who may do what

    def has_change_permission(self, request, obj=None):
        if not super().has_change_permission(request, obj):
            return False
        # A form that was refused is shown again as it was; it refuses every save.
        return obj is None or permissions.may_write(request.user, obj) or hasattr(request, "refusal")

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or not obj.was_ever_public)

    # The form

    def get_object(self, request, object_id, from_field=None):
        """Lock the row for a change, so that nobody else's falls between what is compared and what is saved."""
        record = super().get_object(request, object_id, from_field)
        if record and request.method == "POST" and transaction.get_connection().in_atomic_block:
            return self.model.objects.select_for_update().filter(pk=record.pk).first()
        return record

    def get_form(self, request, obj=None, change=False, **kwargs):
        fields = kwargs.pop("fields", None) or flatten_fieldsets(self.get_fieldsets(request, obj))
        # The form itself adds the questions about sources.
        fields = [name for name in fields if not is_question(name)]
        form = super().get_form(request, obj, change, fields=fields, **kwargs)
        form.refusal = getattr(request, "refusal", ())
        return form

    def may_resolve_conflicts(self, request, obj):
        # What has left the user's hands is shown again as it was typed; see `changeform_view`.
        return super().has_change_permission(request, obj) and permissions.may_write(request.user, obj)

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        if self.has_change_permission(request, obj):
            return [*add_question_rows(fieldsets, obj), (_("Why it changes"), {"fields": ("reason", "is_correction")})]
        return [
            (name, options | {"fields": [self._as_read(field) for field in options["fields"]]})
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
            context |= {"life": self.life_of(request, obj), "may_move": self.has_publish_permission(request, obj)}
        return super().render_change_form(request, context, add, change, form_url, obj)

    # The save

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as error:
            # The transaction took everything back; the form comes again, with what was typed and the reasons.
            request.refusal = [_("Nothing was saved."), *error.messages]
        except PermissionDenied:
            if not self._was_overtaken(request, object_id):
                raise
            request.refusal = [_("It is public now, or was: only a publisher can bring it over.")]
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change and not form.changed_columns and not any(formset.has_changed() for formset in formsets):
            return
        by = permissions.signature(
            request.user,
            self.model,
            reason=form.cleaned_data.get("reason", ""),
            is_correction=form.cleaned_data.get("is_correction", False),
        )
        record = form.instance
        withdrawn = withdraw_sources(form, formsets) if change else citing_sources.withdraw_from_empty_fields(record)
        publishing.conclude(record, ChangeKind.CHANGED if change else ChangeKind.ENTERED, by=by)
        # Only of what was not refused.
        report_withdrawals(request, record, withdrawn)
        report_old_figures(request, record, form.values_before)

    # The list

    def get_changelist(self, request, **kwargs):
        return RecordChangeList

    def get_search_results(self, request, queryset, search_term):
        for word in fold(search_term).split():
            queryset = queryset.filter(Q(names_key__contains=word) | Q(slug__contains=word))
        return queryset, False

    @admin.display(description=gettext_lazy("name"), ordering="order_en")
    def names(self, record):
        return format_html(
            '{} <span class="other-name" lang="{}">{}</span>', record.name, record.other_name.lang, record.other_name
        )

    @admin.display(description=gettext_lazy("themes"))
    def listed_themes(self, record):
        return list_separator().join(str(theme.name) for theme in record.themes.all())

    @admin.display(description=gettext_lazy("newest source"), ordering="newest_source")
    def newest_source(self, record):
        return record.newest_source

    @admin.display(description=gettext_lazy("sources"), ordering="source_count")
    def sources(self, record):
        return record.source_count

    @admin.display(description=gettext_lazy("ready"))
    def ready(self, record):
        missing = list(publishing.obstacles(record))
        if not missing:
            return _("yes")
        told = ngettext("%(n)d missing", "%(n)d missing", len(missing)) % {"n": len(missing)}
        return format_html('<span class="missing" title="{}">{}</span>', " ".join(missing), told)

    @admin.display(description=gettext_lazy("other names"))
    def listed_aliases(self, record):
        return "\n".join(record.aliases) or self.get_empty_value_display()

    def _was_overtaken(self, request, object_id):
        """Whether the record left the user's hands while the form was open, so that what was typed should not be lost."""
        record = object_id and self.get_object(request, object_id)
        seen = request.POST.get("seen")
        return bool(
            record and seen and seen != publishing.state_of(record) and super().has_change_permission(request, record)
        )

    def _as_read(self, field):
        return self.read_only_forms.get(field, field) if isinstance(field, str) else field
