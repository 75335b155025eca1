"""What has changed since the release before: by the lines of both, row by row, so that any two can be compared."""

from dataclasses import replace
from pathlib import Path

from ecosystem.models import FormerSlug
from ecosystem.releases import forms
from ecosystem.releases.release import Changes, Row
from ecosystem.releases.table import Table
from ecosystem.releases.tables import TABLES

# The day of a change says that something changed, not what; the day of a check changes nothing.
BESIDE = {"updated_on", "link_checked_on"}


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
    return {f"{kind}s": leads for kind, leads in FormerSlug.objects.leading_on().items()}


def _pair(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns) if len(table.columns) in {2, 3} else ()


def _are_same(old: Path, new: Path, table: Table) -> bool:
    before, after = (folder / forms.lines_path(table) for folder in (old, new))
    return before.exists() and before.read_bytes() == after.read_bytes()


def _compared(table: Table, old: Path, new: Path, moved: dict[str, str]) -> Changes:
    changes = Changes(table.name)
    with forms.Lines(old, table) as before:
        renamed = {new: old for old, new in moved.items() if (old,) in before and (new,) not in before}
        after = set()
        for row in forms.read(new, table.name):
            key = _key(table, row)
            after.add(key)
            if key in before:
                if fields := _changed(before[key], row):
                    changes.changed.append(_row(key, row, fields=fields))
            elif key[0] not in renamed:
                changes.added.append(_row(key, row))
        for key in before.places:
            if key not in after:
                _sort_out(changes, _row(key, before[key], into=moved.get(key[0], "")), before, after)
    return changes


def _sort_out(changes: Changes, row: Row, before, after) -> None:
    """Say what became of a row that is no longer there."""
    target = (row.into,)
    if target not in after:
        changes.removed.append(replace(row, into=""))
    elif target in before:
        changes.merged.append(row)
    else:
        changes.renamed.append(row)


def _key(table: Table, row: dict) -> tuple[str, ...]:
    return tuple(row[name] for name in table.key)


def _changed(old: dict, new: dict) -> tuple[str, ...]:
    """Return the columns in which two rows differ; one that only one of them has counts where it is filled."""
    return tuple(name for name in new | old if name not in BESIDE and old.get(name) != new.get(name))


def _row(key: tuple[str, ...], row: dict, **more) -> Row:
    """Return the row as it is told of: a source has its title for a name."""
    names = {name: row.get(name) or "" for name in ("name_en", "name_zh_hant", "name_zh_hans")}
    return Row(" ".join(key), **{**names, "name_en": names["name_en"] or row.get("title") or ""}, **more)
