"""Forms of the public side, and the fields that they share with the moderation."""

from ecosystem.forms.additions import AdditionForm
from ecosystem.forms.columns import as_text, column_field
from ecosystem.forms.contributions import ContributionForm
from ecosystem.forms.corrections import CorrectionForm, FieldForm
from ecosystem.forms.texts import MultilineField, SingleLineField, TextField

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
