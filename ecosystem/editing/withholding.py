"""Withhold one past value of a record: take it out of every stored state, and say that it was, when and why."""

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
from ecosystem.editing.redaction import Redaction
from ecosystem.history import recording, snapshots
from ecosystem.models import Change, FormerSlug, Organisation, Proposal, SearchMiss, SearchText, WithheldValue, editions
from ecosystem.models.changes import KINDS
from ecosystem.models.fields import PartialDateField, WordsField

WORDS_OF_PROPOSALS = ("wrong", "right", "reason", "note", "url")


@editions.changing()
def withhold(record, value: PastValue, *, reason: str, user=None, in_words: bool = True) -> WithheldValue:
    """Take a past value out of all stored states of a record and of what was proposed for it; return the entry of the log.

    With `in_words` it is also taken out of reasons, proposals and logs about the
    record that repeat it. Raises ValidationError where the record still says so,
    where no state does, or where the reason repeats it.
    """
    type(record).objects.select_for_update().get(pk=record.pk)
    _check(record, value, reason)
    redaction = Redaction(value.texts if in_words else ())
    changes = list(Change.objects.of(record).with_states())
    holding = [change for change in changes if value.is_in(snapshots.of_change(change))]
    if not holding:
        raise ValidationError(_("No stored state of the record says this."))
    row = WithheldValue.objects.create(
        **{record._meta.model_name: record},
        field=value.field,
        reason=reason.strip(),
        states=len(holding),
        was_public=any(change.is_public for change in holding),
        withheld_by=user,
    )
    for change in holding:
        _take_out(change, value, row.pk)
    _take_out_of_proposals(record, value, redaction)
    _rename_versions(record, changes)
    _take_out_of_words(record, changes, redaction)
    _purge_index()
    editions.renew()
    transaction.on_commit(_empty_write_ahead_log)
    return row


def _check(record, value, reason):
    """Refuse what the record still says, and a reason that tells what is withheld."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: readers see it in the place of the value.")})
    if Redaction([value.text, *value.texts, *value.names], is_strict=True).is_in(reason):
        raise ValidationError({"reason": _("The reason repeats what is withheld; readers would see it.")})
    if value.is_in(recording.present(record)):
        raise ValidationError(_("The record says this today. Correct it first, then withhold what it said."))


def _take_out(change, value, number):
    """Take a value out of the state that a change left, and put the number of its entry in its place."""
    rows = [(version, json.loads(version.serialized_data)) for version in change.revision.rows]
    model = type(change.record)
    for version, (stored,) in rows:
        fields, name = stored["fields"], stored["model"]
        if name == model._meta.label_lower:
            for place in _empty_fields(model, fields, value):
                marks = stored.setdefault(snapshots.WITHHELD, {}).setdefault(place, [])
                marks += [] if number in marks else [number]
        elif name in snapshots.TABLES_OF_JOINS and value.join == (fields["organisation"], fields["role"]):
            version.delete()
            continue
        elif name == snapshots.CITATION and value.claim and fields["source"] == value.claim[0]:
            fields["claims"].pop(value.claim[1], None)
            fields["disputes"] = [field for field in fields["disputes"] if field != value.claim[1]]
        Version.objects.filter(pk=version.pk).update(serialized_data=json.dumps([stored], ensure_ascii=False))


def _empty_fields(model, fields, value) -> list[str]:
    """Empty what holds the value among the stored fields of a record; return where something was withheld."""
    if value.join or value.claim:
        return [value.field]
    if value.item is not None:
        fields[value.field] = [item for item in fields[value.field] if item != value.item]
        return [value.field]
    held = [name for name, said in value.columns if fields.get(name) == said]
    for name in held:
        fields[name] = None if model._meta.get_field(name).null else ""
    return held


def _take_out_of_proposals(record, value, redaction):
    """Take a value out of what was proposed for the record, and of what stood there when it was."""
    for proposal in _list_proposals(record).select_for_update():
        for name in ("changes", "found"):
            texts = {
                key: _without(record, value, redaction, key, text) for key, text in getattr(proposal, name).items()
            }
            setattr(proposal, name, {key: text for key, text in texts.items() if text is not None})
        proposal.taken = {
            key: [_without(record, value, redaction, key, text) for text in pair]
            for key, pair in proposal.taken.items()
        }
        for name in WORDS_OF_PROPOSALS:
            setattr(proposal, name, redaction.apply(getattr(proposal, name)))
        if redaction.MARK in proposal.url:
            # A part of an address leads nowhere.
            proposal.url = ""
        proposal.save(update_fields=["changes", "found", "taken", *WORDS_OF_PROPOSALS])


def _list_proposals(record):
    """Return the proposals for a record, and for the one that it was merged into, which took over those that waited."""
    kind = record._meta.model_name
    into = FormerSlug.objects.target_of(kind, record.slug)
    return Proposal.objects.filter(**{f"{kind}__in": [record, into] if into else [record]})


def _without(record, value, redaction, column, text: str | None) -> str | None:
    """Return the text of a column, as proposals hold it, without a value; None where it says nothing else."""
    if text is None or {name: _as_text(record, name, said) for name, said in value.columns}.get(column) == text:
        return None
    if column == value.field and (line := _as_line(record, value)) is not None:
        text = "\n".join(each for each in text.splitlines() if each != line)
    f = record._meta.get_field(column)
    is_words = not f.choices and isinstance(f, models.CharField | models.TextField | WordsField)
    return redaction.apply(text) if is_words and not isinstance(f, PartialDateField) else text


def _as_text(record, column, said):
    """Return the value of a column as proposals write it: of another row its slug."""
    f = record._meta.get_field(column)
    return _find_slug(f.related_model, said) if f.is_relation else str(said)


def _as_line(record, value) -> str | None:
    """Return the line that stands for an item or a relation in what is proposed; None for any other value."""
    if value.join:
        organisation, role = value.join
        return f"{_find_slug(Organisation, organisation)}: {role}"
    f = record._meta.get_field(value.field) if value.item is not None else None
    return None if f is None else _find_slug(f.related_model, value.item) if f.many_to_many else value.item


def _find_slug(model, key):
    return model.objects.filter(pk=key).values_list("slug", flat=True).first()


def _rename_versions(record, changes):
    """Let stored rows go by the present name of their record; nobody is shown it, but it is in the table."""
    revisions = [change.revision_id for change in changes]
    Version.objects.filter(revision__in=revisions).update(object_repr=str(record))


def _take_out_of_words(record, changes, redaction):
    """Take a value out of all that was written about the record; the same reason may stand with other records."""
    for change in changes:
        if (redacted := redaction.apply(change.reason)) != change.reason:
            Change.objects.filter(reason=change.reason).update(reason=redacted)
            Revision.objects.filter(comment=change.reason).update(comment=redacted)
    for row in WithheldValue.objects.of(record):
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


def _redact_message(message: str, redaction) -> str:
    """Redact the message of an entry in the admin's log: a text, or JSON in which characters are escaped."""
    with suppress(ValueError):
        return json.dumps(_redact_json(json.loads(message), redaction))
    return redaction.apply(message)


