"""Backups: dump the whole database into one file with a checksum, and restore it."""

from ecosystem.backups.errors import BackupError
from ecosystem.backups.operations import create_backup, restore_backup

__all__ = ["BackupError", "create_backup", "restore_backup"]
