"""Changes as a CSV dataset with the column names of the API."""

from ecosystem.exports.columns import ExportColumn, build_field_column, build_related_text_columns
from ecosystem.exports.export_table import ExportTable
from ecosystem.history.merged_records import get_change_merge
from ecosystem.models import Change
from ecosystem.models.changes import RECORD_KIND_CHOICES
from ecosystem.models.page_addresses import build_permalink


def _build_moment_column(name: str) -> ExportColumn:
    return ExportColumn(name, "datetime", read=lambda row: value.isoformat() if (value := getattr(row, name)) else "")


CHANGES_DATASET = ExportTable(
    "changes.csv",
    (
        ExportColumn("id", "integer", is_required=True, read=lambda change: change.pk),
        _build_moment_column("made_at"),
        ExportColumn(
            "kind", choices=tuple(RECORD_KIND_CHOICES), is_required=True, read=lambda change: change.record_kind
        ),
        ExportColumn("record", is_required=True, read=lambda change: change.record.slug),
        # Removed records have no name.
        *build_related_text_columns("name", lambda change: change.record if change.record.is_public else None),
        build_field_column("what", Change, "kind", read=lambda change: change.kind),
        ExportColumn("merged_into", read=lambda change: into.slug if (into := get_change_merge(change).into) else ""),
        ExportColumn("merged_from", "list", read=lambda change: tuple(get_change_merge(change).slugs)),
        build_field_column("fields", Change, read=lambda change: tuple(change.fields)),
        build_field_column("role", Change),
        build_field_column("reason", Change),
        build_field_column("is_correction", Change),
        _build_moment_column("wrong_since"),
        ExportColumn("page_url", form="uri", read=build_permalink),
    ),
)
