"""The fields of a record and the columns that hold them."""

from django.utils.text import capfirst

from ecosystem.models import Record
from ecosystem.models.base import WEB_URL_VALIDATOR
from ecosystem.models.fields import WordsField

# These have a meaning only together.
AMOUNT_COLUMNS = ("amount", "amount_basis", "currency")


def list_field_columns(model, field):
    """Return none for an indicator's observations, which are rows."""
    if field in AMOUNT_COLUMNS:
        return AMOUNT_COLUMNS
    declared = model.record_fields.by_name.get(field)
    return declared.columns if declared else ()


def list_supported_columns(model, field):
    """For an amount, include its currency and basis."""
    names = list_field_columns(model, field)
    return names if field == "amount" else tuple(name for name in names if get_column_field(model, name) == field)


def get_column_field(model, name):
    """Return the field as citations name it."""
    if name in model.bearable_fields:
        return name
    return next(field for field in model.bearable_fields if name in list_field_columns(model, field))


def list_column_fields(model, names):
    fields = {get_column_field(model, name) for name in names if name in list_all_columns(model)}
    return [field for field in model.bearable_fields if field in fields]


def list_all_columns(model):
    return tuple(dict.fromkeys(name for field in model.bearable_fields for name in list_field_columns(model, field)))


def get_column_label(model, name):
    return capfirst(model._meta.get_field(name).verbose_name)


def is_relation_column(model, name):
    return model._meta.get_field(name).is_relation


def is_free_text_column(model, name):
    """Such a text must be checked for links; a URL column takes no free text."""
    field = model._meta.get_field(name)
    return not list_column_choices(model, name) and (field.is_relation or WEB_URL_VALIDATOR not in field.validators)


def list_column_choices(model, name):
    field = model._meta.get_field(name)
    if field.many_to_many and not issubclass(field.related_model, Record):
        return [(word.slug, word.name) for word in field.related_model.objects.all()]
    return list(field.choices or [])


def has_many_values(model, name):
    field = model._meta.get_field(name)
    return field.many_to_many or isinstance(field, WordsField)
