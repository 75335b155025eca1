"""What a record says in one field: as readers see it, as text that a form takes, and how another value is put there.

A field is named as a source bears it out, without a language (`summary`); its
columns are what the table holds (`summary_en`…). As text a row is its slug,
and lists have one entry a line.
"""

from ecosystem.editing.field_values.columns import (
    choices,
    columns,
    every_column,
    field_of,
    fields_of,
    is_free_text,
    is_relation,
    label,
    supported_columns,
    takes_many,
)
from ecosystem.editing.field_values.read import Shown, readable, reads, shown, written
from ecosystem.editing.field_values.write import check, put
from ecosystem.models.changes import JOINS

__all__ = [
    "JOINS",
    "Shown",
    "check",
    "choices",
    "columns",
    "every_column",
    "field_of",
    "fields_of",
    "is_free_text",
    "is_relation",
    "label",
    "put",
    "readable",
    "reads",
    "shown",
    "supported_columns",
    "takes_many",
    "written",
]
