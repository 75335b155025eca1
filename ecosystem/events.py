"""What happened, from the dates of the facts themselves."""

from dataclasses import dataclass

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast
from django.utils.timezone import localdate
from django.utils.translation import pgettext_lazy

from ecosystem.models import RECORDS, Record
from ecosystem.partial_dates import PartialDate

DATES = {
    "organisation": {
        "founded": pgettext_lazy("an organisation", "founded"),
        "closed": pgettext_lazy("an organisation", "closed"),
    },
    "initiative": {
        "announced": pgettext_lazy("an initiative", "announced"),
        "starts": pgettext_lazy("an initiative", "began"),
        "ends": pgettext_lazy("an initiative", "ended"),
    },
    "collaboration": {
        "announced": pgettext_lazy("a collaboration", "announced"),
        "starts": pgettext_lazy("a collaboration", "began"),
        "ends": pgettext_lazy("a collaboration", "ended"),
    },
}
ENDS = {"closed", "ends"}


@dataclass(frozen=True)
class Event:
    """Something that a record's date says: it was announced, it began, it ended."""

    date: PartialDate
    record: Record
    what: str
    theme: str


def latest(number: int) -> list[Event]:
    """Return the last events up to today, newest first; four queries."""
    rows = _dates(number)
    records = {
        model._meta.model_name: model.objects.published()
        .with_first_theme()
        .in_bulk([pk for pk, kind, *_rest in rows if kind == model._meta.model_name])
        for model in RECORDS
    }
    return [
        Event(PartialDate(date), record := records[kind][pk], DATES[kind][name], record.first_theme)
        for pk, kind, name, date in rows
    ]


def _dates(number):
    """Return `(pk, kind, field, date)` of the newest dates; what a record says twice of one day, once."""
    today = localdate().isoformat()
    querysets = [
        model.objects.published()
        .filter(_has_come(name, today))
        .order_by()
        .annotate(
            event_kind=Value(model._meta.model_name, output_field=CharField()),
            event_field=Value(name, output_field=CharField()),
            event_date=Cast(name, CharField()),
        )
        .values_list("id", "event_kind", "event_field", "event_date")
        for model in RECORDS
        for name in DATES[model._meta.model_name]
    ]
    rows = querysets[0].union(*querysets[1:]).order_by("-event_date", "event_kind", "id", "event_field")
    # No record has more than three dates, so three times as many rows are always enough.
    once = {(pk, kind, date): (pk, kind, field, date) for pk, kind, field, date in reversed(rows[: 3 * number])}
    return list(reversed(once.values()))[:number]


def _has_come(name, today):
    """Return the condition that a date has come: of an end its last day is over, of any other its first day is there."""
    begun = Q(**{f"{name}__begun_by": today})
    return begun & ~Q(**{f"{name}__reaches": today}) if name in ENDS else begun
