"""The stored releases: dated, numbered folders with checksums of their files."""

import json
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from ecosystem.core.languages import TranslatedAttribute

logger = logging.getLogger(__name__)

NUMBER = re.compile(r"(\d{4}-\d{2}-\d{2})-([1-9]\d*)")
CHECKSUMS_FILE = "SHA256SUMS"
RELEASE_INFO_FILE = "release.json"
NOTES_FILE = "NOTES.md"
KINDS = ("added", "changed", "renamed", "merged", "removed")
# Releases cached in the process.
CACHE_SIZE = 64
SUM = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<name>.+)")


@dataclass(frozen=True)
class ReleaseIdentity:
    """`number` is like 2026-11-27-1."""

    number: str
    day: date
    edition: int


@dataclass(frozen=True)
class StoredReleaseFile:
    name: str
    path: Path
    digest: str
    size: int


@dataclass(frozen=True)
class ChangedReleaseRow:
    """`into` is the current key if the row was renamed or merged, `fields` are the changed columns."""

    key: str
    name_en: str = ""
    name_zh_hant: str = ""
    name_zh_hans: str = ""
    fields: tuple[str, ...] = ()
    into: str = ""

    name = TranslatedAttribute()


@dataclass(frozen=True)
class ReleaseTableChanges:
    table: str
    added: list[ChangedReleaseRow] = field(default_factory=list)
    changed: list[ChangedReleaseRow] = field(default_factory=list)
    renamed: list[ChangedReleaseRow] = field(default_factory=list)
    merged: list[ChangedReleaseRow] = field(default_factory=list)
    removed: list[ChangedReleaseRow] = field(default_factory=list)

    @classmethod
    def parse(cls, data: dict) -> "ReleaseTableChanges":
        """Parse an entry of `release.json`."""
        return cls(data["table"], **{kind: [ChangedReleaseRow(**row) for row in data[kind]] for kind in KINDS})

    @property
    def rows_by_kind(self) -> list[tuple[str, list[ChangedReleaseRow]]]:
        """`(kind of change, rows)` without empty kinds."""
        return [(kind, rows) for kind in KINDS if (rows := getattr(self, kind))]


class Release:
    def __init__(self, folder: Path):
        self.folder = folder
        info = json.loads((folder / RELEASE_INFO_FILE).read_text(encoding="utf-8"))
        self.identity = ReleaseIdentity(folder.name, date.fromisoformat(info["date"]), info["edition"])
        self.counts: dict[str, int] = info["counts"]
        self.previous_number: str = info["since"]
        self.changes = [ReleaseTableChanges.parse(data) for data in info["changes"]]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("release-detail", args=[self.number])

    @property
    def number(self) -> str:
        return self.identity.number

    @property
    def day(self) -> date:
        return self.identity.day

    @property
    def change_counts(self) -> list[tuple[str, int]]:
        """`(kind of change, number of rows)` over all tables, without kinds that do not occur."""
        counts: dict[str, int] = {}
        for changes in self.changes:
            for kind, rows in changes.rows_by_kind:
                counts[kind] = counts.get(kind, 0) + len(rows)
        return list(counts.items())

    @cached_property
    def files(self) -> list[StoredReleaseFile]:
        """The files named in the checksums, and the checksums themselves; missing files are logged and left out."""
        sums = self.folder / CHECKSUMS_FILE
        files = []
        for line in sums.read_text(encoding="utf-8").splitlines():
            if match := SUM.fullmatch(line):
                path = self.folder / match["name"]
                try:
                    files.append(StoredReleaseFile(match["name"], path, match["digest"], path.stat().st_size))
                except OSError:
                    logger.exception("A file of a release cannot be read: %s", path)
        return [*files, StoredReleaseFile(CHECKSUMS_FILE, sums, "", sums.stat().st_size)]

    def find_file(self, name: str) -> StoredReleaseFile | None:
        """Find only names in the checksums, so that no path leaves the folder."""
        return next((file for file in self.files if file.name == name), None)


def list_release_folders(shelf: Path) -> list[Path]:
    """Return the folders of finished releases, the newest first."""
    numbered = [
        (match[1], int(match[2]), path)
        for path in (shelf.iterdir() if shelf.is_dir() else ())
        if (match := NUMBER.fullmatch(path.name)) and (path / RELEASE_INFO_FILE).is_file()
    ]
    return [path for _day, _number, path in sorted(numbered, reverse=True)]


def iter_releases(shelf: Path | None = None) -> Iterator[Release]:
    """Yield the releases, newest first; one that cannot be read is logged and skipped."""
    return iter_releases_in_folders(list_release_folders(shelf or Path(settings.RELEASES_DIR)))


def iter_releases_in_folders(folders: Iterable[Path]) -> Iterator[Release]:
    return filter(None, map(_open_release, folders))


def get_latest_release(shelf: Path | None = None) -> Release | None:
    return next(iter_releases(shelf), None)


def find_release(number: str, shelf: Path | None = None) -> Release | None:
    """Compare with folder names, so that no path leaves the shelf."""
    return next(
        iter_releases_in_folders(
            path for path in list_release_folders(shelf or Path(settings.RELEASES_DIR)) if path.name == number
        ),
        None,
    )


def _open_release(folder: Path) -> Release | None:
    try:
        return _load_release(folder, folder.stat().st_mtime_ns)
    except (OSError, ValueError, KeyError, TypeError):
        logger.exception("The release in %s cannot be read", folder)
        return None


@lru_cache(maxsize=CACHE_SIZE)
def _load_release(folder: Path, changed: int) -> Release:
    """Return the release in a folder, cached until the folder is replaced."""
    return Release(folder)


def get_next_release_number(shelf: Path, day: date) -> str:
    """Return the first number of a day that no folder has, finished or not."""
    taken = [
        int(match[2]) for path in shelf.iterdir() if (match := NUMBER.fullmatch(path.name)) and match[1] == str(day)
    ]
    return f"{day}-{max(taken, default=0) + 1}"
