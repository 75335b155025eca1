"""The forms for readers, and form fields that the admin uses too."""

from ecosystem.proposals.forms.additions import AdditionForm
from ecosystem.proposals.forms.base import ContributionForm
from ecosystem.proposals.forms.corrections import CorrectionForm, FieldCorrectionForm
from ecosystem.proposals.forms.fields import build_column_field, format_field_text
from ecosystem.proposals.forms.text_field import CleanTextField, MultilineField, SingleLineField

__all__ = [
    "AdditionForm",
    "CleanTextField",
    "ContributionForm",
    "CorrectionForm",
    "FieldCorrectionForm",
    "MultilineField",
    "SingleLineField",
    "build_column_field",
    "format_field_text",
]
