"""What stops a backup or a restore."""


class BackupError(Exception):
    """A reason, in words for the operator; nothing was changed."""
