"""Forms of the public side, and the fields that they share with the moderation."""

from ecosystem.proposals.forms.additions import AdditionForm
from ecosystem.proposals.forms.base import ContributionForm
from ecosystem.proposals.forms.corrections import CorrectionForm, FieldForm
from ecosystem.proposals.forms.fields import as_text, column_field
from ecosystem.proposals.forms.text_field import MultilineField, SingleLineField, TextField

__all__ = [
    "AdditionForm",
    "ContributionForm",
    "CorrectionForm",
    "FieldForm",
    "MultilineField",
    "SingleLineField",
    "TextField",
    "as_text",
    "column_field",
]
