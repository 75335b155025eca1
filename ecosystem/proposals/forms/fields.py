"""Form fields for the columns of a record, for readers and editors; their values are texts."""

from django import forms
from django.utils.translation import gettext as _

from ecosystem.core.languages import LANG_TAGS, SIMPLIFIED, TRADITIONAL, get_language_column
from ecosystem.editing import field_values
from ecosystem.models.definitions import list_field_terms
from ecosystem.models.proposals import PROPOSAL_TEXT_MAX_LENGTH
from ecosystem.models.records import WEB_URL_VALIDATOR
from ecosystem.proposals.forms.text_field import CleanTextField

# A longer text gets a textarea.
MAX_LINE_LENGTH = 120


def build_column_field(record, name, *, text=None, is_for_editor=False):
    """Use `text` as the initial value, else the present value of the record."""
    model = type(record)
    present = field_values.get_column_text(record, name) if text is None else text
    common = {"label": field_values.get_column_label(model, name), "required": False}
    if options := field_values.list_column_choices(model, name):
        return _build_choice_field(model._meta.get_field(name), options, present, common)
    if field_values.is_relation_column(model, name):
        if not is_for_editor:
            # A relation of the record may lead to an unpublished one.
            present = text or ""
        common["help_text"] = (
            _get_relation_help(name)
            if is_for_editor
            else _("Describe the records in your own words. An editor will find them.")
        )
    else:
        common["help_text"] = _get_help_text(model._meta.get_field(name))
    field = CleanTextField(
        initial=present, max_length=PROPOSAL_TEXT_MAX_LENGTH, widget=_build_widget(record, name), **common
    )
    # With maxlength, browsers cut off a pasted text without a word.
    del field.widget.attrs["maxlength"]
    return field


def format_field_text(value):
    """A list becomes one entry a line, sorted."""
    if isinstance(value, list):
        return "\n".join(sorted(value))
    return "\n".join(value.splitlines()).strip() if value else ""


def _build_choice_field(field, options, present, common):
    if field.many_to_many:
        widget = forms.CheckboxSelectMultiple
        form_field = forms.MultipleChoiceField(choices=options, initial=present.splitlines(), widget=widget, **common)
    else:
        options = [("", "–"), *options] if field.blank or not present else options
        widget = forms.Select(attrs={"class": "input"})
        form_field = forms.ChoiceField(choices=options, initial=present, widget=widget, **common)
    form_field.defined_terms = list_field_terms(field)
    return form_field


def _get_help_text(field):
    return field.help_text or field.formfield().help_text


def _get_relation_help(name):
    if name in field_values.ROLE_RELATIONS:
        return _("One per line: slug or full name, then role. For example, “hkma: lead”.")
    return _("Enter the slug or full name. If there are several, put each on its own line.")


def _build_widget(record, name):
    field = record._meta.get_field(name)
    is_address = not field.is_relation and WEB_URL_VALIDATOR in field.validators
    is_long = (
        field.is_relation
        or field_values.has_many_values(type(record), name)
        or not 0 < (field.max_length or 0) <= MAX_LINE_LENGTH
    )
    if is_long and not is_address and not field.get_internal_type().endswith("IntegerField"):
        widget = forms.Textarea(attrs={"rows": 4, "class": "input"})
    else:
        widget = forms.TextInput(attrs={"class": "input"})
    for language, tag in LANG_TAGS.items():
        if name.endswith(get_language_column("", language)):
            widget.attrs["lang"] = tag
    if name.endswith(ending := get_language_column("", SIMPLIFIED)):
        # Readers see this where the Simplified text is empty.
        stem = name.removesuffix(ending)
        traditional = getattr(record, get_language_column(stem, TRADITIONAL))
        widget.attrs["placeholder"] = getattr(type(record), stem).simplify(traditional)
    return widget
