"""The fields of a record and the columns that hold them."""

from django.utils.text import capfirst

from ecosystem.core.languages import LANG_TAGS, column
from ecosystem.models import Record
from ecosystem.models.base import WEB
from ecosystem.models.fields import WordsField

IN_THREE_LANGUAGES = {"name", "summary", "eligibility"}
# What goes together: none of the three means anything alone.
AMOUNT = ("amount", "amount_basis", "currency")


def columns(model, field):
    """Return the columns that hold a field; a series' figures have rows of their own, so none."""
    if field in IN_THREE_LANGUAGES:
        return tuple(column(field, language) for language in LANG_TAGS)
    if field in AMOUNT:
        return AMOUNT
    return () if field == "observations" else (field,)


def supported_columns(model, field):
    """Return the columns that a source of a field vouches for: of an amount its currency and how it is counted as well."""
    names = columns(model, field)
    return names if field == "amount" else tuple(name for name in names if field_of(model, name) == field)


def field_of(model, name):
    """Return the field that a column belongs to, as sources bear it out."""
    if name in model.bearable_fields:
        return name
    return next(field for field in model.bearable_fields if name in columns(model, field))


def fields_of(model, names):
    """Return the fields that columns belong to, each once, in the order of the page."""
    found = {field_of(model, name) for name in names if name in every_column(model)}
    return [field for field in model.bearable_fields if field in found]


def every_column(model):
    """Return all columns of all fields, in the order of the page."""
    return tuple(dict.fromkeys(name for field in model.bearable_fields for name in columns(model, field)))


def label(model, name):
    """Return the name of a column in the reader's language."""
    return capfirst(model._meta.get_field(name).verbose_name)


def is_relation(model, name):
    """Whether a column leads to other rows, so that only an editor can say to which."""
    return model._meta.get_field(name).is_relation


def is_free_text(model, name):
    """Whether anything can be written into a column, so that links in it are looked at; an address is one itself."""
    field = model._meta.get_field(name)
    return not choices(model, name) and (field.is_relation or WEB not in field.validators)


def choices(model, name):
    """Return the values that a column is limited to, with their words; none where it is not."""
    field = model._meta.get_field(name)
    if field.many_to_many and not issubclass(field.related_model, Record):
        return [(word.slug, word.name) for word in field.related_model.objects.all()]
    return list(field.choices or [])


def takes_many(model, name):
    field = model._meta.get_field(name)
    return field.many_to_many or isinstance(field, WordsField)
