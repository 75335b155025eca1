"""Dates as exact as their source, as the API writes them and as its description tells of them."""

from typing import Annotated

from django.utils.translation import gettext_noop as _
from pydantic import WithJsonSchema

# Whether a day is in the calendar no pattern tells, so days are of the format that JSON Schema knows.
YEAR = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})"
FORM = {
    "anyOf": [
        {"type": "string", "pattern": f"^{YEAR}(?:-(?:0[1-9]|1[0-2]))?$"},
        {"type": "string", "format": "date"},
    ]
}
PartialDate = Annotated[
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


def partial(date) -> str | None:
    return date.text if date else None
