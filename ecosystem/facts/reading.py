"""What a record says in one field: as readers see it, and as text that a form takes."""

from dataclasses import dataclass

from ecosystem.facts.fields import AMOUNT, IN_THREE_LANGUAGES, choices, columns
from ecosystem.models import Record
from ecosystem.models.fields import PartialDateField
from ecosystem.models.history import JOINS
from ecosystem.translation import ENGLISH, LANG_TAGS, SIMPLIFIED, TRADITIONAL, Text, column, lang_of, simplified


@dataclass(frozen=True)
class Shown:
    """A part of a field as readers see it: in which language or of what sort, and what it says."""

    label: str
    text: str


def written(record, name):
    """Return what a column holds as text, hidden rows included: for comparing, and for editors."""
    if name in JOINS:
        joins = getattr(record, JOINS[name]).select_related("organisation").order_by("pk")
        return "\n".join(f"{join.organisation.slug}: {join.role}" for join in joins)
    field = record._meta.get_field(name)
    if field.many_to_many:
        return "\n".join(sorted(getattr(record, name).values_list("slug", flat=True)))
    value = getattr(record, name)
    if field.is_relation:
        return value.slug if value else ""
    return "\n".join(value) if isinstance(value, list) else "" if value is None else str(value)


def shown(record, field):
    """Return what readers see of a field; what is not public is left out."""
    if not columns(type(record), field):
        return []
    if field in IN_THREE_LANGUAGES:
        return [part for part in _in_languages(record, field) if part.text]
    if field in AMOUNT:
        said = [record.money.localized(), record.get_amount_basis_display()] if record.money else []
        return [Shown("", " · ".join(said))] if said else []
    if field in JOINS:
        joins = getattr(record, JOINS[field]).published().select_related("organisation").order_by("pk")
        return [Shown(join.get_role_display(), join.organisation.name) for join in joins]
    return [Shown("", text) for text in _texts(record, field) if text]


def readable(model, name, text):
    """Return the text of a column as readers know it: a value by its word, a date as their language writes it."""
    field = model._meta.get_field(name)
    if isinstance(field, PartialDateField) and text:
        return field.to_python(text).localized()
    words = dict(choices(model, name))
    return "\n".join(str(words.get(line, line)) for line in text.splitlines())


def _in_languages(record, field):
    names = {ENGLISH: "English", TRADITIONAL: "繁體中文", SIMPLIFIED: "简体中文"}
    for language, tag in LANG_TAGS.items():
        text = getattr(record, column(field, language))
        if language == SIMPLIFIED and not text:
            text = simplified(getattr(record, column(field, TRADITIONAL)))
        yield Shown(Text(names[language], tag), Text(text, tag))


def _texts(record, name):
    field = record._meta.get_field(name)
    value = getattr(record, name)
    if field.many_to_many:
        rows = value.published() if issubclass(field.related_model, Record) else value.all()
        return [row.name for row in rows]
    if field.is_relation:
        return [value.name] if value and getattr(value, "is_public", True) else []
    if isinstance(value, list):
        return [Text(word, lang_of(word)) for word in value]
    if isinstance(field, PartialDateField):
        return [value.localized()] if value else []
    if field.choices:
        return [getattr(record, f"get_{name}_display")()]
    return [Text(str(value), lang_of(str(value)))] if value else []
