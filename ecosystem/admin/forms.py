"""The forms: converted Chinese as a hint, stale and refused saves with all that was typed, fields of a citation."""

from django import forms
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy

from ecosystem.admin.claims_widget import ClaimsFormField
from ecosystem.admin.source_questions import SourceQuestionsForm, is_question
from ecosystem.core.languages import SIMPLIFIED, TRADITIONAL, column, list_separator, simplified
from ecosystem.editing import publishing
from ecosystem.history import recording
from ecosystem.models import Citation
from ecosystem.models.field_labels import field_names

LONGEST_REASON = 500
SOMEBODY_ELSE_CHANGED_IT = gettext_lazy("Somebody else changed this record after you opened it, so nothing was saved.")


class CarriedField(forms.CharField):
    """Something that a form carries along for the site, and that nobody types."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(required=False)

    def has_changed(self, initial, data):
        return False


class RowForm(forms.ModelForm):
    """Shows, where the Simplified text is empty, what readers get instead; refuses to overwrite another editor's change."""

    # The state that the form was opened on, and the differences from it that it shows: see `edit_conflicts`.
    opened = CarriedField()
    differences = CarriedField()
    conflict = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ending = column("", SIMPLIFIED)
        for name in self.fields:
            if name.endswith(ending):
                text = getattr(self.instance, name.removesuffix(ending) + column("", TRADITIONAL))
                self.fields[name].widget.attrs["placeholder"] = simplified(text)

    def clean(self):
        cleaned = super().clean()
        if self.conflict:
            self.add_error(None, SOMEBODY_ELSE_CHANGED_IT)
        return cleaned


class RecordForm(SourceQuestionsForm, RowForm):
    """Knows which state of the record it was opened on, and why a save of it was refused."""

    # Not a column: the moment of the last change when the form was opened.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=LONGEST_REASON,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Readers see it in the history of a public record, which needs it; your name they do not."
        ),
    )
    is_correction = forms.BooleanField(
        label=gettext_lazy("This corrects an error"),
        required=False,
        help_text=gettext_lazy("It is listed among the corrections; say above what was wrong."),
    )
    refusal = ()
    # What is asked beside the columns.
    asides = frozenset({"seen", "reason", "is_correction", "opened", "differences"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = publishing.state_of(self.instance)

    @property
    def changed_columns(self):
        return [name for name in self.changed_data if name not in self.asides and not is_question(name)]

    def clean(self):
        super().clean()
        reasons = list(self.refusal)
        # What is changed beside the columns is known to the verb alone, which asks for the same.
        if (
            self.instance.pk
            and self.instance.is_public
            and self.changed_columns
            and not self.cleaned_data.get("reason")
        ):
            self.add_error("reason", recording.SAY_WHY)
        if self.instance.pk and self.cleaned_data.get("seen") != publishing.state_of(self.instance):
            reasons = [*self._what_is_stale(), *reasons]
        if reasons:
            raise ValidationError(reasons)

    def _what_is_stale(self):
        yield SOMEBODY_ELSE_CHANGED_IT
        if names := [str(self.fields[name].label) for name in self.changed_columns]:
            yield _("What you typed differs from it in: %(names)s.") % {"names": list_separator().join(names)}
        yield _("Your text still stands below: open the record in another tab, and bring it over.")


class ReasonedActionForm(ActionForm):
    """The form of the list's actions, with a reason that goes into the history of each record."""

    why = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=LONGEST_REASON)


class CitationForm(forms.ModelForm):
    """Offers the fields of its record by their names; `target` is the model of the record."""

    target = None

    class Meta:
        model = Citation
        fields = ("source", "position", "supports", "disputes", "claims")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = self.target.bearable_fields
        choices = list(zip(names, field_names(self.target, names), strict=True))
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
                    "Readers see both values, and why one is preferred: one claim for each field ticked above. "
                    "A date as 2024, 2024-10 or 2024-10-09 is shown in the reader's language."
                ),
            )
