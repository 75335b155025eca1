"""Files of backups: written whole or not at all, each with a checksum that `sha256sum -c` reads."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from ecosystem.backups.errors import BackupError


def get_checksum_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


@contextmanager
def write_whole(path: Path, *, overwrite: bool) -> Iterator[Path]:
    """Give a temporary path to write to; at the end it takes its name, and its checksum stands beside it.

    Killed half way, nothing new stands under the name. Accounts and e-mail
    addresses are inside, so the file is for its owner only.
    """
    if not path.parent.is_dir():
        raise BackupError(f"{path.parent} is no folder.")
    if path.exists() and not overwrite:
        raise BackupError(f"{path} exists; write to another file, or use --overwrite.")
    # In the same folder, for a rename is atomic only within one file system; mkdtemp lets nobody else look into it.
    folder = Path(mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    part = folder / path.name
    try:
        yield part
        part.chmod(0o600)
        checksum = _compute_sha256(part)
        _flush(part)
        if overwrite:
            # A checksum of an older file beside a newer one would pass it off as damaged.
            get_checksum_path(path).unlink(missing_ok=True)
            part.replace(path)
        else:
            _link(part, path)
        _write_checksum(path, checksum, folder)
        _flush(path.parent)
    finally:
        for left in folder.iterdir():
            left.unlink()
        folder.rmdir()


def verify_checksum(path: Path) -> None:
    """Raise BackupError where a file is missing, or is not what its checksum says."""
    if not path.is_file():
        raise BackupError(f"There is no file {path}.")
    beside = get_checksum_path(path)
    if not beside.is_file():
        raise BackupError(
            f"{beside} is missing, so nobody knows whether the backup is whole. "
            f"If you trust it, write one: sha256sum {path.name} > {beside.name}"
        )
    words = beside.read_text(encoding="utf-8", errors="replace").split()
    if not words or words[0].lower() != _compute_sha256(path):
        raise BackupError(f"{path} is damaged: it is not what {beside.name} says.")


def _compute_sha256(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_checksum(path, checksum, folder):
    beside = get_checksum_path(path)
    part = folder / beside.name
    part.write_text(f"{checksum}  {path.name}\n", encoding="utf-8")
    part.chmod(0o600)
    _flush(part)
    part.replace(beside)


def _link(part, path):
    """Give the file its name; unlike a rename this fails where another process was first."""
    try:
        os.link(part, path)
    except FileExistsError as error:
        raise BackupError(f"{path} exists; write to another file, or use --overwrite.") from error


def _flush(path):
    """Let the disk hold a file or a folder before anything relies on it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
