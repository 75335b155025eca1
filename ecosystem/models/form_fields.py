"""Form fields for text as people type or paste it, for all forms of editors and readers."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ecosystem.core.control_characters import remove_invisible_characters
from ecosystem.core.typed_dates import parse_partial_date
from ecosystem.core.typed_numbers import parse_amount, parse_decimal


class InvisibleCharactersMixin:
    """Removes invisible characters, which come with copied text; goes before a form field."""

    def to_python(self, value):
        return super().to_python(remove_invisible_characters(value) if isinstance(value, str) else value)


class TextFormField(InvisibleCharactersMixin, forms.CharField):
    """A text input."""


class EmailFormField(InvisibleCharactersMixin, forms.EmailField):
    """An input for an e-mail address."""


class PartialDateFormField(TextFormField):
    """A text input for a partial date, written in any usual way; cleaned to text, which comparisons use."""

    def __init__(self, *, max_length=None, **kwargs):
        # With maxlength, browsers cut off a longer way to write a date.
        super().__init__(**kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        try:
            return parse_partial_date(text).text if text else text
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def has_changed(self, initial, data):
        return super().has_changed(str(initial) if initial else initial, data)


class DayFormField(InvisibleCharactersMixin, forms.DateField):
    """An input for a day, written in any usual way; a day that can be read in two ways is refused."""

    def to_python(self, value):
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            day = parse_partial_date(value)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error
        if day.first_day != day.last_day:
            raise ValidationError(_("Enter a day, for example 2024-10-09."), code="invalid")
        return day.first_day


class AmountFormField(forms.IntegerField):
    """A text input for an amount, written in any usual way; `typed_currency` is the currency that the text names."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Enter the full amount in figures, for example 3000000000.")}
    typed_currency = ""

    def to_python(self, value):
        self.typed_currency = ""
        if isinstance(value, str) and value.strip():
            try:
                typed = parse_amount(value)
            except ValueError as error:
                raise ValidationError(self.error_messages["invalid"], code="invalid") from error
            value, self.typed_currency = typed.amount, typed.currency
        return super().to_python(value)


class FigureFormField(forms.DecimalField):
    """A text input for a figure, written in any usual way: 1,000,000, −3.2, 95%, 15億."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Enter a number, for example 3000000000 or 12.5.")}

    def to_python(self, value):
        if isinstance(value, str) and value.strip():
            try:
                value = parse_decimal(value)
            except ValueError as error:
                raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        return super().to_python(value)

    def prepare_value(self, value):
        """Show a stored figure without trailing zeros."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def validate_typed_currency(typed: str, currency: str):
    if typed and typed != currency:
        message = _("The amount is in %(currency)s. Enter %(currency)s as the currency too, or the amount as a number.")
        raise ValidationError(message, code="currency", params={"currency": typed})


class IdentifierFormField(TextFormField):
    """A text input for an identifier of another register; takes its address too."""

    def __init__(self, *, normalize, max_length=None, **kwargs):
        # With maxlength, browsers cut off a pasted address.
        super().__init__(**kwargs)
        self.normalize = normalize

    def to_python(self, value):
        return self.normalize(super().to_python(value))


class WordsFormField(TextFormField):
    widget = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs | {"help_text": kwargs.get("help_text") or _("Enter one per line")})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return list(dict.fromkeys(line.strip() for line in super().to_python(value).splitlines() if line.strip()))

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)
