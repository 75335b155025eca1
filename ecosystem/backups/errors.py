"""The error of a backup or restore."""


class BackupError(Exception):
    """A backup or restore failed; the message is for the operator, and nothing was changed."""
