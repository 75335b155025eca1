"""What has changed since the release before: by the lines of both, row by row, so that any two can be compared."""

from pathlib import Path

from ecosystem.models import Collaboration, Initiative, Organisation
from ecosystem.releases import forms
from ecosystem.releases.release import Changes
from ecosystem.releases.tables import TABLES, Table

# A day of change says that something changed, not what.
BESIDE = {"updated_on"}
MODELS = {"organisations": Organisation, "initiatives": Initiative, "collaborations": Collaboration}


def differences(old: Path, new: Path, moved=None) -> list[Changes]:
    """Return what changed between two folders of lines, for each table that tells its rows apart.

    `moved` gives for each table the new slugs of old ones; tables of pairs are
    told by the records whose lists they make.
    """
    moved = moves() if moved is None else moved
    told = [table for table in TABLES if table.key and table.key != _pair(table)]
    return [_compared(table, old, new, moved.get(table.name, {})) for table in told]


def has_any(changes: list[Changes], old: Path, new: Path) -> bool:
    """Whether anything at all changed: what is told, or any other line."""
    if any(found.kinds for found in changes):
        return True
    told = {found.table for found in changes}
    rest = [table for table in TABLES if table.name not in told]
    return any(not _are_same(old, new, table) for table in rest)


def moves() -> dict[str, dict[str, str]]:
    """Return for each table of records under which slug an old one is found now: renamed, or merged into another."""
    return {name: {} for name in MODELS}


def _pair(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns) if len(table.columns) in {2, 3} else ()


def _are_same(old: Path, new: Path, table: Table) -> bool:
    before, after = (folder / forms.lines_path(table) for folder in (old, new))
    return before.exists() and before.read_bytes() == after.read_bytes()


def _compared(table: Table, old: Path, new: Path, moved: dict[str, str]) -> Changes:
    before = {_key(table, row): row for row in forms.read(old, table.name)}
    changes = Changes(table.name)
    after = set()
    for row in forms.read(new, table.name):
        key = _key(table, row)
        after.add(key)
        if key in before:
            if fields := _changed(before[key], row):
                changes.changed.append(_told(key, row) | {"fields": fields})
        elif not _came_by_renaming(key, before, moved):
            changes.added.append(_told(key, row))
    for key, row in before.items():
        if key not in after:
            _sort_out(changes, key, row, before, after, moved)
    return changes


def _sort_out(changes: Changes, key, row, before, after, moved) -> None:
    """Say what became of a row that is no longer there."""
    target = moved.get(key[0], "")
    if (target,) in before and (target,) in after:
        changes.merged.append(_told(key, row) | {"into": target})
    elif (target,) in after:
        changes.renamed.append(_told(key, row) | {"into": target})
    else:
        changes.removed.append(_told(key, row))


def _came_by_renaming(key, before, moved) -> bool:
    return any((old,) in before and (new,) == key for old, new in moved.items())


def _key(table: Table, row: dict) -> tuple[str, ...]:
    return tuple(row[name] for name in table.key)


def _changed(old: dict, new: dict) -> list[str]:
    """Return the names of the columns in which two rows differ; one that only one of them has counts where it is filled."""
    return [name for name in new | old if name not in BESIDE and old.get(name) != new.get(name)]


def _told(key: tuple[str, ...], row: dict) -> dict:
    said = {"key": " ".join(key)}
    if "name_en" in row:
        said["names"] = [row["name_en"], row["name_zh_hant"], row["name_zh_hans"]]
    elif "title" in row:
        said["names"] = [row["title"], None, None]
    return said
