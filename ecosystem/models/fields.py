"""Fields of our own: partial dates with their lookups, lists of words, and columns computed from others."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ecosystem.core.partial_dates import PartialDate


class PartialDateField(models.CharField):
    """A year, a month or a day, stored as the text that says so; `None` where nothing is known."""

    description = _("A date as exact as its source")

    def __init__(self, *args, **kwargs):
        kwargs |= {"max_length": 10, "null": True, "blank": True}
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for known in ("max_length", "null", "blank"):
            del kwargs[known]
        return name, path, args, kwargs

    def from_db_value(self, value, expression, connection):
        return PartialDate(value) if value else None

    def to_python(self, value):
        if not value or isinstance(value, PartialDate):
            return value or None
        try:
            return PartialDate(str(value).strip())
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def get_prep_value(self, value):
        value = self.to_python(value)
        return value.text if value else None

    def value_to_string(self, obj):
        return self.get_prep_value(self.value_from_object(obj))

    def run_validators(self, value):
        # The validators of CharField count characters, which a date has none of.
        return super(models.CharField, self).run_validators(value.text if value else value)

    def formfield(self, **kwargs):
        hints = {"form_class": PartialDateInput, "empty_value": None, "help_text": _("2024, 2024-10 or 2024-10-09")}
        return super().formfield(**hints | kwargs)


class PartialDateInput(forms.CharField):
    """A line for a partial date; what was typed is compared by what it says, not by its class."""

    def has_changed(self, initial, data):
        return super().has_changed(str(initial) if initial else initial, data)


@PartialDateField.register_lookup
class BegunBy(models.lookups.BuiltinLookup):
    """Whether the span's first day is on or before a day, or before the end of a partial date.

    Texts of dates sort by first day, so this is a plain comparison; give the
    last day of what is compared.
    """

    lookup_name = "begun_by"

    def get_rhs_op(self, connection, rhs):
        return f"<= {rhs}"


@PartialDateField.register_lookup
class Reaches(models.Lookup):
    """Whether the span's last day is on or after the first day of a date.

    2024-10 reaches 2024-10-09, for its last day lies later: a span that the
    compared date begins with is one that holds it.
    """

    lookup_name = "reaches"

    def as_sql(self, compiler, connection):
        lhs, lhs_params = self.process_lhs(compiler, connection)
        rhs, rhs_params = self.process_rhs(compiler, connection)
        return (
            f"({lhs} >= {rhs} OR SUBSTR({rhs}, 1, LENGTH({lhs})) = {lhs})",
            (*lhs_params, *rhs_params, *rhs_params, *lhs_params, *lhs_params),
        )


class WordsField(models.JSONField):
    """A list of words or names, one a line in forms; with `choices` given to the form field, of those only."""

    description = _("A list of words")

    def __init__(self, *args, **kwargs):
        kwargs |= {"default": list, "blank": True}
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["default"], kwargs["blank"]
        return name, path, args, kwargs

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
            raise ValidationError(_("This is no list of words."), code="invalid")
        if len(set(value)) < len(value):
            raise ValidationError(_("A word stands twice."), code="invalid")

    def formfield(self, **kwargs):
        return models.Field.formfield(self, **{"form_class": LinesField} | kwargs)


class LinesField(forms.CharField):
    """A text area with one word or name a line."""

    widget = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs | {"help_text": kwargs.get("help_text") or _("One a line")})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return list(dict.fromkeys(line.strip() for line in super().to_python(value).splitlines() if line.strip()))

    def has_changed(self, initial, data):
        return (initial or []) != self.to_python(data)


class ComputedField(models.TextField):
    """A column that `compute(record)` fills at every save; files of facts leave it out."""

    def __init__(self, *args, compute=None, **kwargs):
        self.compute = compute
        super().__init__(*args, **kwargs | {"editable": False, "default": "", "serialize": False})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for known in ("editable", "default", "serialize"):
            kwargs.pop(known, None)
        return name, path, args, kwargs

    def pre_save(self, model_instance, add):
        value = self.compute(model_instance)
        setattr(model_instance, self.attname, value)
        return value
