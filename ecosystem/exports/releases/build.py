"""The verb: make a release, the whole of it or nothing."""

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
from ecosystem.exports.references import Reference, reference_to_all
from ecosystem.exports.releases import changes as differences, data_package, notes, text_files, workbook
from ecosystem.exports.releases.sqlite import Database
from ecosystem.exports.releases.store import ABOUT, NOTES, SUMS, Edited, Release, folders, next_number
from ecosystem.exports.releases.tables import TABLES
from ecosystem.exports.zip_files import write_files
from ecosystem.models import editions

# How often a build begins anew because somebody changed the directory meanwhile.
TRIES = 3
UNFINISHED = ".unfinished-"


def build(
    shelf: Path, *, force: bool = False, site: Callable[[Path, Edited], None] | None = None, say=lambda text: None
) -> Release | None:
    """Write the next release into `shelf` and return it; None where nothing has changed, unless it is to be made anyhow.

    `site` writes a copy of the whole site into a file, if there is to be one.
    """
    shelf.mkdir(parents=True, exist_ok=True)
    with _turn(shelf, say):
        for left in shelf.glob(f"{UNFINISHED}*"):
            # Of a build that was killed: nobody else can be at it while this one has its turn.
            shutil.rmtree(left)
        for _try in range(TRIES):
            edited = Edited(next_number(shelf, localdate()), localdate(), editions.current())
            with _unfinished(shelf) as folder:
                if not _write(folder, shelf, edited, force, site):
                    return None
                if _is_current(edited):
                    os.rename(folder, shelf / edited.number)
                    return Release(shelf / edited.number)
            say(_("The directory was changed meanwhile; beginning anew."))
    raise ValidationError(_("The directory was changed again and again while the release was made; try it later."))


def _is_current(edited: Edited) -> bool:
    """Whether nothing has changed since the build began, so that all of its tables are of one edition and one day."""
    return (editions.current(), localdate()) == (edited.edition, edited.day)


@contextmanager
def _turn(shelf: Path, say) -> Iterator[None]:
    """Wait until no other build is at it, so that no two take one number."""
    with (shelf / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(_("Waiting for another build to finish."))
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _unfinished(shelf: Path) -> Iterator[Path]:
    """Give a folder beside the finished ones, which is gone afterwards unless it was renamed."""
    folder = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=shelf))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(folder: Path, shelf: Path, edited: Edited, force: bool, site) -> bool:
    """Write everything; stop where the tables are those of the release before."""
    # What is written in words, is in English; names stand in all three languages.
    with override(languages.ENGLISH):
        counts = _tables(folder, edited)
        before = next(iter(folders(shelf)), None)
        changes = differences.differences(before, folder) if before else []
        if before and not force and not differences.has_any(changes, before, folder):
            return False
        cited = _reference(edited)
        since = before.name if before else ""
        _descriptions(folder, edited, counts, changes, since, cited)
        if site:
            site(folder / f"hkai-site-{edited.number}.zip", edited)
    _sums(folder)
    return True


def _tables(folder: Path, edited: Edited) -> dict[str, int]:
    """Write the tables in each of their forms; return how many rows each has."""
    about = _about(edited)
    database = Database(folder / "hkai.db", TABLES, about)
    counts = {}
    try:
        for table in TABLES:
            counts[table.name] = text_files.write(folder, table, lambda row, table=table: database.add(table, row))
            database.end(table)
        database.finish()
    finally:
        database.close()
    workbook.write(folder, folder / "hkai.xlsx", TABLES, about, edited.day)
    return counts


def _about(edited: Edited) -> dict[str, str]:
    return {
        "title": data_package.TITLE,
        "release": edited.number,
        "date": edited.day.isoformat(),
        "edition": str(edited.edition),
        "address": settings.SITE_URL + "/en/data/",
        "licence": LICENCE,
        "credit": data_package.TITLE,
    }


def _reference(edited: Edited) -> Reference:
    path = reverse("release-detail", args=[edited.number])
    return reference_to_all(edited.number, edited.day, edited.day, path)


def _descriptions(folder: Path, edited: Edited, counts, changes, since: str, cited: Reference) -> None:
    text_files.write_json(folder / "metadata.json", data_package.datasette(edited))
    text_files.write_json(folder / "datapackage.json", data_package.described(folder, edited))
    (folder / NOTES).write_text(notes.written(edited, counts, changes, since, cited.text), encoding="utf-8")
    (folder / "hkai.bib").write_text(cited.bibtex, encoding="utf-8")
    (folder / "hkai.ris").write_text(cited.ris, encoding="utf-8", newline="")
    said = {"number": edited.number, "date": edited.day, "edition": edited.edition, "since": since, "counts": counts}
    text_files.write_json(folder / ABOUT, said | {"changes": [asdict(found) for found in changes if found.kinds]})
    named = ["datapackage.json", NOTES, *(text_files.csv_path(table) for table in TABLES)]
    write_files(folder / "hkai-csv.zip", ((name, folder / name) for name in named))
    write_files(
        folder / "hkai-jsonl.zip",
        ((name, folder / name) for name in (NOTES, *(text_files.lines_path(table) for table in TABLES))),
    )


def _sums(folder: Path) -> None:
    """Name every file with its checksum, as `sha256sum -c` reads it."""
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    lines = [f"{data_package.digest(folder / path)}  {path}\n" for path in paths]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
