"""A record that once said something private in every field, and says something else today."""

from contextlib import suppress
from datetime import date

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import connection

from ecosystem.editing import publishing
from ecosystem.editing.past_values import list_past_values
from ecosystem.editing.withholding import withhold
from ecosystem.history import recording, snapshots
from ecosystem.history.row_names import Names
from ecosystem.models import Change, SearchMiss
from tests.support import factories, users
from tests.support.signatures import publisher

# Stands in every private detail, and nowhere else: in letters, in characters, as an amount, as a day.
CANARY, HAN_CANARY, AMOUNT, DAY = "qzxcanary", "鸞鷟翯", 987654321987, "1899-11-23"
# The search holds each character by itself, as Simplified Chinese writes it.
CHARACTERS = ("鸞", "鸾")
# The search holds the stem of a word.
TRACES = (CANARY.removesuffix("y"), *CHARACTERS, str(AMOUNT), f"{AMOUNT:,}", DAY, "23 November 1899", "1899年11月23日")
TEXTS = {
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
OF_KIND = {
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
# What the record says today.
CORRECTED = {
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
    """Make a record that had a private detail in every field, with all that repeats it, and correct it."""
    record = getattr(factories, kind)(slug="heron", **TEXTS | OF_KIND[kind])
    claim = {"value": f"Since {CANARY}", "reason_en": f"{CANARY} says so.", "reason_zh_hant": HAN_CANARY}
    citation = factories.cite(record, "summary")
    citation.disputes, citation.claims = ["website"], {"website": claim | {"reason_zh_hans": ""}}
    citation.save()
    recording.begin()
    SearchMiss.objects.create(day=date(2026, 1, 1), text=f"name {CANARY}")
    factories.proposal(
        record,
        fate="partly",
        decided_at="2026-11-01T00:00Z",
        changes={"name_en": TEXTS["name_en"], "aliases": "\n".join(TEXTS["aliases"])},
        found={"summary_en": TEXTS["summary_en"], "website": TEXTS["website"]},
        taken={"name_en": [TEXTS["name_en"], "Heron"], "aliases": ["\n".join(TEXTS["aliases"]), "Harmless"]},
        wrong=f"Name {CANARY} is private.",
        right=f"Not {HAN_CANARY}名.",
        reason=f"Name {CANARY} was told.",
        note=f"Of Name {CANARY}.",
        shows_words=True,
    )
    factories.index()
    change(record, f"So says Name {CANARY}.", summary_en=f"Again: {TEXTS['summary_en']}")
    change(record, "It was so.", summary_en=TEXTS["summary_en"])
    citation.disputes, citation.claims = [], {}
    citation.save()
    fields = {f.name for f in record._meta.get_fields()}
    change(record, f"Private: {HAN_CANARY}名.", **{name: said for name, said in CORRECTED.items() if name in fields})
    user = users.publisher()
    for message in (f"Changed Name {CANARY}.", f'[{{"changed": {{"object": "{TEXTS["name_zh_hant"]}"}}}}]'):
        LogEntry.objects.log_actions(user.pk, [record], CHANGE, message, single_object=True)
    LogEntry.objects.update(object_repr=TEXTS["name_en"])
    return record


def change(record, reason, **values):
    for name, value in values.items():
        setattr(record, name, value)
    record.full_clean()
    record.save()
    publishing.conclude(record, by=publisher(reason))


def list_private_values(record):
    """Return every past value that can be withheld, of every state."""
    present = recording.present(record)
    found = {}
    for each in Change.objects.of(record).with_states():
        state = snapshots.of_change(each)
        for value in list_past_values(state, Names([state])):
            if not value.is_in(present):
                found.setdefault((value.key, value.text), value)
    return list(found.values())


def withhold_everything(record, **options):
    for value in list_private_values(record):
        # Of a text in several languages the whole may be gone with its parts.
        with suppress(LookupError):
            if any(value.is_in(snapshots.of_change(each)) for each in Change.objects.of(record).with_states()):
                withhold(record, value, reason="At the wish of somebody.", **options)


def read_database():
    """Return every cell of every table as one text, those that the search keeps for itself included."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            tables = [name for (name,) in cursor.fetchall()]
        else:
            tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table of ours
            rows += [f"{table}: {_as_text(cell)}" for row in cursor.fetchall() for cell in row]
    return rows


def _as_text(cell):
    if isinstance(cell, bytes | memoryview):
        return bytes(cell).decode("utf-8", errors="replace")
    return str(cell)


def find_traces(texts):
    """Return which of these texts hold a private detail, in whatever way it is written."""
    escaped = tuple(trace.encode("unicode_escape").decode() for trace in TRACES)
    spelt = {trace.casefold() for trace in (*TRACES, *escaped)}
    return [text for text in texts if any(trace in text.casefold() for trace in spelt)]
