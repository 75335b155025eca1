"""The history of made-up records: each was entered once, and some were changed since."""

import json
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connection
from django.utils.dateparse import parse_datetime
from reversion.models import Revision, Version

from ecosystem.models import RECORD_MODELS, Change, ChangeKind, ChangeRole, Citation, InitiativeBody, Participation
from ecosystem.models.record_targets import RECORD_KINDS

# One record in so many has a second change, of which one in so many corrects an error.
RECORDS_PER_LATER_CHANGE, CHANGES_PER_CORRECTION = 10, 3
# Records were entered in so many days, which ended so many days before the newest fact; then came the second changes.
ENTRY_DAYS, LATER_DAYS = 700, 30
ENTRY_REASON, LATER_REASON = "Made-up record.", "Made-up change of the summary."
# One encoder for all versions: `json.dumps()` with an option makes one each time.
encode_json = json.JSONEncoder(ensure_ascii=False).encode
VERSIONED_MODELS = (*RECORD_MODELS, InitiativeBody, Participation, Citation)

REVISION_COLUMNS = ("id", "date_created", "comment", "user_id")
VERSION_COLUMNS = ("object_id", "content_type_id", "revision_id", "db", "format", "serialized_data", "object_repr")
CHANGE_COLUMNS = (
    "id", "revision_id", *(f"{kind}_id" for kind in RECORD_KINDS), "kind", "role", "reason", "fields", "is_public",
    "is_correction", "wrong_since",
)  # fmt: skip


class HistoryRows:
    def __init__(self, plan):
        self.plan = plan
        self.content_types = {model: ContentType.objects.get_for_model(model).pk for model in VERSIONED_MODELS}
        newest = max(row["updated_at"] for model in RECORD_MODELS for row in plan.templates.rows[model])
        self.newest = parse_datetime(newest)

    def get_entry_moment(self, number):
        first = self.newest - timedelta(days=ENTRY_DAYS + LATER_DAYS)
        return first + timedelta(seconds=ENTRY_DAYS * 86_400 * number // self.plan.count_records())

    def get_later_moment(self, number):
        if number % RECORDS_PER_LATER_CHANGE:
            return None
        seconds = LATER_DAYS * 86_400 * number // self.plan.count_records()
        return self.newest - timedelta(days=LATER_DAYS) + timedelta(seconds=seconds)

    def add_history(self, tables, model, key, number, earlier_fields, rows):
        """`earlier_fields` are those before the second change, which happened only if `get_later_moment()` says so.

        `rows` holds `(model, primary key, fields)` of the record and all rows that its versions store.
        """
        entered = self.get_entry_moment(number)
        if later := self.get_later_moment(number):
            self._add_change(tables, model, key, number, entered, [(model, key, earlier_fields), *rows[1:]])
            at = self.plan.count_records() + number // RECORDS_PER_LATER_CHANGE
            self._add_change(tables, model, key, at, later, rows, since=entered)
        else:
            self._add_change(tables, model, key, number, entered, rows)

    def _add_change(self, tables, model, key, number, moment, rows, since=None):
        plan = self.plan
        revision, change = plan.first_keys[Revision] + number, plan.first_keys[Change] + number
        reason = LATER_REASON if since else ENTRY_REASON
        tables[Revision._meta.db_table].append((revision, adapt_moment(moment), reason, None))
        is_correction = bool(since) and number % CHANGES_PER_CORRECTION == 0
        tables[Change._meta.db_table].append(
            (
                change,
                revision,
                *(key if kind == model._meta.model_name else None for kind in RECORD_KINDS),
                (ChangeKind.CHANGED if since else ChangeKind.ENTERED).value,
                (ChangeRole.EDITOR if since else ChangeRole.FILES).value,
                reason,
                '["summary"]' if since else "[]",
                True,
                is_correction,
                adapt_moment(since) if is_correction else None,
            )
        )
        name = rows[0][2]["name_en"]
        tables[Version._meta.db_table] += [
            (
                str(row_key),
                self.content_types[row_model],
                revision,
                DEFAULT_DB_ALIAS,
                "json",
                encode_json([{"model": row_model._meta.label_lower, "pk": row_key, "fields": fields}]),
                name,
            )
            for row_model, row_key, fields in rows
        ]


def adapt_moment(moment):
    return connection.ops.adapt_datetimefield_value(moment)


def format_moment(moment):
    """Return a time as versions store it."""
    return moment.isoformat().replace("+00:00", "Z")
