"""Backups: a copy of the whole database in one file with its checksum, and the way back."""

from ecosystem.backups.errors import BackupError
from ecosystem.backups.operations import create_backup, restore_backup

__all__ = ["BackupError", "create_backup", "restore_backup"]
