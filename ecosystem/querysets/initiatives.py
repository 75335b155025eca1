"""How initiatives are read: their state, who takes part, with what a row or a page shows."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.timezone import localdate
from django.utils.translation import pgettext_lazy

from ecosystem.querysets.records import RecordQuerySet, RelationQuerySet, model, ranked, texts

# How long an announcement, or a source that says that something runs, counts as news.
NEWS_YEARS = 2
# What a row shows beside its name.
ROW = ("announced", "starts", "ends", "amount", "amount_basis", "currency")
ROLES = ("lead", "funder", "operator", "partner", "user")


class State(models.TextChoices):
    """Where an initiative stands today; computed, and only `open` counts as open."""

    OPEN = "open", pgettext_lazy("a state", "Open")
    ANNOUNCED = "announced", pgettext_lazy("a state", "Announced")
    IN_FORCE = "in_force", pgettext_lazy("a state", "In force")
    IN_SERVICE = "in_service", pgettext_lazy("a state", "In service")
    UNCONFIRMED = "unconfirmed", pgettext_lazy("a state", "Not confirmed")
    CLOSED = "closed", pgettext_lazy("a state", "Closed")
    UNDATED = "undated", pgettext_lazy("a state", "No date known")


class InitiativeQuerySet(RecordQuerySet):
    def with_state(self):
        return self.annotate(state=state(localdate()))

    def led_by(self, organisations):
        """Keep initiatives in which one of the bodies, or one of their public parts, takes part."""
        joins = model("InitiativeBody").objects.published().of(organisations)
        return self.filter(pk__in=joins.values("initiative_id"))

    def giving(self, support=()):
        """Keep initiatives that give any of these kinds of support, or any at all."""
        if support:
            return self.related_to("support", model("Support").objects.filter(slug__in=support))
        return self.filter(Exists(self.model.support.through.objects.filter(initiative=OuterRef("pk"))))

    def open_to(self, audience):
        """Keep initiatives for any of these; one of which nobody knows whom it is for is not left out."""
        return self.related_or_unknown("audience", model("Audience").objects.filter(slug__in=audience))

    def paying_at_least(self, amount):
        """Leave out what is known to pay less in Hong Kong dollars to one project; what is not known stays."""
        return self.exclude(amount_basis="per_project_max", currency="HKD", amount__lt=amount)

    def by_date(self):
        """The newest first, by the start, else the announcement; those without a date last."""
        return self.annotate(_when=Coalesce("starts", "announced")).order_by(
            F("_when").desc(nulls_last=True), "order_en", "slug"
        )

    def due_by(self, day):
        """Keep initiatives that are to be compared with their sources again before this day: the open ones sooner."""
        days = settings.CHECK_AFTER_DAYS
        is_open = Q(state=State.OPEN)
        return (
            self.with_state()
            .with_last_check()
            .filter(
                (is_open & Q(last_check__lt=day - timedelta(days=days["open"])))
                | (~is_open & Q(last_check__lt=day - timedelta(days=days["initiative"])))
            )
        )

    def with_bodies(self, *columns):
        """Fetch the bodies that take part, and these columns of theirs."""
        joins = model("InitiativeBody").objects.published().in_order(*columns)
        return self.prefetch_related(Prefetch("involvements", joins, "public_involvements"))

    def for_list(self, *columns):
        """Add what a row shows: state and themes; and these columns."""
        rows = self.only_rows(*ROW, *columns)
        return rows.with_state().prefetch_related("themes")

    def for_answer(self, *columns):
        """Add what an answer says of each: what it is, its state, who takes part, its sources; and these columns."""
        return self.only_rows("ai", *ROW, *columns).with_state().with_bodies("website").with_sources()

    def for_offer(self):
        """Add what an answer says of a scheme to somebody who seeks support."""
        columns = ("applications_close", "apply_url", "website", "order_en", "updated_at", *texts("eligibility"))
        return self.for_answer(*columns).prefetch_related("audience", "support", "applications")

    def for_detail(self):
        """Add what the page of an initiative shows of itself."""
        # `part_of` is what tells of which initiative a row is a part.
        rows = self.model.objects.published().only_names("part_of", *ROW).with_state().by_date()
        return (
            self.with_state()
            .with_bodies()
            .select_related("part_of")
            .prefetch_related(
                "themes",
                "applications",
                "audience",
                "support",
                Prefetch("parts", rows, "public_parts"),
                Prefetch("builds_on", rows, "public_foundations"),
                Prefetch("built_upon_by", rows, "public_builders"),
            )
            .with_sources()
        )


class InitiativeBodyQuerySet(RelationQuerySet):
    record_field = "initiative"

    def in_order(self, *columns):
        """The leading bodies first, each kind of part by name; with these columns of the bodies."""
        names = ("slug", "kind", *texts("name"), *columns)
        body = [f"organisation__{name}" for name in names]
        rows = self.select_related("organisation").only("initiative_id", "role", *body)
        return rows.order_by(ranked("role", ROLES), "organisation__order_en")


def state(today: date) -> Case:
    """Return the expression for an initiative's state on the given day.

    `begun` and `over` are those of partial dates: begun when the first day has
    come, over when the last day has passed.
    """
    news = years_before(today, NEWS_YEARS)
    begun, ahead = Q(starts__begun_by=today.isoformat()), ~Q(starts__begun_by=today.isoformat())
    has_start, has_word = Q(starts__isnull=False), Q(announced__begun_by=today.isoformat())
    is_rule = Q(kind__in=["strategy", "guideline"])
    end_ahead = Q(ends__reaches=today.isoformat()) | Q(applications_close__reaches=today.isoformat())
    sources = model("Citation").objects.filter(initiative=OuterRef("pk"))
    # Neither a check nor a source from before the start can say that it runs.
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


def years_before(day: date, years: int) -> date:
    """Return the same day so many years before; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
