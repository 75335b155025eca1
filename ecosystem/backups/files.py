"""Backup files: written atomically, each with a checksum file for `sha256sum -c`."""

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
def write_backup_file(path: Path, *, overwrite: bool) -> Iterator[Path]:
    """Yield a temporary path to write to; at the end rename it to `path` and write its checksum.

    If killed half way, nothing new is at `path`. Readable by its owner only, because it contains accounts and e-mail
    addresses.
    """
    if not path.parent.is_dir():
        raise BackupError(f"{path.parent} is not a folder.")
    if path.exists() and not overwrite:
        raise BackupError(f"{path} exists. Choose another file or use --overwrite.")
    # In the same folder, because a rename is atomic only within one file system; mkdtemp makes it private.
    folder = Path(mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    part = folder / path.name
    try:
        yield part
        part.chmod(0o600)
        checksum = _compute_sha256(part)
        _flush_to_disk(part)
        if overwrite:
            # With the checksum of an older file, the new one would look damaged.
            get_checksum_path(path).unlink(missing_ok=True)
            part.replace(path)
        else:
            _link_file(part, path)
        _write_checksum(path, checksum, folder)
        _flush_to_disk(path.parent)
    finally:
        for left in folder.iterdir():
            left.unlink()
        folder.rmdir()


def verify_checksum(path: Path) -> None:
    """Raise BackupError if a file is missing or does not match its checksum."""
    if not path.is_file():
        raise BackupError(f"There is no file {path}.")
    checksum_path = get_checksum_path(path)
    if not checksum_path.is_file():
        raise BackupError(
            f"{checksum_path} is missing, so the backup cannot be checked. "
            f"If you trust it, create one: sha256sum {path.name} > {checksum_path.name}"
        )
    words = checksum_path.read_text(encoding="utf-8", errors="replace").split()
    if not words or words[0].lower() != _compute_sha256(path):
        raise BackupError(f"{path} is damaged: it does not match {checksum_path.name}.")


def _compute_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_checksum(path: Path, checksum: str, folder: Path) -> None:
    checksum_path = get_checksum_path(path)
    part = folder / checksum_path.name
    part.write_text(f"{checksum}  {path.name}\n", encoding="utf-8")
    part.chmod(0o600)
    _flush_to_disk(part)
    part.replace(checksum_path)


def _link_file(part: Path, path: Path) -> None:
    """Name the file by a hard link, which unlike a rename fails if the name was taken meanwhile."""
    try:
        os.link(part, path)
    except FileExistsError as error:
        raise BackupError(f"{path} exists. Choose another file or use --overwrite.") from error


def _flush_to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
