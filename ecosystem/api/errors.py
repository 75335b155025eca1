"""The schema of errors of the API, and the exception that an operation raises."""

from datetime import date

from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import Field


class Fault(Schema):
    __doc__ = gettext_noop("One thing that is wrong with a question.")

    parameter: str = Field(description=gettext_noop("The parameter that it is about"))
    detail: str = Field(description=gettext_noop("What is wrong, in the language that Accept-Language asks for"))


class ProblemDetails(Schema):
    __doc__ = gettext_noop("Every answer that is an error has this shape (RFC 9457).")

    type: str = Field(description=gettext_noop("An address that explains this kind of error"))
    title: str = Field(description=gettext_noop("What kind of error it is"))
    status: int = Field(description=gettext_noop("The HTTP status"))
    detail: str = Field(description=gettext_noop("What is wrong, in the language that Accept-Language asks for"))
    errors: list[Fault] = Field(
        default=[], description=gettext_noop("For a question that cannot be answered: each thing that is wrong with it")
    )
    removed_on: date = Field(default=None, description=gettext_noop("For what was removed: the day of it"))
    reason: str = Field(default="", description=gettext_noop("For what was removed: why"))


class ApiError(Exception):
    """An error response; `errors` are `(parameter, message)`, `removal` is `(date, reason)`."""

    def __init__(self, status: int, *errors: tuple[str, str], removal=None):
        super().__init__(status, errors)
        self.status = status
        self.errors = errors
        self.removal = removal
