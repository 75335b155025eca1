"""The history of records: each change with its state, who made it in which role, and why; and their former addresses."""

from datetime import UTC, datetime, time, timedelta
from functools import reduce
from operator import or_

import reversion
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Max, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _
from reversion.models import Revision

from ecosystem.core.control_characters import NOT_IN_TEXT
from ecosystem.models.base import KeyedModel, KeyedQuerySet, Status, texts
from ecosystem.models.citations import Citation, exactly_one
from ecosystem.models.collaborations import Collaboration, Participation
from ecosystem.models.constraints import within
from ecosystem.models.fields import WordsField
from ecosystem.models.initiatives import Initiative, InitiativeBody
from ecosystem.models.organisations import Organisation
from ecosystem.models.text_patterns import SLUG
from ecosystem.models.vocabulary import Theme

KINDS = ("organisation", "initiative", "collaboration")
KIND_CHOICES = [
    ("organisation", _("Organisations")),
    ("initiative", _("Initiatives")),
    ("collaboration", _("Collaborations")),
]


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
        themes = Theme.objects.filter(slug__in=slugs)
        held = Q()
        for model in FOLLOWED:
            records = model.objects.related_to("themes", themes)
            held |= Q(**{f"{model._meta.model_name}__in": records.values("pk")})
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


# What belongs to a record and is kept with each state of it.
FOLLOWED = {
    Organisation: ("citations",),
    Initiative: ("involvements", "citations"),
    Collaboration: ("participations", "citations"),
}
# Bodies take part by rows with a role: the field of a record, and the relation that holds it.
JOINS = {"bodies": "involvements", "participants": "participations"}
for _model, _follow in FOLLOWED.items():
    reversion.register(_model, follow=_follow)
for _model in (InitiativeBody, Participation, Citation):
    reversion.register(_model)


class ChangeKind(models.TextChoices):
    """What was done to a record."""

    ENTERED = "entered", _("Entered")
    PUBLISHED = "published", _("Published")
    CHANGED = "changed", _("Changed")
    CONFIRMED = "confirmed", _("Checked, still true")
    REVERTED = "reverted", _("Brought back to an earlier state")
    RENAMED = "renamed", _("Moved to another address")
    MERGED = "merged", _("Merged with another record")
    ARCHIVED = "archived", _("Removed from the directory")


class ChangeRole(models.TextChoices):
    """In which role somebody changed a record; names are not for readers."""

    EDITOR = "editor", _("an editor")
    PUBLISHER = "publisher", _("a publisher")
    READER = "reader", _("a reader, accepted by a publisher")
    FILES = "files", _("the data files")
    SITE = "site", _("the site itself")


def _of_a_record(kind):
    model = {"organisation": Organisation, "initiative": Initiative, "collaboration": Collaboration}[kind]
    return models.ForeignKey(
        model, models.CASCADE, null=True, blank=True, related_name="%(class)ss", verbose_name=model._meta.verbose_name
    )


class Change(models.Model):
    """One change of one record; `revision` holds the record with its relations and citations as it left them."""

    revision = models.OneToOneField(Revision, models.CASCADE, related_name="change")
    organisation = _of_a_record("organisation")
    initiative = _of_a_record("initiative")
    collaboration = _of_a_record("collaboration")
    kind = models.CharField(_("what was done"), max_length=10, choices=ChangeKind)
    role = models.CharField(_("by whom"), max_length=10, choices=ChangeRole)
    reason = models.TextField(_("why"), blank=True)
    # Without their languages, in the order of the page.
    fields = WordsField(_("what changed"))
    is_public = models.BooleanField(_("made in public"))
    is_correction = models.BooleanField(_("corrects an error"), default=False)
    wrong_since = models.DateTimeField(_("wrong since"), null=True, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        constraints = [
            models.CheckConstraint(name="ecosystem_change_of_one_record", condition=exactly_one(KINDS)),
            within("kind", ChangeKind),
            within("role", ChangeRole),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.record}"

    def get_absolute_url(self):
        """The page of what was changed; of a record that was removed the address that says so."""
        if not self.record.is_public:
            return self.record.get_absolute_url()
        return reverse(f"{self.record_kind}-past", args=[self.record.slug, self.pk])

    @property
    def record_kind(self):
        """`organisation`, `initiative` or `collaboration`."""
        return next(kind for kind in KINDS if getattr(self, f"{kind}_id"))

    @property
    def record(self):
        return getattr(self, self.record_kind)

    @property
    def record_key(self):
        """The kind of the record and its number, by which changes of one record are told from others."""
        return self.record_kind, getattr(self, f"{self.record_kind}_id")

    @property
    def record_kind_label(self):
        """The word for the kind of record."""
        return self.record._meta.verbose_name

    @property
    def wrong_since_on(self):
        return timezone.localdate(self.wrong_since)

    @property
    def made_at(self):
        return self.revision.date_created

    @property
    def made_on(self):
        """The day, in Hong Kong."""
        return timezone.localdate(self.made_at)


class FormerSlug(KeyedModel):
    """An address that a record once had, or that of a record merged with it; it leads on for ever."""

    kind = models.CharField(
        _("kind of record"),
        max_length=13,
        choices=[(model._meta.model_name, model._meta.verbose_name) for model in FOLLOWED],
    )
    slug = models.CharField(_("former slug"), max_length=60, validators=[RegexValidator(SLUG.regex)])
    organisation = _of_a_record("organisation")
    initiative = _of_a_record("initiative")
    collaboration = _of_a_record("collaboration")

    natural_key_fields = ("kind", "slug")
    objects = FormerSlugQuerySet.as_manager()

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["kind", "slug"]
        constraints = [
            models.UniqueConstraint(
                name="ecosystem_formerslug_once",
                fields=["kind", "slug"],
                violation_error_message=_("This address leads on already."),
            ),
            models.CheckConstraint(
                name="ecosystem_formerslug_of_its_kind",
                condition=exactly_one(KINDS)
                & (
                    Q(kind="organisation", organisation__isnull=False)
                    | Q(kind="initiative", initiative__isnull=False)
                    | Q(kind="collaboration", collaboration__isnull=False)
                ),
                violation_error_message=_("A former address leads to exactly one record of its own kind."),
            ),
        ]

    def __str__(self):
        return f"{self.kind}: {self.slug}"

    def clean(self):
        super().clean()
        model = type(self)._meta.get_field(self.kind).related_model if self.kind in KINDS else None
        if model and model.objects.published().filter(slug=self.slug).exists():
            raise ValidationError({"slug": _("A public record stands at this address.")})
