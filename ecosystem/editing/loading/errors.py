"""What is wrong with a file of facts, and where."""

from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


@dataclass(frozen=True, order=True)
class Fault:
    """One fault; `str()` of it reads `file: record: field: what`."""

    file: str
    record: str
    field: str
    what: str

    def __str__(self):
        return ": ".join(filter(None, (self.file, self.record, self.field, self.what)))


class Refused(Exception):
    """Files that were not loaded, with every fault that was found."""

    def __init__(self, faults: list[Fault], *, need_overwrite: bool = False):
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults
        self.need_overwrite = need_overwrite


def faults_of(error: ValidationError, *, file: str, record: str, field: str = "") -> list[Fault]:
    """Return a fault for each message of a validation error."""
    if not hasattr(error, "error_dict"):
        return [Fault(file, record, field, message) for message in error.messages]
    return [
        # A constraint on one column has the column's name for its code.
        Fault(file, record, (each.code or "") if name == NON_FIELD_ERRORS else name, message)
        for name, errors in error.error_dict.items()
        for each in errors
        for message in each.messages
    ]
