"""Archives (ZIP) that are the same, byte for byte, whenever they are made of the same files."""

import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

# The earliest time that the format knows; no file says when it was packed.
NEVER = (1980, 1, 1, 0, 0, 0)
LEVEL = 9


class Archive:
    """An archive under way: give it its files in an order that stays the same."""

    def __init__(self, out: IO[bytes]):
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL)

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()

    def add(self, name: str, content: bytes) -> None:
        self._zip.writestr(_entry(name), content, compresslevel=LEVEL)

    def add_file(self, name: str, path: Path) -> None:
        """Add a file without reading it whole."""
        with path.open("rb") as read:
            self.copy(name, read, path.stat().st_size)

    def copy(self, name: str, read: IO[bytes], size: int) -> None:
        entry = _entry(name)
        entry.file_size = size
        with self._zip.open(entry, "w") as write:
            shutil.copyfileobj(read, write)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, NEVER)
    entry.compress_type = zipfile.ZIP_DEFLATED
    # An ordinary file that everybody may read, on whatever system it was packed.
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    return entry


def repacked(packed: IO[bytes], out: IO[bytes], replaced: dict[str, bytes]) -> None:
    """Write another program's archive anew, in the order of its names, without its times, with these files replaced."""
    with zipfile.ZipFile(packed) as old, Archive(out) as new:
        for name in sorted(old.namelist(), key=_first):
            if name in replaced:
                new.add(name, replaced[name])
            else:
                with old.open(name) as read:
                    new.copy(name, read, old.getinfo(name).file_size)


def _first(name: str) -> tuple[bool, str]:
    # Readers of Office files look for the types of the parts at the beginning.
    return name != "[Content_Types].xml", name


def write_files(path: Path, files: Iterable[tuple[str, Path]]) -> None:
    """Write an archive of files that lie on the disk, each under its name."""
    with path.open("wb") as out, Archive(out) as archive:
        for name, file in files:
            archive.add_file(name, file)
