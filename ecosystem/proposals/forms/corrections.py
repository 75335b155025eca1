"""What is wrong with a record, in words, or with one of its fields, in the form of that field."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from ecosystem.editing import field_values
from ecosystem.models import Aim
from ecosystem.proposals.forms.base import ContributionForm, text
from ecosystem.proposals.forms.fields import as_text, column_field


class CorrectionForm(ContributionForm):
    """About a record as a whole, in words."""

    wrong = text(gettext_lazy("What is wrong?"))
    right = text(gettext_lazy("What is right?"))
    asks_for_removal = forms.BooleanField(
        label=gettext_lazy("I ask that this record be taken off the directory"),
        help_text=gettext_lazy("Say above why. What was public leaves a note that it was removed."),
        required=False,
    )
    free = ("wrong", "right")

    def __init__(self, *args, record, field="", about="", **kwargs):
        self.record, self.field = record, field
        # What is wrong may have been noticed on a page of the site that is not the record's own.
        self.opening = _("On the page %(path)s:") % {"path": about} if about else ""
        super().__init__(*args, **kwargs)
        self.fields["wrong"].initial = f"{self.opening} " if about else ""

    def needs_page(self, cleaned):
        return super().needs_page(cleaned) and not cleaned.get("asks_for_removal")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("wrong", "").strip() == self.opening:
            cleaned["wrong"] = ""
        if not cleaned.get("wrong") and "wrong" not in self.errors:
            self.add_error("wrong", ValidationError(_("Say what is wrong."), code="required"))
        if not cleaned.get("right") and "right" not in self.errors and not cleaned.get("asks_for_removal"):
            self.add_error("right", ValidationError(_("Say what is right instead."), code="required"))
        return cleaned

    def proposal(self):
        proposal = super().proposal()
        setattr(proposal, self.record._meta.model_name, self.record)
        proposal.field = self.field
        proposal.wrong, proposal.right = self.cleaned_data["wrong"], self.cleaned_data.get("right", "")
        if self.cleaned_data["asks_for_removal"]:
            proposal.aim = Aim.REMOVAL
        return proposal


class FieldForm(CorrectionForm):
    """About one field of a record: the value that is right, in the form of that very field."""

    def __init__(self, *args, record, field, **kwargs):
        self.columns = field_values.columns(type(record), field)
        super().__init__(*args, record=record, field=field, **kwargs)
        rest, self.fields = self.fields, {}
        for name in self.columns:
            self.fields[name] = column_field(record, name)
        self.fields |= {name: found for name, found in rest.items() if name != "right"}
        self.fields["wrong"].label = _("What is wrong with it, if the page does not say so itself?")

    @property
    def free(self):
        model = type(self.record)
        return ["wrong", *(name for name in self.columns if field_values.is_free_text(model, name))]

    def clean(self):
        cleaned = ContributionForm.clean(self)
        self.changes = self._changes(cleaned)
        if not self.changes and not self.errors.keys() & set(self.columns):
            if not cleaned.get("asks_for_removal"):
                told = _("This is what stands there already: write what is right instead.")
                self.add_error(self.columns[0], ValidationError(told, code="unchanged"))
            elif not cleaned.get("wrong") and "wrong" not in self.errors:
                self.add_error("wrong", ValidationError(_("Say what is wrong."), code="required"))
        return cleaned

    def _changes(self, cleaned):
        """Return the columns that are to hold something else, as text, each checked as its field is."""
        changes = {}
        for name in self.columns:
            if name not in cleaned:
                continue
            written = as_text(cleaned[name])
            # Compared with what readers see: the refusal would tell who guesses what else stands there.
            if written == field_values.written(self.record, name, is_public=True) or (
                not written and field_values.is_relation(type(self.record), name)
            ):
                continue
            try:
                field_values.check(self.record, name, written)
            except ValidationError as error:
                self.add_error(name, error)
            else:
                changes[name] = written
        return changes

    def proposal(self):
        proposal = super().proposal()
        proposal.changes = self.changes
        return proposal
