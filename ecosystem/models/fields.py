"""Model fields: partial dates with their lookups, lists of words, computed columns."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ecosystem.core.identifiers import parse_ror, parse_wikidata
from ecosystem.core.partial_dates import PartialDate
from ecosystem.models.form_fields import IdentifierFormField, PartialDateFormField, WordsFormField


class PartialDateField(models.CharField):
    """A PartialDate, stored as its text; `None` if unknown."""

    description = _("A date as precise as its source")

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
        # CharField's validators need text.
        return super(models.CharField, self).run_validators(value.text if value else value)

    def formfield(self, **kwargs):
        hints = {"form_class": PartialDateFormField, "empty_value": None, "help_text": _("2024, 2024-10 or 2024-10-09")}
        return super().formfield(**hints | kwargs)


@PartialDateField.register_lookup
class BegunByLookup(models.lookups.BuiltinLookup):
    """Whether the first day is on or before a given day; for a partial date pass its last day.

    A plain comparison, because the texts of partial dates sort by first day.
    """

    lookup_name = "begun_by"

    def get_rhs_op(self, connection, rhs):
        return f"<= {rhs}"


@PartialDateField.register_lookup
class ReachesLookup(models.Lookup):
    """Whether the last day is on or after the first day of another date.

    2024-10 reaches 2024-10-09: a date whose text is a prefix of the other contains it.
    """

    lookup_name = "reaches"

    def as_sql(self, compiler, connection):
        lhs, lhs_params = self.process_lhs(compiler, connection)
        rhs, rhs_params = self.process_rhs(compiler, connection)
        return (
            f"({lhs} >= {rhs} OR SUBSTR({rhs}, 1, LENGTH({lhs})) = {lhs})",
            (*lhs_params, *rhs_params, *rhs_params, *lhs_params, *lhs_params),
        )


class IdentifierField(models.CharField):
    """An identifier of another register; its address, or another way to write it, is stored as the identifier."""

    @staticmethod
    def parse(text):
        """Return the identifier in a text; empty if there is none."""
        raise NotImplementedError

    def to_python(self, value):
        text = super().to_python(value)
        return text and (self.parse(text) or text.strip())

    def get_prep_value(self, value):
        return self.to_python(super().get_prep_value(value))

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": IdentifierFormField, "normalize": self.to_python} | kwargs)


class RorField(IdentifierField):
    """An organisation in the Research Organization Registry, such as 00q4vv597."""

    parse = staticmethod(parse_ror)


class WikidataField(IdentifierField):
    """An item of Wikidata, such as Q1234."""

    parse = staticmethod(parse_wikidata)


class WordsField(models.JSONField):
    """A JSON list of distinct words or names; in forms one a line."""

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
            raise ValidationError(_("Enter a list of words."), code="invalid")
        if len(set(value)) < len(value):
            raise ValidationError(_("A word is repeated."), code="invalid")

    def formfield(self, **kwargs):
        return models.Field.formfield(self, **{"form_class": WordsFormField} | kwargs)


class ComputedField(models.TextField):
    """A column that `compute(record)` fills at every save; fact files leave it out."""

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
