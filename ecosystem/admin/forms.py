"""The forms of the admin: rows, records and citations."""

from django import forms
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy

from ecosystem.admin.claims_widget import ClaimsFormField
from ecosystem.admin.source_questions import SourceQuestionsForm, is_source_question
from ecosystem.core.languages import (
    SIMPLIFIED,
    TRADITIONAL,
    get_language_column,
    get_list_separator,
    get_translated_attribute,
)
from ecosystem.editing import publishing
from ecosystem.history import revisions
from ecosystem.models import Citation
from ecosystem.models.field_labels import list_field_labels
from ecosystem.models.form_fields import TextFormField, validate_typed_currency

MAX_REASON_LENGTH = 500
STALE_RECORD_MESSAGE = gettext_lazy(
    "Your changes were not saved because someone else has changed this record since you opened it."
)


class HiddenStateField(forms.CharField):
    """The site itself writes the value, so it never counts as changed."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(required=False)

    def has_changed(self, initial, data):
        return False


class UnchangedRelationsForm(forms.ModelForm):
    """Does not look up the rows of relations again that were not changed, nor write them.

    For a row that was not changed at all, other rows cannot be in its way; its own `clean()` still runs, because it may
    depend on the record.
    """

    def _clean_fields(self):
        fields, unchanged = self.fields, self._list_unchanged_relations()
        self.fields = {name: field for name, field in fields.items() if name not in unchanged}
        super()._clean_fields()
        self.fields = fields
        # Formsets compare their rows. A list that is left out is not written.
        self.cleaned_data |= {name: row for name in unchanged if isinstance(row := self._get_stored_row(name), Model)}

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and not self.has_changed():
            self._validate_unique = self._validate_constraints = False
        return cleaned

    def _list_unchanged_relations(self):
        if not self.instance.pk:
            return set()
        relations = {name for name, field in self.fields.items() if isinstance(field, forms.ModelChoiceField)}
        return relations.difference(self.changed_data)

    def _get_stored_row(self, name):
        return self.instance if name == self.instance._meta.pk.name else getattr(self.instance, name)


class RowForm(UnchangedRelationsForm):
    """Refuses to overwrite the change of another editor; shows the converted text where the Simplified one is empty."""

    # See `edit_conflicts`.
    opened = HiddenStateField()
    differences = HiddenStateField()
    conflict = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ending = get_language_column("", SIMPLIFIED)
        for name in self.fields:
            if name.endswith(ending):
                stem = name.removesuffix(ending)
                traditional = getattr(self.instance, get_language_column(stem, TRADITIONAL))
                attribute = get_translated_attribute(type(self.instance), stem)
                self.fields[name].widget.attrs["placeholder"] = attribute.simplify(traditional)

    def clean(self):
        cleaned = super().clean()
        if self.conflict:
            self.add_error(None, STALE_RECORD_MESSAGE)
        return cleaned


class RecordForm(SourceQuestionsForm, RowForm):
    # Not a column: the version of the record when the form was opened.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = TextFormField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=MAX_REASON_LENGTH,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Readers will see this in the record’s history. Your name is not shown. Required for public records."
        ),
    )
    is_correction = forms.BooleanField(
        label=gettext_lazy("This corrects an error"),
        required=False,
        help_text=gettext_lazy("It will be listed on the corrections page. Say above what was wrong."),
    )
    # Why the save was refused by an operation.
    refusal_reasons = ()
    # The fields that are not columns.
    extra_fields = frozenset({"seen", "reason", "is_correction", "opened", "differences"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = publishing.get_record_version(self.instance)

    @property
    def changed_columns(self):
        return [name for name in self.changed_data if name not in self.extra_fields and not is_source_question(name)]

    def clean(self):
        super().clean()
        self._check_currency()
        reasons = list(self.refusal_reasons)
        # The operation requires a reason too; only it knows about changes of inline rows.
        if (
            self.instance.pk
            and self.instance.is_public
            and self.changed_columns
            and not self.cleaned_data.get("reason")
        ):
            self.add_error("reason", revisions.REASON_REQUIRED_MESSAGE)
        if self.instance.pk and self.cleaned_data.get("seen") != publishing.get_record_version(self.instance):
            reasons = [*self._iter_stale_errors(), *reasons]
        if reasons:
            raise ValidationError(reasons)

    def _check_currency(self):
        if "amount" in self.fields:
            try:
                typed = self.fields["amount"].typed_currency
                validate_typed_currency(typed, self.cleaned_data.get("currency", ""))
            except ValidationError as error:
                self.add_error("amount", error)

    def _iter_stale_errors(self):
        yield STALE_RECORD_MESSAGE
        if names := [str(self.fields[name].label) for name in self.changed_columns]:
            yield _("These fields differ from the saved record: %(names)s.") % {
                "names": get_list_separator().join(names)
            }
        yield _("Your text is still below. Open the record in another tab and copy your changes into it.")


class ReasonedActionForm(ActionForm):
    """The reason goes into the history of each record."""

    why = TextFormField(label=gettext_lazy("Reason"), required=False, max_length=MAX_REASON_LENGTH)


class CitationForm(UnchangedRelationsForm):
    """A subclass sets `target` to the model of the cited record."""

    target = None

    class Meta:
        model = Citation
        fields = ("source", "position", "supports", "disputes", "claims", "outcome_only")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = self.target.bearable_fields
        choices = list(zip(names, list_field_labels(self.target, names), strict=True))
        for name in {"supports", "disputes"} & self.fields.keys():
            self.fields[name] = forms.MultipleChoiceField(
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                label=capfirst(Citation._meta.get_field(name).verbose_name),
            )
        if "claims" in self.fields:
            self.fields["claims"] = ClaimsFormField(
                choices=choices,
                label=capfirst(Citation._meta.get_field("claims").verbose_name),
                help_text=_(
                    "Readers see both values and why we prefer one. Enter one claim for each field "
                    "ticked above. Dates entered as 2024, 2024-10 or 2024-10-09 are shown in the "
                    "reader’s language."
                ),
            )
