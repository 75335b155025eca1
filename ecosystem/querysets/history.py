"""How the history of records is read: what may be seen of it, and from where an old address leads on."""

from datetime import UTC, datetime, time, timedelta
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Max, Prefetch, Q
from django.utils.timezone import make_aware

from ecosystem.characters import NOT_IN_TEXT
from ecosystem.querysets.keyed import KeyedQuerySet
from ecosystem.querysets.records import Status, model, texts

KINDS = ("organisation", "initiative", "collaboration")


def _any_kind(**lookups):
    """Return the condition that holds where it holds for the record, of whichever kind."""
    one = {f"{kind}__{name}": value for kind in KINDS for name, value in lookups.items()}
    return reduce(or_, (Q(**{name: value}) for name, value in one.items()))


def midnight(day):
    """Return when a day begins in Hong Kong."""
    return in_utc(make_aware(datetime.combine(day, time.min)))


def in_utc(moment):
    """Return a moment as databases compare it; one that lies beyond the calendar there becomes the end of it."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC) if moment.year == 1 else datetime.max.replace(tzinfo=UTC)


class ChangeQuerySet(models.QuerySet):
    def published(self):
        """The only door to the public side: changes of public records, made while they were public.

        That a record was taken away is public for as long as it is away.
        """
        removed = Q(kind="archived") & _any_kind(status=Status.ARCHIVED)
        return self.filter(Q(is_public=True) & (_any_kind(status=Status.PUBLISHED) | removed))

    def of(self, record):
        return self.filter(**{record._meta.model_name: record})

    def removal(self):
        """Return the last change that took the record away, or None."""
        return self.filter(kind="archived").select_related("revision").newest_first().first()

    def up_to(self, change):
        """Keep a change and those before it."""
        earlier = Q(revision__date_created__lt=change.made_at)
        return self.filter(earlier | Q(revision__date_created=change.made_at, pk__lte=change.pk))

    def beside(self, changes):
        """Keep the changes of the records of these changes, the oldest first; only what places each is fetched."""
        held = Q(pk__in=[])
        for kind in KINDS:
            keys = {getattr(change, f"{kind}_id") for change in changes} - {None}
            held |= Q(**{f"{kind}__in": keys}) if keys else Q(pk__in=[])
        return self.filter(held).only("fields", *KINDS).order_by("pk")

    def corrections(self):
        return self.filter(is_correction=True)

    def newest_first(self):
        return self.order_by("-revision__date_created", "-pk")

    def newest_moment(self):
        """Return when the newest was made, or None where there is none."""
        return self.aggregate(n=Max("revision__date_created"))["n"]

    def told(self):
        """Leave out that a record was entered: of most it is all that ever happened."""
        return self.exclude(kind="entered")

    def of_kinds(self, kinds):
        """Keep changes of records of these kinds."""
        return self.filter(reduce(or_, (Q(**{f"{kind}__isnull": False}) for kind in kinds)))

    def that_did(self, what):
        """Keep changes of these kinds; `correction` stands for any that corrects an error."""
        return self.filter(Q(kind__in=what) | (Q(is_correction=True) if "correction" in what else Q()))

    def made_after(self, date):
        """Keep what was changed on the first day of a date, in Hong Kong, or later."""
        return self.since(midnight(date.first_day))

    def made_before(self, date):
        """Keep what was changed on the last day of a date, in Hong Kong, or earlier."""
        return self.filter(revision__date_created__lt=midnight(date.last_day) + timedelta(days=1))

    def after(self, change):
        """Keep the changes after a change, the oldest first."""
        later = Q(revision__date_created__gt=change.made_at)
        return self.filter(later | Q(revision__date_created=change.made_at, pk__gt=change.pk)).newest_first().reverse()

    def made_between(self, first, last):
        """Keep what was changed at one of two moments or between them."""
        return self.filter(revision__date_created__range=(first, last))

    def since(self, moment):
        """Keep what was changed at this moment or later."""
        return self.filter(revision__date_created__gte=moment)

    def under(self, slugs):
        """Keep changes of records that now are under any of these themes."""
        themes = model("Theme").objects.filter(slug__in=slugs)
        held = Q()
        for kind in KINDS:
            records = model(kind.capitalize()).objects.related_to("themes", themes)
            held |= Q(**{f"{kind}__in": records.values("pk")})
        return self.filter(held)

    def for_list(self):
        """Fetch what a row of a list shows: when, and the names of the record."""
        columns = [f"{kind}__{column}" for kind in KINDS for column in ("slug", "kind", "status", *texts("name"))]
        own = ("kind", "role", "reason", "fields", "is_correction", "wrong_since", *KINDS)
        return self.select_related("revision", *KINDS).only("revision__date_created", *own, *columns)

    def with_states(self):
        """Fetch the rows that each change has left, so that it can be compared with the one before."""
        return self.select_related("revision", *KINDS).prefetch_related(
            Prefetch("revision__version_set", to_attr="rows")
        )


class FormerSlugQuerySet(KeyedQuerySet):
    def target_of(self, kind, slug):
        """Return the record of this kind that once stood at a slug, or into which that one was merged; or None."""
        former = self.filter(kind=kind, slug=slug).select_related(kind).first()
        return getattr(former, kind) if former else None

    def keys_at(self, kind, slugs):
        """Return `{slug: key}`: to which records of this kind these former slugs lead."""
        wanted = [slug for slug in slugs if not NOT_IN_TEXT.search(slug)]
        return dict(self.filter(kind=kind, slug__in=wanted).values_list("slug", f"{kind}_id"))

    def leading_on(self):
        """Return for each kind of record where former slugs lead now: `{"organisation": {old: new}}`; public ones only."""
        found = {}
        for kind in KINDS:
            rows = self.filter(kind=kind, **{f"{kind}__status": Status.PUBLISHED})
            found[kind] = dict(rows.values_list("slug", f"{kind}__slug"))
        return found
