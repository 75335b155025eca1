"""The schema of errors of the API."""

from datetime import date

from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import Field


class Fault(Schema):
    __doc__ = gettext_noop("One problem with a request.")

    parameter: str = Field(description=gettext_noop("The parameter with the problem"))
    detail: str = Field(
        description=gettext_noop("Description of the problem, in the language requested in Accept-Language")
    )


class ProblemDetails(Schema):
    __doc__ = gettext_noop("All error responses use this format (RFC 9457).")

    type: str = Field(description=gettext_noop("URL of a page that explains this type of error"))
    title: str = Field(description=gettext_noop("Type of error"))
    status: int = Field(description=gettext_noop("HTTP status code"))
    detail: str = Field(
        description=gettext_noop("Description of the problem, in the language requested in Accept-Language")
    )
    errors: list[Fault] = Field(default=[], description=gettext_noop("For an invalid request: each problem found"))
    removed_on: date = Field(default=None, description=gettext_noop("For a removed record: date of removal"))
    reason: str = Field(default="", description=gettext_noop("For a removed record: reason"))
