"""Withhold a past value of a record: remove it from every stored version, and log when and why."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from itertools import zip_longest
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from reversion.models import Revision, Version

from ecosystem.editing.past_values import PastValue
from ecosystem.editing.redaction import TextRedaction
from ecosystem.history import revisions, snapshots
from ecosystem.models import (
    Change,
    FormerSlug,
    Organisation,
    Proposal,
    Record,
    SearchMiss,
    SearchText,
    WithheldValue,
    editions,
)
from ecosystem.models.fields import PartialDateField, WordsField
from ecosystem.models.record_targets import RECORD_KINDS

PROPOSAL_TEXT_FIELDS = ("wrong", "right", "reason", "note", "url")


@editions.edition_transaction()
def withhold_past_value(
    record: Record, value: PastValue, *, reason: str, user=None, in_words: bool = True
) -> WithheldValue:
    """Remove a past value from all stored versions of a record and from proposals for it; return the log entry.

    With `in_words` it is also redacted in reasons, proposals and logs about the record. Raises ValidationError if the
    record still has the value, if no version has it, or if the reason repeats it.
    """
    type(record).objects.select_for_update().get(pk=record.pk)
    _check_can_withhold(record, value, reason)
    redaction = TextRedaction(value.texts if in_words else ())
    changes = list(Change.objects.for_record(record).with_versions())
    holding = [change for change in changes if value.is_in(snapshots.build_change_snapshot(change))]
    if not holding:
        raise ValidationError(_("No saved version of this record contains this."))
    row = WithheldValue.objects.create(
        **{record._meta.model_name: record},
        field=value.field,
        reason=reason.strip(),
        states=len(holding),
        was_public=any(change.is_public for change in holding),
        withheld_by=user,
    )
    for change in holding:
        _remove_from_snapshot(change, value, row.pk)
    _remove_from_proposals(record, value, redaction)
    _rename_versions(record, changes)
    _remove_from_written_texts(record, changes, redaction)
    _purge_index()
    editions.increment_edition()
    transaction.on_commit(_empty_write_ahead_log)
    return row


def _check_can_withhold(record: Record, value: PastValue, reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Enter the reason. Readers will see it in place of the value.")})
    if TextRedaction([value.text, *value.texts, *value.names], is_strict=True).is_in(reason):
        raise ValidationError({"reason": _("Do not repeat the withheld value in the reason. Readers would see it.")})
    if value.is_in(revisions.build_current_snapshot(record)):
        raise ValidationError(
            _("The current record still says this. Correct it first, then withhold the previous value.")
        )


def _remove_from_snapshot(change: Change, value: PastValue, number: int) -> None:
    """Store the number of the log entry in place of the value."""
    rows = [(version, json.loads(version.serialized_data)) for version in change.revision.rows]
    model = type(change.record)
    for version, (stored,) in rows:
        fields, name = stored["fields"], stored["model"]
        if name == model._meta.label_lower:
            for place in _clear_fields(model, fields, value):
                marks = stored.setdefault(snapshots.WITHHELD_KEY, {}).setdefault(place, [])
                marks += [] if number in marks else [number]
        elif name in snapshots.ROLE_MODEL_LABELS and value.join == (fields["organisation"], fields["role"]):
            version.delete()
            continue
        elif name == snapshots.CITATION_LABEL and value.claim and fields["source"] == value.claim[0]:
            fields["claims"].pop(value.claim[1], None)
            fields["disputes"] = [field for field in fields["disputes"] if field != value.claim[1]]
        Version.objects.filter(pk=version.pk).update(serialized_data=json.dumps([stored], ensure_ascii=False))


def _clear_fields(model: type[Record], fields: dict[str, Any], value: PastValue) -> list[str]:
    """Return the names under which the value is marked as withheld."""
    if value.join or value.claim:
        return [value.field]
    if value.item is not None:
        fields[value.field] = [item for item in fields[value.field] if item != value.item]
        return [value.field]
    names = [name for name, withheld in value.columns if fields.get(name) == withheld]
    for name in names:
        fields[name] = None if model._meta.get_field(name).null else ""
    return names


def _remove_from_proposals(record: Record, value: PastValue, redaction: TextRedaction) -> None:
    for proposal in _list_proposals(record).select_for_update():
        for name in ("changes", "found"):
            texts = {
                key: _remove_from_text(record, value, redaction, key, text)
                for key, text in getattr(proposal, name).items()
            }
            setattr(proposal, name, {key: text for key, text in texts.items() if text is not None})
        proposal.taken = {
            key: [_remove_from_text(record, value, redaction, key, text) for text in pair]
            for key, pair in proposal.taken.items()
        }
        for name in PROPOSAL_TEXT_FIELDS:
            setattr(proposal, name, redaction.apply(getattr(proposal, name)))
        if redaction.MARK in proposal.url:
            # A redacted URL does not work.
            proposal.url = ""
        proposal.save(update_fields=["changes", "found", "taken", *PROPOSAL_TEXT_FIELDS])


def _list_proposals(record: Record) -> Any:
    """Include those for the record that it was merged into, which took over open ones."""
    kind = record._meta.model_name
    into = FormerSlug.objects.find_target(kind, record.slug)
    return Proposal.objects.for_records(kind, [record, into] if into else [record])


def _remove_from_text(
    record: Record, value: PastValue, redaction: TextRedaction, column: str, text: str | None
) -> str | None:
    """Return None if the text is the value."""
    if (
        text is None
        or {name: _format_column_value(record, name, withheld) for name, withheld in value.columns}.get(column) == text
    ):
        return None
    if column == value.field and (line := _format_list_line(record, value)) is not None:
        text = "\n".join(each for each in text.splitlines() if each != line)
    f = record._meta.get_field(column)
    is_words = not f.choices and isinstance(f, models.CharField | models.TextField | WordsField)
    return redaction.apply(text) if is_words and not isinstance(f, PartialDateField) else text


def _format_column_value(record: Record, column: str, value: Any) -> str | None:
    f = record._meta.get_field(column)
    return _find_slug(f.related_model, value) if f.is_relation else str(value)


def _format_list_line(record: Record, value: PastValue) -> str | None:
    """Return a line of a proposal; None for other values than items and relations."""
    if value.join:
        organisation, role = value.join
        return f"{_find_slug(Organisation, organisation)}: {role}"
    f = record._meta.get_field(value.field) if value.item is not None else None
    return None if f is None else _find_slug(f.related_model, value.item) if f.many_to_many else value.item


def _find_slug(model: Any, key: int) -> str | None:
    return model.objects.filter(pk=key).values_list("slug", flat=True).first()


def _rename_versions(record: Record, changes: list[Change]) -> None:
    """Set `object_repr`, which is not shown but is in the table."""
    revision_keys = [change.revision_id for change in changes]
    Version.objects.filter(revision__in=revision_keys).update(object_repr=str(record))


def _remove_from_written_texts(record: Record, changes: list[Change], redaction: TextRedaction) -> None:
    """Other records may have the same reason, which is redacted too."""
    for change in changes:
        if (redacted := redaction.apply(change.reason)) != change.reason:
            Change.objects.filter(reason=change.reason).update(reason=redacted)
            Revision.objects.filter(comment=change.reason).update(comment=redacted)
    for row in WithheldValue.objects.for_record(record):
        WithheldValue.objects.filter(pk=row.pk).update(reason=redaction.apply(row.reason))
    proposals = _list_proposals(record).values_list("pk", flat=True)
    for model, keys in ((type(record), [record.pk]), (Proposal, proposals)):
        entries = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(model), object_id__in=[str(key) for key in keys]
        )
        for entry in entries:
            entry.object_repr = redaction.apply(entry.object_repr)
            entry.change_message = _redact_message(entry.change_message, redaction)
            entry.save(update_fields=["object_repr", "change_message"])
    for text in redaction.texts:
        SearchMiss.objects.filter(text__icontains=text).delete()


def _redact_message(message: str, redaction: TextRedaction) -> str | None:
    """A message is text, or JSON with escaped characters."""
    with suppress(ValueError):
        return json.dumps(_redact_json(json.loads(message), redaction))
    return redaction.apply(message)


def _redact_json(value: Any, redaction: TextRedaction) -> Any:
    if isinstance(value, str):
        return redaction.apply(value)
    if isinstance(value, list):
        return [_redact_json(part, redaction) for part in value]
    return {key: _redact_json(part, redaction) for key, part in value.items()} if isinstance(value, dict) else value


def _purge_index() -> None:
    """Make SQLite drop deleted terms from the full-text index, where they stay until segments are merged."""
    if connection.vendor == "sqlite":
        table = connection.ops.quote_name(SearchText._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 - a table of ours


def list_public_periods(record: Record, value: PastValue) -> list[tuple[date, date]]:
    """Return `(first day, last day)` of each period in which the public record had a value."""
    changes = list(Change.objects.for_record(record).with_versions().newest_first().reverse())
    periods = []
    for change, after in zip_longest(changes, changes[1:]):
        if change.is_public and value.is_in(snapshots.build_change_snapshot(change)):
            # The first version may have been public before the history began.
            is_first = change is changes[0] and record.published_at
            begins = min(change.made_on, localdate(record.published_at)) if is_first else change.made_on
            periods.append((begins, after.made_on if after else localdate()))
    return periods


def find_remaining_traces(value: PastValue) -> list[Change]:
    """Return the changes, of any record, whose stored versions still contain the text in another field."""
    redaction = TextRedaction(value.texts)
    changes: list[Change] = []
    for text in redaction.texts:
        written = json.dumps(text, ensure_ascii=False)[1:-1]
        rows = Version.objects.filter(serialized_data__contains=written).values("revision")
        changes += Change.objects.filter(revision__in=rows).select_related("revision", *RECORD_KINDS).newest_first()
    return list(dict.fromkeys(changes))


def _empty_write_ahead_log() -> None:
    """Truncate SQLite's write-ahead log, which holds old pages; left to later while another process reads it."""
    if connection.vendor == "sqlite":
        with suppress(OperationalError), connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
