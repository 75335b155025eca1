"""What a save has read, and why it was refused; noted on its request.

A `ModelAdmin` serves all requests, and Django passes nothing but the request to `get_object()` and `get_form()`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ecosystem.admin.edit_conflicts import EditConflict


@dataclass
class SaveNotes:
    # The row as it was read for the comparison, until Django takes it too.
    row: Any = None
    # Why the form is shown again.
    conflict: EditConflict | None = None
    reasons: Sequence[str] = ()


def get_save_notes(request) -> SaveNotes:
    if not hasattr(request, "_save_notes"):
        request._save_notes = SaveNotes()
    return request._save_notes
