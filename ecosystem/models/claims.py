"""Claims: what a source says of a field that it disputes, and why the record does not follow it."""

from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ecosystem.partial_dates import PartialDate
from ecosystem.translation import Text, Translated, lang_of


@dataclass(frozen=True)
class Claim:
    """What the source says, as it is written there, and why something else is preferred to it."""

    value: str
    reason_en: str = ""
    reason_zh_hant: str = ""
    reason_zh_hans: str = ""

    reason = Translated()

    @property
    def said(self):
        """The value with the language that its characters show; a date is one in every language."""
        return Text(self.value, lang_of(self.value))

    @property
    def date(self):
        """The value as a date, where it is written as dates are here; else None."""
        try:
            return PartialDate(self.value)
        except ValueError:
            return None

    def __bool__(self):
        return bool(self.value.strip() and (self.reason_en.strip() or self.reason_zh_hant.strip()))


PARTS = tuple(Claim.__dataclass_fields__)


class ClaimsField(models.JSONField):
    """For each field that a source disputes, its claim, as an object of texts: the value, the reason in each language."""

    description = _("What a source says instead")
    # Nothing is passed over as empty: an empty list is no object without claims.
    empty_values = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs | {"default": dict, "blank": True})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["default"], kwargs["blank"]
        return name, path, args, kwargs

    def from_db_value(self, value, expression, connection):
        return self.to_python(super().from_db_value(value, expression, connection))

    def to_python(self, value):
        """Put the parts of sound claims in one order, the same in every database and file."""
        if not is_sound(value):
            return value
        return {field: asdict(Claim(**value[field])) for field in sorted(value)}

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if not is_sound(value):
            raise ValidationError(_("This is no list of fields with what is said of each and why."), code="invalid")
        for field, parts in value.items():
            if not Claim(**parts):
                raise ValidationError(
                    _("%(field)s: say what the source says, and why the other is preferred, in English or Chinese.")
                    % {"field": field},
                    code="incomplete",
                )


def is_sound(value):
    """Whether a value of JSON is claims by their fields, each part of each a text."""
    return isinstance(value, dict) and all(map(_is_claim, value.values()))


def _is_claim(parts):
    return (
        isinstance(parts, dict)
        and "value" in parts
        and parts.keys() <= set(PARTS)
        and all(isinstance(text, str) for text in parts.values())
    )
