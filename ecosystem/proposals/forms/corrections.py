"""The forms to correct a record, in words, or one of its fields, by another value."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from ecosystem.editing import field_values
from ecosystem.models import Aim
from ecosystem.proposals.forms.base import ContributionForm, build_textarea_field
from ecosystem.proposals.forms.fields import build_column_field, format_field_text


class CorrectionForm(ContributionForm):
    """A correction in words: about a whole record, or a field without columns."""

    wrong = build_textarea_field(gettext_lazy("What is wrong?"))
    right = build_textarea_field(gettext_lazy("What should it say?"))
    asks_for_removal = forms.BooleanField(
        label=gettext_lazy("I want this record to be removed from the directory"),
        help_text=gettext_lazy(
            "Give the reason above. If the record has been public, its page will say that it was removed."
        ),
        required=False,
    )
    free_text_fields = ("wrong", "right")

    def __init__(self, *args, record, field="", about="", **kwargs):
        self.record, self.field = record, field
        # The reader comes from the page of a place or source.
        self.opening = _("Page %(path)s:") % {"path": about} if about else ""
        super().__init__(*args, **kwargs)
        self.fields["wrong"].initial = f"{self.opening} " if about else ""

    def requires_url(self, cleaned):
        return super().requires_url(cleaned) and not cleaned.get("asks_for_removal")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("wrong", "").strip() == self.opening:
            cleaned["wrong"] = ""
        if not cleaned.get("wrong") and "wrong" not in self.errors:
            self.add_error("wrong", ValidationError(_("Enter what is wrong."), code="required"))
        if not cleaned.get("right") and "right" not in self.errors and not cleaned.get("asks_for_removal"):
            self.add_error("right", ValidationError(_("Enter the correct information."), code="required"))
        return cleaned

    def build_proposal(self):
        proposal = super().build_proposal()
        setattr(proposal, self.record._meta.model_name, self.record)
        proposal.field = self.field
        proposal.wrong, proposal.right = self.cleaned_data["wrong"], self.cleaned_data.get("right", "")
        if self.cleaned_data["asks_for_removal"]:
            proposal.aim = Aim.REMOVAL
        return proposal


class FieldCorrectionForm(CorrectionForm):
    """A correction of one field: a form field for each of its columns."""

    def __init__(self, *args, record, field, **kwargs):
        self.columns = field_values.list_field_columns(type(record), field)
        super().__init__(*args, record=record, field=field, **kwargs)
        rest, self.fields = self.fields, {}
        for name in self.columns:
            self.fields[name] = build_column_field(record, name)
        self.fields |= {name: field for name, field in rest.items() if name != "right"}
        self.fields["wrong"].label = _("What is wrong? (optional if the public page explains it)")

    @property
    def free_text_fields(self):
        model = type(self.record)
        return ["wrong", *(name for name in self.columns if field_values.is_free_text_column(model, name))]

    def clean(self):
        cleaned = ContributionForm.clean(self)
        self.changes = self._find_changes(cleaned)
        if not self.changes and not self.errors.keys() & set(self.columns):
            if not cleaned.get("asks_for_removal"):
                message = _("This is the same as the current value. Enter the correct information.")
                self.add_error(self.columns[0], ValidationError(message, code="unchanged"))
            elif not cleaned.get("wrong") and "wrong" not in self.errors:
                self.add_error("wrong", ValidationError(_("Enter what is wrong."), code="required"))
        return cleaned

    def _find_changes(self, cleaned):
        """Return the text of each changed column; an invalid one becomes an error of its field instead."""
        changes = {}
        for name in self.columns:
            if name not in cleaned:
                continue
            text = format_field_text(cleaned[name])
            # Compared with the public value: otherwise the error would reveal an unpublished one that was guessed.
            present = field_values.get_column_text(self.record, name, is_public=True)
            if text == present or (not text and field_values.is_relation_column(type(self.record), name)):
                continue
            try:
                text = field_values.normalize_column_text(self.record, name, text)
                self._check_currency(name, cleaned)
            except ValidationError as error:
                self.add_error(name, error)
                continue
            if text != present:
                changes[name] = text
        return changes

    def _check_currency(self, name, cleaned):
        if name == "amount":
            field_values.validate_amount_currency(cleaned[name], cleaned.get("currency", ""))

    def build_proposal(self):
        proposal = super().build_proposal()
        proposal.changes = self.changes
        return proposal
