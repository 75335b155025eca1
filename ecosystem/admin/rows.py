"""What the admin of every table shares: three languages side by side, careful deletion."""

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpResponseRedirect
from django.urls import reverse

from ecosystem import edition, publishing
from ecosystem.accounts.saved_submissions import is_restored, never_valid, restore_fields
from ecosystem.admin.forms import RowForm
from ecosystem.translation import LANG_TAGS, column, parted

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

    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 6})}}

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


class RowAdmin(FieldsMixin, admin.ModelAdmin):
    form = RowForm
    list_per_page = 50
    delete_confirmation_max_display = 20

    class Media:
        css = {"all": ["css/admin.css"]}
        js = ["js/admin-unsaved.js"]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        restore_fields(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        return never_valid(form) if is_restored(request) else form

    def get_object(self, request, object_id, from_field=None):
        """Let no other change come between what is compared and what is saved."""
        if request.method == "POST" and transaction.get_connection().in_atomic_block:
            edition.hold()
        return super().get_object(request, object_id, from_field)

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
