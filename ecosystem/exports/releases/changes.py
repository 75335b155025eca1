"""What has changed since the release before: by the lines of both, row by row, so that any two can be compared."""

from dataclasses import dataclass, field
from pathlib import Path

from ecosystem.exports.releases import text_files
from ecosystem.exports.releases.store import Changes, Row
from ecosystem.exports.releases.table import Table
from ecosystem.exports.releases.tables import TABLES
from ecosystem.history.redirects import addresses_of_removed
from ecosystem.models import RECORDS, FormerSlug

# The day of a change says that something changed, not what; the day of a check changes nothing.
BESIDE = {"updated_on", "link_checked_on"}
# That these differ is what moving to another address means.
MOVED = {"slug", "page_url"}


@dataclass(frozen=True)
class Moves:
    """Under which slug the record of an old one is found now, and which of the old ones were those of another record."""

    leading: dict[str, str] = field(default_factory=dict)
    of_others: set[str] = field(default_factory=set)


def differences(old: Path, new: Path, moved: dict[str, Moves] | None = None) -> list[Changes]:
    """Return what changed between two folders of lines, for each table that tells its rows apart.

    `moved` says for each table where old slugs lead; tables of pairs are told
    by the records whose lists they make.
    """
    moved = moves() if moved is None else moved
    told = [table for table in TABLES if table.key and table.key != _pair(table)]
    return [_compared(table, old, new, moved.get(table.name, Moves())) for table in told]


def has_any(changes: list[Changes], old: Path, new: Path) -> bool:
    """Whether anything at all changed: what is told, or any other line."""
    if any(found.kinds for found in changes):
        return True
    told = {found.table for found in changes}
    rest = [table for table in TABLES if table.name not in told]
    return any(not _are_same(old, new, table) for table in rest)


def moves() -> dict[str, Moves]:
    """Return for each table of records where old slugs lead: those of what was renamed, or merged into another."""
    leading = FormerSlug.objects.leading_on()
    names = {model: model._meta.model_name for model in RECORDS}
    return {f"{name}s": Moves(leading[name], addresses_of_removed(model)) for model, name in names.items()}


def _pair(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns) if len(table.columns) in {2, 3} else ()


def _are_same(old: Path, new: Path, table: Table) -> bool:
    before, after = (folder / text_files.lines_path(table) for folder in (old, new))
    return before.exists() and before.read_bytes() == after.read_bytes()


def _compared(table: Table, old: Path, new: Path, moved: Moves) -> Changes:
    changes = Changes(table.name)
    with text_files.Lines(old, table) as before:
        renamed = _renamed(moved, before)
        after = set()
        for row in text_files.read(new, table.name):
            key = _key(table, row)
            after.add(key)
            if key in before:
                if fields := _changed(before[key], row):
                    changes.changed.append(_row(key, row, fields=fields))
            elif former := renamed.get(key):
                fields = tuple(name for name in _changed(before[former], row) if name not in MOVED)
                changes.renamed.append(_row(former, row, fields=fields, into=key[0]))
            else:
                changes.added.append(_row(key, row))
        told = {former for key, former in renamed.items() if key in after}
        for key in before.places:
            if key not in after and key not in told:
                _gone(changes, key, before[key], moved.leading.get(key[0], ""), after)
    return changes


def _renamed(moved: Moves, before) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the old keys of rows by their new ones; what leads from one row to another one that stood there too is none."""
    return {
        (new,): (old,)
        for old, new in moved.leading.items()
        if (old,) in before and (new,) not in before and old not in moved.of_others
    }


def _gone(changes: Changes, key: tuple[str, ...], row: dict, into: str, after) -> None:
    """Say what became of a row that is no longer there, under whatever slug."""
    if (into,) in after:
        changes.merged.append(_row(key, row, into=into))
    else:
        changes.removed.append(_row(key, row))


def _key(table: Table, row: dict) -> tuple[str, ...]:
    return tuple(row[name] for name in table.key)


def _changed(old: dict, new: dict) -> tuple[str, ...]:
    """Return the columns in which two rows differ; one that only one of them has counts where it is filled."""
    return tuple(name for name in new | old if name not in BESIDE and old.get(name) != new.get(name))


def _row(key: tuple[str, ...], row: dict, **more) -> Row:
    """Return the row as it is told of: a source has its title for a name."""
    names = {name: row.get(name) or "" for name in ("name_en", "name_zh_hant", "name_zh_hans")}
    return Row(" ".join(key), **{**names, "name_en": names["name_en"] or row.get("title") or ""}, **more)
