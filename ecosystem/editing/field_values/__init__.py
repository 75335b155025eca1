"""The values of a record's fields: as shown to readers, as text for forms, and set from text.

A field is named as citations name it, without a language (`summary`); its columns are those of the table
(`summary_en`…). In text, a row is its slug, and lists have one entry a line.
"""

from ecosystem.editing.field_values.columns import (
    get_column_field,
    get_column_label,
    has_many_values,
    is_free_text_column,
    is_relation_column,
    list_all_columns,
    list_column_choices,
    list_column_fields,
    list_field_columns,
    list_supported_columns,
)
from ecosystem.editing.field_values.read import (
    DisplayedValue,
    format_column_text,
    get_column_text,
    is_displayed_as,
    list_displayed_values,
)
from ecosystem.editing.field_values.write import (
    copy_with_column_texts,
    normalize_column_text,
    save_column_texts,
    validate_amount_currency,
)
from ecosystem.models.changes import ROLE_RELATIONS

__all__ = [
    "ROLE_RELATIONS",
    "DisplayedValue",
    "copy_with_column_texts",
    "format_column_text",
    "get_column_field",
    "get_column_label",
    "get_column_text",
    "has_many_values",
    "is_displayed_as",
    "is_free_text_column",
    "is_relation_column",
    "list_all_columns",
    "list_column_choices",
    "list_column_fields",
    "list_displayed_values",
    "list_field_columns",
    "list_supported_columns",
    "normalize_column_text",
    "save_column_texts",
    "validate_amount_currency",
]
