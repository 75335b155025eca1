"""The states of initiatives: computed from dates and sources, never stored."""

from datetime import date

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Cast
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from ecosystem.core.partial_dates import PartialDate

# How long an announcement, or a source for an initiative being in operation, counts as recent.
NEWS_YEARS = 2


class State(models.TextChoices):
    OPEN = "open", pgettext_lazy("a state", "Active")
    ANNOUNCED = "announced", pgettext_lazy("a state", "Announced")
    IN_FORCE = "in_force", pgettext_lazy("a state", "In force")
    IN_SERVICE = "in_service", pgettext_lazy("a state", "In use")
    UNCONFIRMED = "unconfirmed", pgettext_lazy("a state", "Unconfirmed")
    CLOSED = "closed", pgettext_lazy("a state", "Ended")
    UNDATED = "undated", pgettext_lazy("a state", "Date unknown")


class CallStatus(models.TextChoices):
    """Whether one can apply to an initiative today."""

    OPEN = "open", pgettext_lazy("a call for applications", "Open to applications")
    CLOSED = "closed", pgettext_lazy("a call for applications", "Last call closed")
    UNKNOWN = "unknown", pgettext_lazy("a call for applications", "Not known whether applications are accepted")


def find_call_status(state: State, deadline: PartialDate | None, *, gives_support: bool) -> CallStatus | None:
    """Return whether one can apply; None if that question does not arise."""
    if not deadline:
        return CallStatus.UNKNOWN if state != State.CLOSED and gives_support else None
    if deadline.last_day < localdate():
        return CallStatus.CLOSED
    return None if state == State.CLOSED else CallStatus.OPEN


def build_initiative_state(today: date) -> Case:
    """Return the expression for an initiative's state on the given day.

    A partial date has begun when its first day has come, and is over when its last day has passed.
    """
    from ecosystem.models.citations import Citation

    news = subtract_years(today, NEWS_YEARS)
    begun, ahead = Q(starts__begun_by=today.isoformat()), ~Q(starts__begun_by=today.isoformat())
    has_start, has_word = Q(starts__isnull=False), Q(announced__begun_by=today.isoformat())
    is_rule = Q(kind__in=["strategy", "guideline"])
    end_ahead = Q(ends__reaches=today.isoformat()) | Q(applications_close__reaches=today.isoformat())
    # Nor does a report of an outcome.
    sources = Citation.objects.filter(initiative=OuterRef("pk"), outcome_only=False)
    # A check or source from before the start does not show that it is in operation.
    checked = Q(verified_on__gte=news, starts__begun_by=Cast("verified_on", models.CharField()))
    is_confirmed = checked | Exists(
        sources.filter(source__published__reaches=news.isoformat()).filter(
            source__published__reaches=OuterRef("starts")
        )
    )
    return Case(
        When(Q(ends__isnull=False) & ~Q(ends__reaches=today.isoformat()), then=Value(State.CLOSED)),
        When(has_start & ahead, then=Value(State.ANNOUNCED)),
        When(is_rule & (begun | has_word), then=Value(State.IN_FORCE)),
        When(begun & Q(kind="deployment"), then=Value(State.IN_SERVICE)),
        When(begun & (end_ahead | is_confirmed), then=Value(State.OPEN)),
        When(begun, then=Value(State.UNCONFIRMED)),
        When(Q(announced__reaches=news.isoformat()), then=Value(State.ANNOUNCED)),
        When(Q(announced__isnull=False) | Q(ends__isnull=False), then=Value(State.UNCONFIRMED)),
        default=Value(State.UNDATED),
        output_field=models.CharField(),
    )


def subtract_years(day: date, years: int) -> date:
    """Turn 29 February into the 28th if needed."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


# For each state the sentences by the value that they need, the best first.
STATE_SENTENCES = {
    State.OPEN: {
        "end": _("Started %(start)s, and runs until %(end)s."),
        "deadline": _("Started %(start)s, and accepts applications until %(deadline)s."),
        "later_source": _("Started %(start)s. A source of %(later_source)s shows that it is active."),
        "checked": _("Started %(start)s. When we last checked, on %(checked)s, it was active."),
        "first_source": _("Started %(start)s. No later source is recorded."),
    },
    State.ANNOUNCED: {
        "start": _("Due to start %(start)s."),
        "announced": _("Announced %(announced)s. Start date not known."),
    },
    State.IN_FORCE: {
        "start": _("Since %(start)s, as far as we know."),
        "announced": _("Announced %(announced)s. In force as far as we know."),
    },
    State.IN_SERVICE: {"start": _("Since %(start)s, as far as we know.")},
    State.UNCONFIRMED: {
        "start": _("Started %(start)s. We do not know if it is still active."),
        "announced": _("Announced %(announced)s. Start date not known."),
        "end": _("Planned to end %(end)s. Start date not known."),
    },
    State.CLOSED: {"end": _("End date: %(end)s.")},
}
