"""Why a save was refused, noted on its request for the form that is shown again.

A `ModelAdmin` serves all requests, and Django passes nothing but the request to `get_form()`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ecosystem.admin.edit_conflicts import EditConflict


@dataclass
class RefusedSave:
    conflict: EditConflict | None = None
    reasons: Sequence[str] = ()


def get_refused_save(request) -> RefusedSave:
    """Return the note of this request; it is empty until a save is refused."""
    if not hasattr(request, "_refused_save"):
        request._refused_save = RefusedSave()
    return request._refused_save
