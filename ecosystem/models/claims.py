"""Claims: what a source says of a field that it disputes, and why the record does not follow it."""

import re
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ecosystem.core.languages import LANG_TAGS, Text, Translated, column, lang_of, simplified
from ecosystem.core.partial_dates import PartialDate


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

    def agrees_with(self, record, field):
        """Whether a record says the same of a field, as far as that can be told: of dates, numbers and texts."""
        value = self.value
        return any(
            str(said) == GAPS.sub("", value) if isinstance(said, int) else _plain(said) == _plain(value)
            for said in _said(record, field)
        )

    def __bool__(self):
        return bool(self.value.strip() and (self.reason_en.strip() or self.reason_zh_hant.strip()))


def _said(record, field):
    """Yield what the columns of a field hold, as text or number; of relations and lists, other words may say the same."""
    names = {field, *(column(field, language) for language in LANG_TAGS)}
    for own in record._meta.concrete_fields:
        if own.name in names and not own.is_relation:
            value = getattr(record, own.name)
            if isinstance(value, PartialDate):
                yield value.text
            elif value and isinstance(value, str | int):
                yield value


def _plain(text):
    """Return a text without what is no difference: gaps, and the script of its Chinese."""
    return simplified(" ".join(text.split()))


# Between the digits of a number.
GAPS = re.compile(r"[\s,，]")
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
