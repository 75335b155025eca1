"""Reproducible ZIP archives: the same files give the same bytes."""

import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

# The earliest time of the format, used for all files.
NEVER = (1980, 1, 1, 0, 0, 0)
LEVEL = 9


class ReproducibleZipFile:
    """The order of the files must be stable."""

    def __init__(self, out: IO[bytes]):
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL)

    def __enter__(self) -> "ReproducibleZipFile":
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()

    def add(self, name: str, content: bytes) -> None:
        self._zip.writestr(_build_zip_info(name), content, compresslevel=LEVEL)

    def add_file(self, name: str, path: Path) -> None:
        with path.open("rb") as read:
            self.add_stream(name, read, path.stat().st_size)

    def add_stream(self, name: str, read: IO[bytes], size: int) -> None:
        entry = _build_zip_info(name)
        entry.file_size = size
        with self._zip.open(entry, "w") as write:
            shutil.copyfileobj(read, write)


def _build_zip_info(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, NEVER)
    entry.compress_type = zipfile.ZIP_DEFLATED
    # An ordinary file readable by all, independently of the operating system.
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    return entry


def repack_zip(packed: IO[bytes], out: IO[bytes], replaced: dict[str, bytes]) -> None:
    """Rewrite another program's archive in a stable order, without times and with some files replaced."""
    with zipfile.ZipFile(packed) as old, ReproducibleZipFile(out) as new:
        for name in sorted(old.namelist(), key=_get_sort_key):
            if name in replaced:
                new.add(name, replaced[name])
            else:
                with old.open(name) as read:
                    new.add_stream(name, read, old.getinfo(name).file_size)


def _get_sort_key(name: str) -> tuple[bool, str]:
    # Readers of Office files expect the content types first.
    return name != "[Content_Types].xml", name


def write_zip_archive(path: Path, files: Iterable[tuple[str, Path]]) -> None:
    with path.open("wb") as out, ReproducibleZipFile(out) as archive:
        for name, file in files:
            archive.add_file(name, file)
