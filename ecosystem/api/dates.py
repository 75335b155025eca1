"""Partial dates in the API, and their JSON Schema."""

from typing import Annotated

from django.utils.translation import gettext_noop as _
from pydantic import WithJsonSchema

# No pattern can tell whether a day exists, so days have the format of JSON Schema.
YEAR = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})"
PARTIAL_DATE_SCHEMA = {
    "anyOf": [
        {"type": "string", "pattern": f"^{YEAR}(?:-(?:0[1-9]|1[0-2]))?$"},
        {"type": "string", "format": "date"},
    ]
}
PartialDateString = Annotated[
    str,
    WithJsonSchema(
        {
            "type": "string",
            "format": "partial-date",
            "pattern": "^[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?$",
            "description": _("A year, a month or a day: 2024, 2024-10 or 2024-10-09"),
        }
    ),
]


def serialize_partial_date(date) -> str | None:
    return date.text if date else None
