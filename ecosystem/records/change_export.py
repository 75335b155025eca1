"""The changes of the directory as a table, under the names that the API gives them."""

from ecosystem.exports.columns import Column, of_field
from ecosystem.exports.dataset import Extract, texts
from ecosystem.history.merged_records import merger
from ecosystem.models import Change
from ecosystem.models.changes import KIND_CHOICES
from ecosystem.models.page_addresses import identity


def _moment(name: str) -> Column:
    return Column(name, "datetime", read=lambda row: moment.isoformat() if (moment := getattr(row, name)) else "")


CHANGES = Extract(
    "changes.csv",
    (
        Column("id", "integer", is_required=True, read=lambda change: change.pk),
        _moment("made_at"),
        Column("kind", choices=tuple(KIND_CHOICES), is_required=True, read=lambda change: change.record_kind),
        Column("record", is_required=True, read=lambda change: change.record.slug),
        # What was removed keeps no name.
        *texts("name", lambda change: change.record if change.record.is_public else None),
        of_field("what", Change, "kind", read=lambda change: change.kind),
        Column("merged_into", read=lambda change: into.slug if (into := merger(change).into) else ""),
        Column("merged_from", "list", read=lambda change: tuple(merger(change).slugs)),
        of_field("fields", Change, read=lambda change: tuple(change.fields)),
        of_field("role", Change),
        of_field("reason", Change),
        of_field("is_correction", Change),
        _moment("wrong_since"),
        Column("page_url", form="uri", read=identity),
    ),
)
