"""Apply update files: lists of changes to existing records, each with its sources and reason."""

from ecosystem.editing.updates.apply import AppliedUpdate, apply_update_files

__all__ = ["AppliedUpdate", "apply_update_files"]
