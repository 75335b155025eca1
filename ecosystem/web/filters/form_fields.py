"""What a filter reads from the address, and what it says of a value that it does not know."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ecosystem.core.partial_dates import PartialDate
from ecosystem.search.query import Question

# More than any budget, and less than a column holds.
LARGEST_AMOUNT = 10**15 - 1


class ChoicesField(forms.MultipleChoiceField):
    """Any of the choices; every value that is none is named in an error of its own."""

    def validate(self, value):
        known = {str(choice) for choice, _label in self.choices}
        wrong = [v for v in value if v not in known]
        if wrong:
            raise ValidationError([self.unknown(value) for value in dict.fromkeys(wrong)])

    def unknown(self, value):
        return ValidationError(
            _("There is nothing called “%(value)s” under “%(label)s”."),
            code="unknown",
            params={"value": value, "label": self.label},
        )


class LongChoicesField(ChoicesField):
    """More choices than can be offered, the first of which matter most."""


class RecordsField(ChoicesField):
    """Public records by their slugs, former ones too; cleaned to the records themselves."""

    def __init__(self, *, records, **kwargs):
        self.records = records
        super().__init__(**kwargs)

    def clean(self, value):
        slugs = list(dict.fromkeys(self.to_python(value)))
        if not slugs:
            return []
        found = self.records().at(slugs)
        if wrong := [slug for slug in slugs if slug not in found]:
            raise ValidationError([self.unknown(slug) for slug in wrong])
        return list(dict.fromkeys(found[slug] for slug in slugs))


class PartialDateInput(forms.CharField):
    def clean(self, value):
        text = super().clean(value)
        try:
            return PartialDate(text) if text else None
        except ValueError as error:
            # The reason quotes what was typed, so it is no format of its own.
            raise ValidationError("%(reason)s", params={"reason": str(error), "value": text}) from error


class AmountInput(forms.IntegerField):
    def clean(self, value):
        try:
            return super().clean(value)
        except ValidationError as error:
            raise ValidationError(
                _("“%(value)s” is no amount; write a whole number, such as 1000000."), params={"value": value}
            ) from error


class QuestionField(forms.CharField):
    """Whatever somebody types; what cannot be searched for is left out, not refused."""

    default_validators = ()

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.validators = []

    def to_python(self, value):
        return Question(super().to_python(value)).text
