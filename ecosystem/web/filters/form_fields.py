"""The form fields of filters, with their errors for unknown values."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ecosystem.core.control_characters import narrow_text
from ecosystem.core.typed_dates import parse_partial_date
from ecosystem.models.form_fields import AmountFormField
from ecosystem.search.query import SearchQuery

# More than any budget, and less than the maximum of a column.
LARGEST_AMOUNT = 10**15 - 1


class IncompleteFilterError(ValidationError):
    """An error of the filters `names`, which need a value of the filter `missing`: one of `suggestions`."""

    def __init__(self, message, *, names: list[str], missing: str, suggestions: list[str]):
        super().__init__(message, code="incomplete")
        self.names, self.missing, self.suggestions = names, missing, suggestions


class ChoicesField(forms.MultipleChoiceField):
    def to_python(self, value):
        """Return the values, each that is a choice in another width or case as that choice."""
        known = {str(choice).lower(): str(choice) for choice, _label in self.choices}
        return list(dict.fromkeys(known.get(narrow_text(v).lower(), v) for v in super().to_python(value)))

    def validate(self, value):
        known = {str(choice) for choice, _label in self.choices}
        if unknown := dict.fromkeys(v for v in value if v not in known):
            raise ValidationError([self.build_unknown_error(v) for v in unknown])

    def build_unknown_error(self, value):
        return ValidationError(
            _("“%(value)s” is not an option for “%(label)s”."),
            code="unknown",
            params={"value": value, "label": self.label},
        )


class YearsField(ChoicesField):
    """Any of the years, each as people write it: 2024年."""

    def to_python(self, value):
        return super().to_python([_read_year(v) for v in value or ()])


def _read_year(text: str) -> str:
    try:
        return str(parse_partial_date(text).parts[0])
    except ValueError:
        return text


class LongChoicesField(ChoicesField):
    """A field with more choices than can be offered; the most relevant come first."""


class RecordsField(ChoicesField):
    """Public records by their current or former slugs; cleaned to the records."""

    def __init__(self, *, records, **kwargs):
        self.records = records
        super().__init__(**kwargs)

    def clean(self, value):
        slugs = list(dict.fromkeys(narrow_text(v).lower() for v in self.to_python(value)))
        if not slugs:
            return []
        records = self.records().map_by_slug(slugs)
        if unknown := [slug for slug in slugs if slug not in records]:
            raise ValidationError([self.build_unknown_error(slug) for slug in unknown])
        return list(dict.fromkeys(records[slug] for slug in slugs))


class PartialDateFilterField(forms.CharField):
    def clean(self, value):
        text = super().clean(value)
        try:
            return parse_partial_date(text) if text else None
        except ValueError as error:
            # The reason quotes the typed text, so it must not be used as a format string.
            raise ValidationError("%(reason)s", params={"reason": str(error), "value": text}) from error


class AmountFilterField(AmountFormField):
    """An amount in Hong Kong dollars."""

    def clean(self, value):
        try:
            amount = super().clean(value)
        except ValidationError as error:
            raise ValidationError(
                _("“%(value)s” is not a valid amount. Enter a whole number, for example 1000000."),
                params={"value": value},
            ) from error
        if self.typed_currency not in {"", "HKD"}:
            raise ValidationError(
                _("“%(value)s” is not in Hong Kong dollars. Enter the amount in HK$, for example 1000000."),
                params={"value": value},
            )
        return amount


class SearchQueryField(forms.CharField):
    """Any text; what cannot be searched for is dropped without an error."""

    default_validators = ()

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.validators = []

    def to_python(self, value):
        return SearchQuery(super().to_python(value)).text
