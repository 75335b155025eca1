"""The releases that there are: dated, numbered folders, of which each file is named with its checksum."""

import json
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings

from ecosystem.core.languages import Translated

logger = logging.getLogger(__name__)

NUMBER = re.compile(r"(\d{4}-\d{2}-\d{2})-([1-9]\d*)")
SUMS = "SHA256SUMS"
ABOUT = "release.json"
NOTES = "NOTES.md"
KINDS = ("added", "changed", "renamed", "merged", "removed")
# So many releases are kept in the process.
KEPT = 64
SUM = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<name>.+)")


@dataclass(frozen=True)
class Edited:
    """What tells one release from the next: its number (2026-11-27-1), its day, the edition that it holds."""

    number: str
    day: date
    edition: int


@dataclass(frozen=True)
class File:
    name: str
    path: Path
    digest: str
    size: int


@dataclass(frozen=True)
class Row:
    """A row that a release says to have changed; `into` is where it is found now, `fields` are what differs."""

    key: str
    name_en: str = ""
    name_zh_hant: str = ""
    name_zh_hans: str = ""
    fields: tuple[str, ...] = ()
    into: str = ""

    name = Translated()


@dataclass(frozen=True)
class Changes:
    """What happened to the rows of one table since the release before, each told as the release says it."""

    table: str
    added: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    renamed: list[Row] = field(default_factory=list)
    merged: list[Row] = field(default_factory=list)
    removed: list[Row] = field(default_factory=list)

    @classmethod
    def read(cls, said: dict) -> "Changes":
        """Return what a release says of a table in its own file."""
        return cls(said["table"], **{kind: [Row(**row) for row in said[kind]] for kind in KINDS})

    @property
    def kinds(self) -> list[tuple[str, list[Row]]]:
        """The kinds of change that there are, each with its rows."""
        return [(kind, rows) for kind in KINDS if (rows := getattr(self, kind))]


class Release:
    """A finished release on the disk."""

    def __init__(self, folder: Path):
        self.folder = folder
        said = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        self.edited = Edited(folder.name, date.fromisoformat(said["date"]), said["edition"])
        self.counts: dict[str, int] = said["counts"]
        self.before: str = said["since"]
        self.changes = [Changes.read(found) for found in said["changes"]]

    @property
    def number(self) -> str:
        return self.edited.number

    @property
    def day(self) -> date:
        return self.edited.day

    @property
    def totals(self) -> list[tuple[str, int]]:
        """How many rows of all tables were added, changed, renamed, merged and removed."""
        found: dict[str, int] = {}
        for changes in self.changes:
            for kind, rows in changes.kinds:
                found[kind] = found.get(kind, 0) + len(rows)
        return list(found.items())

    @cached_property
    def files(self) -> list[File]:
        """The files that the checksums name, which are all that is handed out, and the checksums themselves; not what is missing."""
        sums = self.folder / SUMS
        found = []
        for line in sums.read_text(encoding="utf-8").splitlines():
            if match := SUM.fullmatch(line):
                path = self.folder / match["name"]
                try:
                    found.append(File(match["name"], path, match["digest"], path.stat().st_size))
                except OSError:
                    logger.exception("A file of a release cannot be read: %s", path)
        return [*found, File(SUMS, sums, "", sums.stat().st_size)]

    def file(self, name: str) -> File | None:
        """Return a file by its name; a name that the checksums do not hold leads nowhere, whatever lies there."""
        return next((file for file in self.files if file.name == name), None)


def folders(shelf: Path) -> list[Path]:
    """Return the folders of finished releases, the newest first."""
    found = [
        (match[1], int(match[2]), path)
        for path in (shelf.iterdir() if shelf.is_dir() else ())
        if (match := NUMBER.fullmatch(path.name)) and (path / ABOUT).is_file()
    ]
    return [path for _day, _number, path in sorted(found, reverse=True)]


def released(shelf: Path | None = None) -> Iterator[Release]:
    """Return the releases, the newest first; one that cannot be read is told to the log and passed over."""
    return opened(folders(shelf or Path(settings.RELEASES_DIR)))


def opened(found: Iterable[Path]) -> Iterator[Release]:
    """Return the releases in these folders, but for those that cannot be read."""
    return filter(None, map(_opened, found))


def latest(shelf: Path | None = None) -> Release | None:
    return next(released(shelf), None)


def numbered(number: str, shelf: Path | None = None) -> Release | None:
    """Return the release of this number; any other text is none, wherever as a path it might lead."""
    return next(opened(path for path in folders(shelf or Path(settings.RELEASES_DIR)) if path.name == number), None)


def _opened(folder: Path) -> Release | None:
    try:
        return _kept(folder, folder.stat().st_mtime_ns)
    except (OSError, ValueError, KeyError, TypeError):
        logger.exception("The release in %s cannot be read", folder)
        return None


@lru_cache(maxsize=KEPT)
def _kept(folder: Path, changed: int) -> Release:
    """Return what a folder holds, read once: a release stays as it is, until its folder is put there anew."""
    return Release(folder)


def next_number(shelf: Path, day: date) -> str:
    """Return the first number of a day that no folder bears, finished or not."""
    taken = [
        int(match[2]) for path in shelf.iterdir() if (match := NUMBER.fullmatch(path.name)) and match[1] == str(day)
    ]
    return f"{day}-{max(taken, default=0) + 1}"
