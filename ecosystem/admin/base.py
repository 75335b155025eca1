"""What the admin of every table shares: three languages side by side, careful deletion."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ecosystem.admin.edit_conflicts import resolve_conflict
from ecosystem.admin.form_state import capture_state, load_state
from ecosystem.admin.forms import CarriedField, RowForm
from ecosystem.admin.restored_forms import RestoredFormMixin
from ecosystem.core.languages import LANG_TAGS, column, parted
from ecosystem.editing import publishing
from ecosystem.models import RECORDS, editions
from ecosystem.models.fields import PartialDateField
from ecosystem.proposals.forms import MultilineField, SingleLineField

# Texts of one sentence or two, which a single line would hide the end of.
LONG = 300


def in_three_languages(name):
    """Return a row of the form: the three columns of a text, side by side."""
    return tuple(column(name, language) for language in LANG_TAGS)


def address_of(row):
    """Return where a row is changed."""
    return reverse(f"admin:ecosystem_{row._meta.model_name}_change", args=[row.pk])


class FieldsMixin:
    """Fields as editors need them, in forms and in the parts of forms."""

    formfield_overrides = {
        models.TextField: {"form_class": MultilineField, "widget": AdminTextareaWidget(attrs={"rows": 6})},
        models.CharField: {"form_class": SingleLineField},
        # A text in the database, with a form field of its own.
        PartialDateField: {},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        language = parted(db_field.name)[1]
        if language and (db_field.max_length or 0) >= LONG:
            kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 3})
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and language:
            field.widget.attrs["lang"] = language
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            # To take a relation off is one thing, to delete what it leads to another.
            field.widget.can_delete_related = False
        return field


class RowAdmin(FieldsMixin, RestoredFormMixin, admin.ModelAdmin):
    form = RowForm
    list_per_page = 50
    delete_confirmation_max_display = 20

    class Media:
        css = {"all": ["css/admin.css"]}
        js = ["js/admin-unsaved.js", "js/admin-sources.js"]

    def get_object(self, request, object_id, from_field=None):
        """Let no other change come between what is compared and what is saved."""
        if request.method == "POST" and transaction.get_connection().in_atomic_block:
            editions.hold()
        return super().get_object(request, object_id, from_field)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.conflict = getattr(request, "edit_conflict", None)
        return form

    def may_resolve_conflicts(self, request, obj):
        """Whether the user may save what comes of it when two editors have changed a row."""
        return self.has_change_permission(request, obj)

    def _changeform_view(self, request, object_id, form_url, extra_context):
        if request.method == "POST" and object_id:
            row = self.get_object(request, unquote(object_id))
            if row is None and self.has_view_or_change_permission(request):
                return self.show_typed_texts(request, _("It was deleted while you had it open"))
            if row and self._was_taken_away(request, row):
                return self.show_typed_texts(request, _("Only a publisher can change it by now"), status=403)
            if row and self.may_resolve_conflicts(request, row):
                request.edit_conflict = resolve_conflict(self, request, row)
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        if change and not form.is_bound:
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            form.initial["opened"] = capture_state(form, formsets).sign()
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _was_taken_away(self, request, row):
        """Whether the user could change the row when the form was opened, and only look at it now; records see to it themselves."""
        if isinstance(row, RECORDS) or self.has_change_permission(request, row):
            return False
        opened = load_state(request.POST.get("opened", ""), row)
        return bool(opened and opened.fields and self.has_view_permission(request, row))

    def show_typed_texts(self, request, title, status=200):
        """Show what was typed into the form of a row that cannot be saved any more."""
        fields = self.get_form(request).base_fields
        texts = [
            (fields[name].label if name in fields else name, "\n".join(values))
            for name, values in request.POST.lists()
            if any(values)
            and not (name.startswith(("_", "csrf")) or name.endswith(("_FORMS", "-id")))
            and not isinstance(fields.get(name), CarriedField)
        ]
        context = self.admin_site.each_context(request) | {
            "title": title,
            "opts": self.opts,
            "media": self.media,
            "texts": texts,
        }
        return TemplateResponse(request, "admin/ecosystem/typed_texts.html", context, status=status)

    def get_deleted_objects(self, objs, request):
        """Return what the stock pages of deletion ask for, with what uses the rows in plain words."""
        rows = list(objs)
        lacking = {row._meta.verbose_name for row in rows if not self.has_delete_permission(request, row)}
        used = [reason for row in rows for reason in publishing.uses(row)]
        return [str(row) for row in rows], {self.opts.verbose_name_plural: len(rows)}, lacking, used

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except ValidationError as error:
            # The transaction took everything back; what came between the page and the button is said.
            self.say(request, error)
            return HttpResponseRedirect(reverse(f"admin:ecosystem_{self.opts.model_name}_change", args=[object_id]))

    def say(self, request, error):
        """Show every reason of a refusal."""
        for reason in error.messages:
            self.message_user(request, reason, messages.ERROR)
