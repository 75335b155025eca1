"""Errors in fact files."""

from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


@dataclass(frozen=True, order=True)
class LoadErrorDetail:
    file: str
    record: str
    field: str
    what: str

    def __str__(self):
        return ": ".join(filter(None, (self.file, self.record, self.field, self.what)))


class LoadRefusedError(Exception):
    """Holds every error that was found."""

    def __init__(self, errors: list[LoadErrorDetail], *, need_overwrite: bool = False):
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors
        self.need_overwrite = need_overwrite


def list_load_errors(error: ValidationError, *, file: str, record: str, field: str = "") -> list[LoadErrorDetail]:
    if not hasattr(error, "error_dict"):
        return [LoadErrorDetail(file, record, field, message) for message in error.messages]
    return [
        # The code of a constraint on one column is the column's name.
        LoadErrorDetail(file, record, (each.code or "") if name == NON_FIELD_ERRORS else name, message)
        for name, errors in error.error_dict.items()
        for each in errors
        for message in each.messages
    ]
