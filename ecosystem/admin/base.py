"""The base classes of the admin: fields in three languages, edit conflicts, deletion."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy

from ecosystem.admin.edit_conflicts import resolve_conflict
from ecosystem.admin.form_state import capture_form_state, load_form_state
from ecosystem.admin.forms import HiddenStateField, RowForm, UnchangedRelationsForm
from ecosystem.admin.restored_forms import RestoredFormMixin
from ecosystem.admin.save_notes import get_save_notes
from ecosystem.core.languages import LANG_TAGS, get_language_column, split_language_column
from ecosystem.editing import publishing
from ecosystem.models import RECORD_MODELS, editions
from ecosystem.models.definitions import list_field_terms
from ecosystem.models.fields import IdentifierField, PartialDateField
from ecosystem.models.form_fields import AmountFormField, DayFormField, FigureFormField
from ecosystem.proposals.forms import MultilineField, SingleLineField

# From this length on, a textarea: a single line would hide the end of the text.
TEXTAREA_MIN_LENGTH = 300


def get_translated_columns(name):
    return tuple(get_language_column(name, language) for language in LANG_TAGS)


def get_admin_change_url(row):
    return reverse(f"admin:ecosystem_{row._meta.model_name}_change", args=[row.pk])


class ReadOnlyAdminMixin:
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class EditorFieldsMixin:
    formfield_overrides = {
        models.TextField: {"form_class": MultilineField, "widget": AdminTextareaWidget(attrs={"rows": 6})},
        models.CharField: {"form_class": SingleLineField},
        # These CharFields have their own form fields.
        PartialDateField: {},
        IdentifierField: {},
        models.DateField: {"form_class": DayFormField},
        models.DecimalField: {"form_class": FigureFormField, "widget": AdminTextInputWidget},
        models.BigIntegerField: {"form_class": AmountFormField, "widget": AdminTextInputWidget},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        language = split_language_column(db_field.name)[1]
        if language and (db_field.max_length or 0) >= TEXTAREA_MIN_LENGTH:
            kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 3})
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and language:
            field.widget.attrs["lang"] = language
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            # Removing a relation must not delete the related row.
            field.widget.can_delete_related = False
        return field


def render_definitions(terms):
    return render_to_string("ecosystem/includes/definitions.html", {"terms": terms}) if terms else ""


def _add_definitions_to_help_texts(form):
    for db_field in (*form.instance._meta.local_fields, *form.instance._meta.local_many_to_many):
        if db_field.name in form.fields and (definitions := render_definitions(list_field_terms(db_field))):
            bound = form[db_field.name]
            bound.help_text = format_html("{}{}", bound.help_text, definitions)


class RowAdmin(EditorFieldsMixin, RestoredFormMixin, admin.ModelAdmin):
    form = RowForm
    list_per_page = 50
    delete_confirmation_max_display = 20

    class Media:
        css = {"all": ["css/admin.css"]}
        js = ["js/admin-unsaved.js", "js/admin-sources.js"]

    def get_object(self, request, object_id, from_field=None):
        """Lock the edition on a POST: no other change between the comparison and the save."""
        notes = get_save_notes(request)
        if notes.row:
            row, notes.row = notes.row, None
            return row
        if request.method == "POST" and transaction.get_connection().in_atomic_block:
            editions.lock_edition()
        return super().get_object(request, object_id, from_field)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.conflict = get_save_notes(request).conflict
        return form

    def may_resolve_conflicts(self, request, obj):
        return self.has_change_permission(request, obj)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        # Read before the lock that all editors wait for; Django keeps them on the user.
        request.user.get_all_permissions()
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _changeform_view(self, request, object_id, form_url, extra_context):
        if request.method == "POST" and not object_id:
            editions.lock_edition()
        elif request.method == "POST":
            row = self.get_object(request, unquote(object_id))
            if row is None and self.has_view_or_change_permission(request):
                return self.show_typed_texts(request, _("This was deleted while you had it open"))
            if row and self._has_lost_permission(request, row):
                return self.show_typed_texts(request, _("Only a senior editor can change it now"), status=403)
            if row and self.may_resolve_conflicts(request, row):
                get_save_notes(request).conflict = resolve_conflict(self, request, row)
            get_save_notes(request).row = row
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        if change and not form.is_bound:
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            form.initial["opened"] = capture_form_state(form, formsets).sign()
        _add_definitions_to_help_texts(form)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _has_lost_permission(self, request, row):
        """Whether the user could still change the row when the form was opened; `RecordAdmin` checks records."""
        if isinstance(row, RECORD_MODELS) or self.has_change_permission(request, row):
            return False
        opened = load_form_state(request.POST.get("opened", ""), row)
        return bool(opened and opened.fields and self.has_view_permission(request, row))

    def show_typed_texts(self, request, title, status=200):
        """Show the text of a form that can no longer be saved, to be copied."""
        fields = self.get_form(request).base_fields
        texts = [
            (fields[name].label if name in fields else name, "\n".join(values))
            for name, values in request.POST.lists()
            if any(values)
            and not (name.startswith(("_", "csrf")) or name.endswith(("_FORMS", "-id")))
            and not isinstance(fields.get(name), HiddenStateField)
        ]
        context = self.admin_site.each_context(request) | {
            "title": title,
            "opts": self.opts,
            "media": self.media,
            "texts": texts,
        }
        return TemplateResponse(request, "admin/ecosystem/typed_texts.html", context, status=status)

    def get_deleted_objects(self, objs, request):
        rows = list(objs)
        perms_needed = {row._meta.verbose_name for row in rows if not self.has_delete_permission(request, row)}
        protected = [reason for row in rows for reason in publishing.find_row_uses(row)]
        return [str(row) for row in rows], {self.opts.verbose_name_plural: len(rows)}, perms_needed, protected

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except ValidationError as error:
            # Rolled back: the row has come into use since the page was shown.
            self.show_errors(request, error)
            return HttpResponseRedirect(reverse(f"admin:ecosystem_{self.opts.model_name}_change", args=[object_id]))

    def show_errors(self, request, error):
        for message in error.messages:
            self.message_user(request, message, messages.ERROR)


class RoleInline(EditorFieldsMixin, admin.TabularInline):
    verbose_name = gettext_lazy("participant")
    verbose_name_plural = gettext_lazy("participants")
    classes = ("relations",)
    template = "admin/ecosystem/includes/relations.html"
    form = UnchangedRelationsForm
    extra = 0
    autocomplete_fields = ("organisation",)

    def get_queryset(self, request):
        return super().get_queryset(request).in_order()
