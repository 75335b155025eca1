"""Columns of exported tables, with the readers of their cells."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise

from ecosystem.core import languages
from ecosystem.exports.column_descriptions import COLUMN_DESCRIPTIONS
from ecosystem.models.base import WEB_URL_VALIDATOR
from ecosystem.models.definitions import DefinedTerm, find_vocabulary_of_choices
from ecosystem.models.fields import PartialDateField, WordsField
from ecosystem.models.text_patterns import DATE_PATTERN

# Types of the Table Schema standard; it has none for partial dates, which are strings with a pattern.
TYPES = (
    (models.BooleanField, "boolean"),
    (models.DateField, "date"),
    (WordsField, "list"),
    (models.ManyToManyField, "list"),
    (models.DecimalField, "number"),
    (models.IntegerField, "integer"),
)
# For other regular expression engines, which do not know `\Z`.
PARTIAL_DATE = DATE_PATTERN.regex.replace(r"\Z", "$")


@dataclass(frozen=True)
class ExportColumn:
    """`names` is the table that the column refers to."""

    name: str
    type: str = "string"
    form: str = ""
    choices: tuple = ()
    names: str = ""
    is_required: bool = False
    is_unique: bool = False
    longest: int | None = None
    # What it means, where that is not in `COLUMN_DESCRIPTIONS`.
    description: str | Promise = ""
    # Returns the cell of a row, a list as a tuple; without it, the cell is the attribute with the column's name.
    read: Callable | None = dataclasses.field(default=None, compare=False)

    @property
    def base_name(self) -> str:
        return languages.split_language_column(self.name)[0]

    @property
    def language(self) -> str:
        """The language as a BCP 47 tag; empty for columns without a language."""
        return languages.split_language_column(self.name)[1]

    @property
    def is_list(self) -> bool:
        return self.type == "list"

    @property
    def is_partial_date(self) -> bool:
        return self.form == "partial_date"

    @property
    def constraints(self) -> dict[str, object]:
        """The constraints of the column, as in the Table Schema standard."""
        constraints: dict[str, object] = {}
        if self.is_required:
            constraints["required"] = True
        if self.is_unique:
            constraints["unique"] = True
        if self.is_partial_date:
            constraints["pattern"] = PARTIAL_DATE
        if self.choices and not self.is_list:
            constraints["enum"] = [value for value, _label in self.choices]
        if self.longest and not self.choices:
            constraints["maxLength"] = self.longest
        return constraints

    @property
    def definitions(self) -> dict[str, str | Promise]:
        vocabulary = find_vocabulary_of_choices(self.choices)
        return {term.value: term.definition for term in vocabulary.list_terms()} if vocabulary else {}

    @property
    def defined_choices(self) -> list[DefinedTerm]:
        return [DefinedTerm(value, label, self.definitions.get(value, "")) for value, label in self.choices]

    def get_description(self, table: str) -> str | Promise:
        """Raise LookupError if the column has no description."""
        if self.description:
            return self.description
        for key in (f"{table}.{self.name}", f"{table}.{self.base_name}", self.name, self.base_name):
            if key in COLUMN_DESCRIPTIONS:
                return COLUMN_DESCRIPTIONS[key]
        raise LookupError(f"No meaning is written for the column {table}.{self.name}.")


def build_field_column(
    name: str, model: type[models.Model], field_name: str = "", *, names: str = "", read: Callable | None = None
) -> ExportColumn:
    field = model._meta.get_field(field_name or name)
    column_type = next((type_name for field_class, type_name in TYPES if isinstance(field, field_class)), "string")
    form = "partial_date" if isinstance(field, PartialDateField) else ""
    if WEB_URL_VALIDATOR in field.validators:
        form = "uri"
    is_text = isinstance(field, models.CharField) and not form
    is_optional = field.null or field.blank or field.many_to_many
    return ExportColumn(
        name=name,
        type=column_type,
        form=form,
        choices=tuple((value, label) for value, label in field.choices or () if value),
        names=names,
        is_required=not is_optional and column_type != "boolean" and not field.has_default(),
        is_unique=field.unique and not field.primary_key,
        longest=field.max_length if is_text else None,
        read=read,
    )


def build_text_columns(name: str, model: type[models.Model]) -> tuple[ExportColumn, ...]:
    """Return a column per language; empty Simplified Chinese is converted from Traditional."""
    text = languages.get_translated_attribute(model, name)

    def build_column(language: str) -> ExportColumn:
        column = languages.get_language_column(name, language)
        return build_field_column(column, model, read=lambda row: text.get_own_text(row, language))

    return tuple(map(build_column, languages.LANG_TAGS))


def build_related_text_columns(name: str, get_row: Callable, attribute: str = "name") -> tuple[ExportColumn, ...]:
    """Return a column per language; `get_row(row)` may be None."""

    def build_column(language: str) -> ExportColumn:
        def read(row):
            related = get_row(row)
            return getattr(type(related), attribute).get_own_text(related, language) if related else ""

        return ExportColumn(languages.get_language_column(name, language), read=read)

    return tuple(map(build_column, languages.LANG_TAGS))


def build_slug_reader(name: str) -> Callable:
    """Return a reader of the slug of a related row, empty if that is not public."""
    return lambda row: other.slug if (other := getattr(row, name)) and getattr(other, "is_public", True) else ""


def build_slugs_reader(name: str) -> Callable:
    return lambda row: tuple(other.slug for other in getattr(row, name).all())


def build_partial_date_reader(name: str) -> Callable:
    return lambda row: date.text if (date := getattr(row, name, None)) else ""