def _redact_json(value: Any, redaction) -> Any:
    if isinstance(value, str):
        return redaction.apply(value)
    if isinstance(value, list):
        return [_redact_json(part, redaction) for part in value]
    return {key: _redact_json(part, redaction) for key, part in value.items()} if isinstance(value, dict) else value


def _purge_index():
    """Let SQLite drop terms of the search index that no row has any more; it keeps them until it merges its parts."""
    if connection.vendor == "sqlite":
        table = connection.ops.quote_name(SearchText._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 - a table of ours


def list_public_periods(record, value: PastValue) -> list[tuple[date, date]]:
    """Return the first and the last day of each time in which the public record held a value."""
    changes = list(Change.objects.of(record).with_states().newest_first().reverse())
    found = []
    for change, after in zip_longest(changes, changes[1:]):
        if change.is_public and value.is_in(snapshots.of_change(change)):
            # What its history begins with may have been public before.
            is_first = change is changes[0] and record.published_at
            begins = min(change.made_on, localdate(record.published_at)) if is_first else change.made_on
            found.append((begins, after.made_on if after else localdate()))
    return found


def find_remaining_traces(value: PastValue) -> list[Change]:
    """Return the changes, of any record, whose states still say in some other field what was withheld."""
    redaction = Redaction(value.texts)
    found: list[Change] = []
    for text in redaction.texts:
        written = json.dumps(text, ensure_ascii=False)[1:-1]
        rows = Version.objects.filter(serialized_data__contains=written).values("revision")
        found += Change.objects.filter(revision__in=rows).select_related("revision", *KINDS).newest_first()
    return list(dict.fromkeys(found))


def _empty_write_ahead_log():
    """Let SQLite's log beside the database not keep pages from before; where somebody reads it just now, later."""
    if connection.vendor == "sqlite":
        with suppress(OperationalError), connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
