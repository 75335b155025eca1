"""Claims: what a source states in a field that it disputes, and why the record does not follow it."""

import re
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ecosystem.core.languages import (
    LANG_TAGS,
    LocalizedText,
    convert_to_simplified,
    detect_lang_tag,
    get_language_column,
)
from ecosystem.core.partial_dates import PartialDate
from ecosystem.models.translated_prose import TranslatedProse


@dataclass(frozen=True)
class Claim:
    """The source's value as written there, and the reason for preferring another; false if either is missing."""

    value: str
    reason_en: str = ""
    reason_zh_hant: str = ""
    reason_zh_hans: str = ""

    reason = TranslatedProse()

    @property
    def localized_value(self):
        return LocalizedText(self.value, detect_lang_tag(self.value))

    @property
    def value_as_date(self):
        try:
            return PartialDate(self.value)
        except ValueError:
            return None

    def agrees_with(self, record, field):
        """Return whether the record has the same value; only dates, numbers and texts are compared."""
        return any(
            str(value) == NUMBER_GAPS.sub("", self.value)
            if isinstance(value, int)
            else _normalize_text(value) == _normalize_text(self.value)
            for value in _iter_stated_values(record, field)
        )

    def __bool__(self):
        return bool(self.value.strip() and (self.reason_en.strip() or self.reason_zh_hant.strip()))


def _iter_stated_values(record, field):
    """Yield the values of a field's columns as text or number; relations and lists are not comparable."""
    names = {field, *(get_language_column(field, language) for language in LANG_TAGS)}
    for f in record._meta.concrete_fields:
        if f.name in names and not f.is_relation:
            value = getattr(record, f.name)
            if isinstance(value, PartialDate):
                yield value.text
            elif value and isinstance(value, str | int):
                yield value


def _normalize_text(text):
    return convert_to_simplified(" ".join(text.split()))


# Separators between the digits of a number.
NUMBER_GAPS = re.compile(r"[\s,，]")
CLAIM_KEYS = tuple(Claim.__dataclass_fields__)


class ClaimsField(models.JSONField):
    """JSON of claims by disputed field: `{field: {"value": …, "reason_en": …, …}}`."""

    description = _("What the conflicting source says")
    # Validate everything: an empty list is not an empty object.
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
        """Sort the parts of valid claims, so that they are the same in every database and file."""
        if not is_valid_claims_json(value):
            return value
        return {field: asdict(Claim(**value[field])) for field in sorted(value)}

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if not is_valid_claims_json(value):
            raise ValidationError(
                _("This must be a list of fields, each with what the source says and why we do not use it."),
                code="invalid",
            )
        for field, parts in value.items():
            if not Claim(**parts):
                raise ValidationError(
                    _("%(field)s: enter what the source says and why we prefer another source, in English or Chinese.")
                    % {"field": field},
                    code="incomplete",
                )


def is_valid_claims_json(value):
    return isinstance(value, dict) and all(map(_is_claim, value.values()))


def _is_claim(parts):
    return (
        isinstance(parts, dict)
        and "value" in parts
        and parts.keys() <= set(CLAIM_KEYS)
        and all(isinstance(text, str) for text in parts.values())
    )
