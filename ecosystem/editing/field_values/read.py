"""The value of a record's field: as shown to readers, and as text for forms."""

from dataclasses import dataclass

from django.utils.translation import override

from ecosystem.core.languages import (
    ENGLISH,
    LANG_TAGS,
    SIMPLIFIED,
    TRADITIONAL,
    LocalizedText,
    convert_to_simplified,
    detect_lang_tag,
    get_language_column,
)
from ecosystem.editing.field_values.columns import (
    AMOUNT_COLUMNS,
    list_column_choices,
    list_field_columns,
)
from ecosystem.models import Record
from ecosystem.models.changes import ROLE_RELATIONS
from ecosystem.models.fields import PartialDateField


@dataclass(frozen=True)
class DisplayedValue:
    """`label` is the language or role of a part of a field, or empty."""

    label: str
    text: str


def get_column_text(record, name, *, is_public=False):
    """Return a text for comparison and for editors; `is_public` leaves out unpublished rows."""
    if name in ROLE_RELATIONS:
        joins = _get_public_joins(record, name) if is_public else getattr(record, ROLE_RELATIONS[name])
        joins = joins.select_related("organisation").order_by("pk")
        return "\n".join(f"{join.organisation.slug}: {join.role}" for join in joins)
    field = record._meta.get_field(name)
    if field.many_to_many:
        rows = _get_public_rows(record, name) if is_public else getattr(record, name)
        return "\n".join(sorted(row.slug for row in rows.all()))
    value = getattr(record, name)
    if field.is_relation:
        return value.slug if value and (_is_visible(value) or not is_public) else ""
    return "\n".join(value) if isinstance(value, list) else "" if value is None else str(value)


def list_displayed_values(record, field):
    """Leave out unpublished rows."""
    if not list_field_columns(type(record), field):
        return []
    if record.record_fields.by_name[field].is_translated:
        return [part for part in _iter_translations(record, field) if part.text]
    if field in AMOUNT_COLUMNS:
        parts = [record.money.format_localized(), record.get_amount_basis_display()] if record.money else []
        return [DisplayedValue("", " · ".join(parts))] if parts else []
    if field in ROLE_RELATIONS:
        joins = _get_public_joins(record, field).select_related("organisation").order_by("pk")
        return [DisplayedValue(join.get_role_display(), join.organisation.name) for join in joins]
    return [DisplayedValue("", text) for text in _list_texts(record, field) if text]


def is_displayed_as(record, field, text):
    """Return whether the field is shown as exactly this text in some language; never for fields with roles."""
    wanted = convert_to_simplified(" ".join(text.split()))
    for language in LANG_TAGS:
        with override(language):
            parts = list_displayed_values(record, field)
        if len(parts) == 1 and field not in ROLE_RELATIONS and convert_to_simplified(parts[0].text) == wanted:
            return True
    return False


def format_column_text(model, name, text):
    field = model._meta.get_field(name)
    if isinstance(field, PartialDateField) and text:
        return field.to_python(text).format_localized()
    words = dict(list_column_choices(model, name))
    return "\n".join(str(words.get(line, line)) for line in text.splitlines())


def _get_public_joins(record, field):
    return getattr(record, ROLE_RELATIONS[field]).published()


def _get_public_rows(record, name):
    """Vocabularies are public as a whole."""
    rows = getattr(record, name)
    return rows.published() if issubclass(rows.model, Record) else rows.all()


def _is_visible(row):
    return getattr(row, "is_public", True)


def _iter_translations(record, field):
    names = {ENGLISH: "English", TRADITIONAL: "繁體中文", SIMPLIFIED: "简体中文"}
    for language, tag in LANG_TAGS.items():
        text = getattr(record, get_language_column(field, language))
        if language == SIMPLIFIED and not text:
            text = getattr(type(record), field).simplify(getattr(record, get_language_column(field, TRADITIONAL)))
        yield DisplayedValue(LocalizedText(names[language], tag), LocalizedText(text, tag))


def _list_texts(record, name):
    field = record._meta.get_field(name)
    value = getattr(record, name)
    if field.many_to_many:
        return [row.name for row in _get_public_rows(record, name)]
    if field.is_relation:
        return [value.name] if value and _is_visible(value) else []
    if isinstance(value, list):
        return [LocalizedText(word, detect_lang_tag(word)) for word in value]
    if isinstance(field, PartialDateField):
        return [value.format_localized()] if value else []
    if field.choices:
        return [getattr(record, f"get_{name}_display")()]
    return [LocalizedText(str(value), detect_lang_tag(str(value)))] if value else []
