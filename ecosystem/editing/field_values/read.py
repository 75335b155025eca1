"""What a record says in one field: as readers see it, and as text that a form takes."""

from dataclasses import dataclass

from django.utils.translation import override

from ecosystem.core.languages import ENGLISH, LANG_TAGS, SIMPLIFIED, TRADITIONAL, Text, column, lang_of, simplified
from ecosystem.editing.field_values.columns import AMOUNT, IN_THREE_LANGUAGES, choices, columns
from ecosystem.models import Record
from ecosystem.models.changes import JOINS
from ecosystem.models.fields import PartialDateField


@dataclass(frozen=True)
class Shown:
    """A part of a field as readers see it: in which language or of what sort, and what it says."""

    label: str
    text: str


def written(record, name, *, is_public=False):
    """Return what a column holds as text, hidden rows included: for comparing, and for editors; `is_public` leaves them out."""
    if name in JOINS:
        joins = _joins(record, name) if is_public else getattr(record, JOINS[name])
        joins = joins.select_related("organisation").order_by("pk")
        return "\n".join(f"{join.organisation.slug}: {join.role}" for join in joins)
    field = record._meta.get_field(name)
    if field.many_to_many:
        rows = _rows(record, name) if is_public else getattr(record, name)
        return "\n".join(sorted(rows.values_list("slug", flat=True)))
    value = getattr(record, name)
    if field.is_relation:
        return value.slug if value and (_is_seen(value) or not is_public) else ""
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
        joins = _joins(record, field).select_related("organisation").order_by("pk")
        return [Shown(join.get_role_display(), join.organisation.name) for join in joins]
    return [Shown("", text) for text in _texts(record, field) if text]


def reads(record, field, text):
    """Whether readers of any language see just this text, and nothing else, as a field; who takes part has a role too."""
    wanted = simplified(" ".join(text.split()))
    for language in LANG_TAGS:
        with override(language):
            parts = shown(record, field)
        if len(parts) == 1 and field not in JOINS and simplified(parts[0].text) == wanted:
            return True
    return False


def readable(model, name, text):
    """Return the text of a column as readers know it: a value by its word, a date as their language writes it."""
    field = model._meta.get_field(name)
    if isinstance(field, PartialDateField) and text:
        return field.to_python(text).localized()
    words = dict(choices(model, name))
    return "\n".join(str(words.get(line, line)) for line in text.splitlines())


def _joins(record, field):
    """Return the rows by which public bodies take part."""
    return getattr(record, JOINS[field]).published()


def _rows(record, name):
    """Return the rows of a list that readers see: words of a vocabulary are all public."""
    rows = getattr(record, name)
    return rows.published() if issubclass(rows.model, Record) else rows.all()


def _is_seen(row):
    return getattr(row, "is_public", True)


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
        return [row.name for row in _rows(record, name)]
    if field.is_relation:
        return [value.name] if value and _is_seen(value) else []
    if isinstance(value, list):
        return [Text(word, lang_of(word)) for word in value]
    if isinstance(field, PartialDateField):
        return [value.localized()] if value else []
    if field.choices:
        return [getattr(record, f"get_{name}_display")()]
    return [Text(str(value), lang_of(str(value)))] if value else []
