"""The operation that builds a release, completely or not at all."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _, override

from ecosystem.core import languages
from ecosystem.exports.licence import LICENCE
from ecosystem.exports.references import build_directory_reference
from ecosystem.exports.releases import data_package, notes, text_files, workbook
from ecosystem.exports.releases.changes import compare_releases, has_release_changes
from ecosystem.exports.releases.sqlite import write_release_database
from ecosystem.exports.releases.store import (
    CHECKSUMS_FILE,
    NOTES_FILE,
    RELEASE_INFO_FILE,
    Release,
    ReleaseIdentity,
    ReleaseTableChanges,
    get_next_release_number,
    list_release_folders,
)
from ecosystem.exports.releases.tables import TABLES
from ecosystem.exports.zip_files import write_zip_archive
from ecosystem.models import editions
from ecosystem.models.edition_cache import pin_edition

# How often a build starts again because the directory was changed in the meantime.
MAX_ATTEMPTS = 3
UNFINISHED = ".unfinished-"


def create_release(
    shelf: Path,
    *,
    force: bool = False,
    site: Callable[[Path, ReleaseIdentity], None] | None = None,
    report: Callable[[str], None] = lambda text: None,
) -> Release | None:
    """Write the next release into `shelf` and return it; None if nothing has changed, unless `force` is set.

    `site` writes a copy of the whole site to a path. Raise ValidationError if the directory keeps changing.
    """
    shelf.mkdir(parents=True, exist_ok=True)
    with _hold_build_lock(shelf, report):
        for leftover in shelf.glob(f"{UNFINISHED}*"):
            # Left by a killed build; no other build runs while this one holds the lock.
            shutil.rmtree(leftover)
        for _attempt in range(MAX_ATTEMPTS):
            identity = ReleaseIdentity(
                get_next_release_number(shelf, localdate()), localdate(), editions.read_edition_number()
            )
            with _create_temporary_folder(shelf) as folder:
                if not _write_release_files(folder, shelf, identity, force, site, report):
                    return None
                if _is_current(identity):
                    os.rename(folder, shelf / identity.number)
                    return Release(shelf / identity.number)
            report(_("The directory changed during the build. Starting again."))
    raise ValidationError(_("The directory kept changing while the release was being built. Try again later."))


def _is_current(identity: ReleaseIdentity) -> bool:
    """Whether edition and day are still those of the start, so that all tables are consistent."""
    return (editions.read_edition_number(), localdate()) == (identity.edition, identity.day)


@contextmanager
def _hold_build_lock(shelf: Path, report: Callable[[str], None]) -> Iterator[None]:
    """Wait for other builds to finish, so that no two take the same number."""
    with (shelf / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            report(_("Waiting for another data release to be built."))
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _create_temporary_folder(shelf: Path) -> Iterator[Path]:
    """Yield a folder next to the finished ones, which is deleted afterwards unless it was renamed."""
    folder = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=shelf))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write_release_files(
    folder: Path, shelf: Path, identity: ReleaseIdentity, force: bool, site, report: Callable[[str], None]
) -> bool:
    """Return False if the tables are those of the previous release."""
    # Texts are in English; names are in all three languages.
    with override(languages.ENGLISH), pin_edition(identity.edition):
        report(f"Writing {len(TABLES)} tables …")
        counts = _write_tables(folder, identity)
        previous = next(iter(list_release_folders(shelf)), None)
        changes = compare_releases(previous, folder) if previous else []
        if previous and not force and not has_release_changes(changes, previous, folder):
            return False
        since = previous.name if previous else ""
        _write_descriptions(folder, identity, counts, changes, since)
        if site:
            report("Writing the copy of the site …")
            site(folder / f"hkai-site-{identity.number}.zip", identity)
    _write_checksums(folder)
    return True


def _write_tables(folder: Path, identity: ReleaseIdentity) -> dict[str, int]:
    """Return the number of rows by table."""
    about = _describe_release(identity)
    counts = {table.name: text_files.write_table_files(folder, table) for table in TABLES}
    write_release_database(folder, folder / "hkai.db", TABLES, about)
    workbook.write_release_workbook(folder, folder / "hkai.xlsx", TABLES, about, identity.day)
    return counts


def _describe_release(identity: ReleaseIdentity) -> dict[str, str]:
    return {
        "title": data_package.PUBLISHER_NAME,
        "release": identity.number,
        "date": identity.day.isoformat(),
        "edition": str(identity.edition),
        "address": settings.SITE_URL + "/en/data/",
        "licence": LICENCE,
        "credit": data_package.PUBLISHER_NAME,
    }


def _write_descriptions(
    folder: Path, identity: ReleaseIdentity, counts: dict[str, int], changes: list[ReleaseTableChanges], since: str
) -> None:
    path = reverse("release-detail", args=[identity.number])
    reference = build_directory_reference(identity.number, identity.day, identity.day, path)
    text_files.write_json_file(folder / "metadata.json", data_package.build_datasette_metadata(identity))
    text_files.write_json_file(folder / "datapackage.json", data_package.build_data_package(folder, identity))
    (folder / NOTES_FILE).write_text(
        notes.render_release_notes(identity, counts, changes, since, reference.text), encoding="utf-8"
    )
    (folder / "hkai.bib").write_text(reference.bibtex, encoding="utf-8")
    (folder / "hkai.ris").write_text(reference.ris, encoding="utf-8", newline="")
    info = {
        "number": identity.number,
        "date": identity.day,
        "edition": identity.edition,
        "since": since,
        "counts": counts,
        "changes": [asdict(table_changes) for table_changes in changes if table_changes.rows_by_kind],
    }
    text_files.write_json_file(folder / RELEASE_INFO_FILE, info)
    csv_names = ["datapackage.json", NOTES_FILE, *(text_files.get_csv_path(table) for table in TABLES)]
    write_zip_archive(folder / "hkai-csv.zip", ((name, folder / name) for name in csv_names))
    write_zip_archive(
        folder / "hkai-jsonl.zip",
        ((name, folder / name) for name in (NOTES_FILE, *(text_files.get_json_lines_path(table) for table in TABLES))),
    )


def _write_checksums(folder: Path) -> None:
    """Write the checksums of all files in the format of `sha256sum`."""
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    lines = [f"{data_package.compute_file_digest(folder / path)}  {path}\n" for path in paths]
    (folder / CHECKSUMS_FILE).write_text("".join(lines), encoding="utf-8")
