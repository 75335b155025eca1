"""A record that had a private detail in every field, and has been corrected."""

from contextlib import suppress
from datetime import date

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import connection

from ecosystem.editing import publishing
from ecosystem.editing.past_values import list_past_values
from ecosystem.editing.withholding import withhold_past_value
from ecosystem.history import revisions, snapshots
from ecosystem.history.row_names import SnapshotRowNames
from ecosystem.models import Change, SearchMiss
from tests.support import factories, users
from tests.support.signatures import build_senior_editor_signature

# Texts, an amount and a date that occur in private details only.
CANARY, HAN_CANARY, AMOUNT, DAY = "qzxcanary", "鸞鷟翯", 987654321987, "1899-11-23"
# The search index contains single characters, in Simplified Chinese.
CHARACTERS = ("鸞", "鸾")
# The search index contains stems of words.
TRACES = (CANARY.removesuffix("y"), *CHARACTERS, str(AMOUNT), f"{AMOUNT:,}", DAY, "23 November 1899", "1899年11月23日")
PRIVATE_TEXTS = {
    "name_en": f"Name {CANARY}",
    "name_zh_hant": f"{HAN_CANARY}名",
    "name_zh_hans": f"{HAN_CANARY}名称",
    "summary_en": f"Call {CANARY} “at\nhome”, says C:\\{CANARY}.",
    "summary_zh_hant": f"致電{HAN_CANARY}。",
    "summary_zh_hans": f"致电{HAN_CANARY}。",
    "website": f"https://{CANARY}.example/",
    "acronym": f"{CANARY.upper()}1",
    "aliases": [f"Alias {CANARY}", f"{HAN_CANARY}別名", "Harmless"],
}
PRIVATE_VALUES_BY_KIND = {
    "organisation": {"address": f"{CANARY} Road 1", "founded": DAY, "closed": "1999"},
    "initiative": {
        "amount": AMOUNT,
        "amount_basis": "total",
        "currency": "HKD",
        "apply_url": f"https://apply.example/{CANARY}",
        "eligibility_en": f"For {CANARY}.",
        "eligibility_zh_hant": f"給{HAN_CANARY}。",
        "starts": DAY,
    },
}
# The present values.
CORRECTED_VALUES = {
    "name_en": "Heron",
    "name_zh_hant": "白鷺",
    "name_zh_hans": "",
    "summary_en": "It looks.",
    "summary_zh_hant": "看。",
    "summary_zh_hans": "",
    "website": "",
    "acronym": "",
    "aliases": ["Harmless"],
    "address": "",
    "founded": "2001",
    "closed": None,
    "amount": None,
    "amount_basis": "",
    "currency": "",
    "apply_url": "",
    "eligibility_en": "",
    "eligibility_zh_hant": "",
    "starts": "2001",
}


def make_corrected_record(kind):
    """Create a record with a private detail in every field and in all texts about it, then correct it."""
    create = {"organisation": factories.organisation, "initiative": factories.initiative}[kind]
    record = create(slug="heron", **PRIVATE_TEXTS | PRIVATE_VALUES_BY_KIND[kind])
    claim = {"value": f"Since {CANARY}", "reason_en": f"{CANARY} says so.", "reason_zh_hant": HAN_CANARY}
    citation = factories.cite(record, "summary")
    citation.disputes, citation.claims = ["website"], {"website": claim | {"reason_zh_hans": ""}}
    citation.save()
    revisions.begin_record_histories()
    SearchMiss.objects.create(day=date(2026, 1, 1), text=f"name {CANARY}")
    factories.proposal(
        record,
        fate="partly",
        decided_at="2026-11-01T00:00Z",
        changes={"name_en": PRIVATE_TEXTS["name_en"], "aliases": "\n".join(PRIVATE_TEXTS["aliases"])},
        found={"summary_en": PRIVATE_TEXTS["summary_en"], "website": PRIVATE_TEXTS["website"]},
        taken={
            "name_en": [PRIVATE_TEXTS["name_en"], "Heron"],
            "aliases": ["\n".join(PRIVATE_TEXTS["aliases"]), "Harmless"],
        },
        wrong=f"Name {CANARY} is private.",
        right=f"Not {HAN_CANARY}名.",
        reason=f"Name {CANARY} was told.",
        note=f"Of Name {CANARY}.",
        shows_words=True,
    )
    factories.rebuild_search_index()
    change_record(record, f"So says Name {CANARY}.", summary_en=f"Again: {PRIVATE_TEXTS['summary_en']}")
    change_record(record, "It was so.", summary_en=PRIVATE_TEXTS["summary_en"])
    citation.disputes, citation.claims = [], {}
    citation.save()
    fields = {f.name for f in record._meta.get_fields()}
    change_record(
        record,
        f"Private: {HAN_CANARY}名.",
        **{name: value for name, value in CORRECTED_VALUES.items() if name in fields},
    )
    user = users.create_senior_editor()
    for message in (f"Changed Name {CANARY}.", f'[{{"changed": {{"object": "{PRIVATE_TEXTS["name_zh_hant"]}"}}}}]'):
        LogEntry.objects.log_actions(user.pk, [record], CHANGE, message, single_object=True)
    LogEntry.objects.update(object_repr=PRIVATE_TEXTS["name_en"])
    return record


def change_record(record, reason, **values):
    for name, value in values.items():
        setattr(record, name, value)
    record.full_clean()
    record.save()
    publishing.conclude_record_change(record, by=build_senior_editor_signature(reason))


def list_private_values(record):
    """List the past values of all states that can be withheld."""
    present = revisions.build_current_snapshot(record)
    found = {}
    for each in Change.objects.for_record(record).with_versions():
        state = snapshots.build_change_snapshot(each)
        for value in list_past_values(state, SnapshotRowNames([state])):
            if not value.is_in(present):
                found.setdefault((value.key, value.text), value)
    return list(found.values())


def withhold_all_values(record, **options):
    for value in list_private_values(record):
        # A translated text may have been removed together with one of its languages.
        with suppress(LookupError):
            if any(
                value.is_in(snapshots.build_change_snapshot(each))
                for each in Change.objects.for_record(record).with_versions()
            ):
                withhold_past_value(record, value, reason="At the wish of somebody.", **options)


def read_database_cells():
    """Return every cell of every table as text, full-text tables included."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            tables = [name for (name,) in cursor.fetchall()]
        else:
            tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table of ours
            rows += [f"{table}: {_decode_cell(cell)}" for row in cursor.fetchall() for cell in row]
    return rows


def _decode_cell(cell):
    if isinstance(cell, bytes | memoryview):
        return bytes(cell).decode("utf-8", errors="replace")
    return str(cell)


def find_traces(texts):
    """Return the texts that contain a private detail in any form."""
    escaped = tuple(trace.encode("unicode_escape").decode() for trace in TRACES)
    spelt = {trace.casefold() for trace in (*TRACES, *escaped)}
    return [text for text in texts if any(trace in text.casefold() for trace in spelt)]
