"""The changes between two releases, found by comparing their JSON lines row by row."""

from dataclasses import dataclass, field
from pathlib import Path

from ecosystem.exports.export_table import ExportTable
from ecosystem.exports.releases import text_files
from ecosystem.exports.releases.store import ChangedReleaseRow, ReleaseTableChanges
from ecosystem.exports.releases.tables import TABLES
from ecosystem.history.redirects import list_removed_slugs
from ecosystem.models import RECORD_MODELS, FormerSlug

# Columns that say when something changed or was checked, not what.
IGNORED_COLUMNS = {"updated_on", "link_checked_on"}
# Columns that differ by definition for a row with another slug.
SLUG_COLUMNS = {"slug", "page_url"}


@dataclass(frozen=True)
class SlugMoves:
    """The current slug for each old one, and the old slugs that belonged to a removed record."""

    current_slugs: dict[str, str] = field(default_factory=dict)
    removed_slugs: set[str] = field(default_factory=set)


def compare_releases(old: Path, new: Path, moved: dict[str, SlugMoves] | None = None) -> list[ReleaseTableChanges]:
    """Return the changes between two folders of JSON lines, for each table with a key.

    `moved` are the slug moves by table. Tables of pairs are left out: their rows are lists of records.
    """
    moved = find_slug_moves() if moved is None else moved
    tables = [table for table in TABLES if table.key and table.key != _get_pair_key(table)]
    return [_compare_table(table, old, new, moved.get(table.name, SlugMoves())) for table in tables]


def has_release_changes(changes: list[ReleaseTableChanges], old: Path, new: Path) -> bool:
    """Whether anything changed, including tables that `changes` leaves out."""
    if any(table_changes.rows_by_kind for table_changes in changes):
        return True
    compared = {table_changes.table for table_changes in changes}
    return any(not _are_files_identical(old, new, table) for table in TABLES if table.name not in compared)


def find_slug_moves() -> dict[str, SlugMoves]:
    current_slugs = FormerSlug.objects.map_current_slugs()
    names = {model: model._meta.model_name for model in RECORD_MODELS}
    return {f"{name}s": SlugMoves(current_slugs[name], list_removed_slugs(model)) for model, name in names.items()}


def _get_pair_key(table: ExportTable) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns) if len(table.columns) in {2, 3} else ()


def _are_files_identical(old: Path, new: Path, table: ExportTable) -> bool:
    before, after = (folder / text_files.get_json_lines_path(table) for folder in (old, new))
    return before.exists() and before.read_bytes() == after.read_bytes()


def _compare_table(table: ExportTable, old: Path, new: Path, moves: SlugMoves) -> ReleaseTableChanges:
    changes = ReleaseTableChanges(table.name)
    with text_files.JsonLinesIndex(old, table) as before:
        renamed = _find_renamed_rows(moves, before)
        after = set()
        for row in text_files.read_table_rows(new, table.name):
            key = _get_row_key(table, row)
            after.add(key)
            if key in before:
                if fields := _find_changed_columns(before[key], row):
                    changes.changed.append(_build_changed_row(key, row, fields=fields))
            elif former := renamed.get(key):
                fields = tuple(name for name in _find_changed_columns(before[former], row) if name not in SLUG_COLUMNS)
                changes.renamed.append(_build_changed_row(former, row, fields=fields, into=key[0]))
            else:
                changes.added.append(_build_changed_row(key, row))
        found_again = {former for key, former in renamed.items() if key in after}
        for key in before.offsets:
            if key not in after and key not in found_again:
                _add_missing_row(changes, key, before[key], moves.current_slugs.get(key[0], ""), after)
    return changes


def _find_renamed_rows(moves: SlugMoves, before: text_files.JsonLinesIndex) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the old keys of renamed rows by their new ones, without slugs that other rows had before."""
    return {
        (new,): (old,)
        for old, new in moves.current_slugs.items()
        if (old,) in before and (new,) not in before and old not in moves.removed_slugs
    }


def _add_missing_row(changes: ReleaseTableChanges, key: tuple[str, ...], row: dict, into: str, after: set) -> None:
    if (into,) in after:
        changes.merged.append(_build_changed_row(key, row, into=into))
    else:
        changes.removed.append(_build_changed_row(key, row))


def _get_row_key(table: ExportTable, row: dict) -> tuple[str, ...]:
    return tuple(row[name] for name in table.key)


def _find_changed_columns(old: dict, new: dict) -> tuple[str, ...]:
    """Return the columns in which two rows differ; a column that one row lacks counts if it is filled."""
    return tuple(name for name in new | old if name not in IGNORED_COLUMNS and old.get(name) != new.get(name))


def _build_changed_row(
    key: tuple[str, ...], row: dict, *, fields: tuple[str, ...] = (), into: str = ""
) -> ChangedReleaseRow:
    """Use the title of a source as its name."""
    return ChangedReleaseRow(
        " ".join(key),
        name_en=row.get("name_en") or row.get("title") or "",
        name_zh_hant=row.get("name_zh_hant") or "",
        name_zh_hans=row.get("name_zh_hans") or "",
        fields=fields,
        into=into,
    )
