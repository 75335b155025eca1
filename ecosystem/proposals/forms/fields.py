"""Form fields for the columns of a record, for readers and for editors alike; what they hold goes as text."""

from django import forms
from django.utils.translation import gettext as _

from ecosystem.core.languages import LANG_TAGS, SIMPLIFIED, TRADITIONAL, column, simplified
from ecosystem.editing import field_values
from ecosystem.models.proposals import LONGEST_TEXT
from ecosystem.models.records import WEB
from ecosystem.proposals.forms.text_field import TextField

# A text that may be longer than a line.
LONG = 120


def column_field(record, name, *, text=None, is_for_editor=False):
    """Return the form field for a column, holding `text`, or what the record holds; rows are for editors to choose."""
    model = type(record)
    present = field_values.written(record, name) if text is None else text
    common = {"label": field_values.label(model, name), "required": False}
    if options := field_values.choices(model, name):
        return _choice(model._meta.get_field(name), options, present, common)
    if field_values.is_relation(model, name):
        if not is_for_editor:
            # What the record holds may lead to what is not public.
            present = text or ""
        common["help_text"] = (
            _row_help(name) if is_for_editor else _("In words; editors find the records that are meant.")
        )
    else:
        common["help_text"] = model._meta.get_field(name).help_text or _date_help(model, name)
    field = TextField(initial=present, max_length=LONGEST_TEXT, widget=_widget(record, name), **common)
    # A browser that counts would cut off what is pasted, and say nothing.
    del field.widget.attrs["maxlength"]
    return field


def as_text(value):
    """Return what a form field holds as text, a list with one entry a line."""
    if isinstance(value, list):
        return "\n".join(sorted(value))
    return "\n".join(value.splitlines()).strip() if value else ""


def _choice(field, options, present, common):
    if field.many_to_many:
        widget = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=options, initial=present.splitlines(), widget=widget, **common)
    options = [("", "–"), *options] if field.blank or not present else options
    widget = forms.Select(attrs={"class": "input"})
    return forms.ChoiceField(choices=options, initial=present, widget=widget, **common)


def _date_help(model, name):
    return model._meta.get_field(name).formfield().help_text


def _row_help(name):
    if name in field_values.JOINS:
        return _("One a line, by slug or whole name, with a role: “hkma: lead”.")
    return _("By slug or by whole name, one a line where there may be several.")


def _widget(record, name):
    field = record._meta.get_field(name)
    is_address = not field.is_relation and WEB in field.validators
    is_long = (
        field.is_relation or field_values.takes_many(type(record), name) or not 0 < (field.max_length or 0) <= LONG
    )
    if is_long and not is_address and not field.get_internal_type().endswith("IntegerField"):
        widget = forms.Textarea(attrs={"rows": 4, "class": "input"})
    else:
        widget = forms.TextInput(attrs={"class": "input"})
    for language, tag in LANG_TAGS.items():
        if name.endswith(column("", language)):
            widget.attrs["lang"] = tag
    if name.endswith(ending := column("", SIMPLIFIED)):
        # What readers get where it is empty.
        traditional = getattr(record, name.removesuffix(ending) + column("", TRADITIONAL))
        widget.attrs["placeholder"] = simplified(traditional)
    return widget
