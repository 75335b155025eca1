"""The history of records: changes with their author's role, reason and revision; and former slugs."""

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

from ecosystem.core.control_characters import CONTROL_CHARACTERS
from ecosystem.models.base import KeyedModel, KeyedQuerySet, Status, list_language_columns
from ecosystem.models.citations import Citation
from ecosystem.models.collaborations import Collaboration, Participation
from ecosystem.models.constraints import build_choices_constraint
from ecosystem.models.fields import WordsField
from ecosystem.models.initiatives import Initiative, InitiativeBody
from ecosystem.models.organisations import Organisation
from ecosystem.models.record_targets import (
    RECORD_KINDS,
    RecordTargetMixin,
    RecordTargetQuerySetMixin,
    build_exactly_one_condition,
    build_optional_foreign_key,
)
from ecosystem.models.text_patterns import SLUG_PATTERN
from ecosystem.models.vocabulary import Theme

RECORD_KIND_CHOICES = [
    ("organisation", _("Organisations")),
    ("initiative", _("Initiatives")),
    ("collaboration", _("Collaborations")),
]


def _build_any_kind_condition(**lookups):
    one = {f"{kind}__{name}": value for kind in RECORD_KINDS for name, value in lookups.items()}
    return reduce(or_, (Q(**{name: value}) for name, value in one.items()))


def get_hong_kong_midnight(day):
    """Return the start of a day in Hong Kong, in UTC."""
    return convert_to_utc(make_aware(datetime.combine(day, time.min)))


def convert_to_utc(moment):
    """Clamp a moment outside the range of datetime to its first or last value."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC) if moment.year == 1 else datetime.max.replace(tzinfo=UTC)


class ChangeQuerySet(RecordTargetQuerySetMixin, models.QuerySet):
    def published(self):
        """Public changes only: made in public, to records that are public. All public code must start here.

        The removal of a record is public while the record is archived.
        """
        removed = Q(kind="archived") & _build_any_kind_condition(status=Status.ARCHIVED)
        return self.filter(Q(is_public=True) & (_build_any_kind_condition(status=Status.PUBLISHED) | removed))

    def get_removal(self):
        return self.filter(kind="archived").select_related("revision").newest_first().first()

    def up_to(self, change):
        """Filter to a change and those before it."""
        earlier = Q(revision__date_created__lt=change.made_at)
        return self.filter(earlier | Q(revision__date_created=change.made_at, pk__lte=change.pk))

    def for_records_of(self, changes):
        """Return all changes of the same records as these changes, oldest first, with few columns."""
        condition = Q(pk__in=[])
        for kind in RECORD_KINDS:
            keys = {getattr(change, f"{kind}_id") for change in changes} - {None}
            condition |= Q(**{f"{kind}__in": keys}) if keys else Q(pk__in=[])
        return self.filter(condition).only("fields", *RECORD_KINDS).order_by("pk")

    def corrections(self):
        return self.filter(is_correction=True)

    def newest_first(self):
        return self.order_by("-revision__date_created", "-pk")

    def get_newest_time(self):
        return self.aggregate(n=Max("revision__date_created"))["n"]

    def without_entered(self):
        """Exclude the entry of records: for most of them it is the only change."""
        return self.exclude(kind="entered")

    def of_record_kinds(self, kinds):
        return self.filter(reduce(or_, (Q(**{f"{kind}__isnull": False}) for kind in kinds)))

    def of_change_kinds(self, kinds):
        """`correction` means any change that corrects an error."""
        return self.filter(Q(kind__in=kinds) | (Q(is_correction=True) if "correction" in kinds else Q()))

    def made_after(self, date):
        """Filter to changes made on or after the first day of a partial date, in Hong Kong."""
        return self.since(get_hong_kong_midnight(date.first_day))

    def made_before(self, date):
        """Filter to changes made on or before the last day of a partial date, in Hong Kong."""
        return self.filter(revision__date_created__lt=get_hong_kong_midnight(date.last_day) + timedelta(days=1))

    def after(self, change):
        """Return the changes after a change, oldest first."""
        later = Q(revision__date_created__gt=change.made_at)
        return self.filter(later | Q(revision__date_created=change.made_at, pk__gt=change.pk)).newest_first().reverse()

    def made_between(self, first, last):
        """Include both moments."""
        return self.filter(revision__date_created__range=(first, last))

    def since(self, moment):
        return self.filter(revision__date_created__gte=moment)

    def under_themes(self, slugs):
        """Filter to changes of records that have any of these themes now."""
        themes = Theme.objects.filter(slug__in=slugs)
        condition = Q()
        for model in VERSIONED_RELATIONS:
            records = model.objects.related_to_any("themes", themes)
            condition |= Q(**{f"{model._meta.model_name}__in": records.values("pk")})
        return self.filter(condition)

    def for_list(self):
        columns = [
            f"{kind}__{column}"
            for kind in RECORD_KINDS
            for column in ("slug", "kind", "status", *list_language_columns("name"))
        ]
        own = ("kind", "role", "reason", "fields", "is_correction", "wrong_since", *RECORD_KINDS)
        return self.select_record("revision").only("revision__date_created", *own, *columns)

    def with_versions(self):
        """Prefetch the stored rows of each change as `revision.rows`, for `build_change_snapshot()`."""
        return self.select_record("revision").prefetch_related(Prefetch("revision__version_set", to_attr="rows"))


class FormerSlugQuerySet(RecordTargetQuerySetMixin, KeyedQuerySet):
    def find_target(self, kind, slug):
        """Return the record that once had this slug, or the one that it was merged into; or None."""
        former = self.filter(kind=kind, slug=slug).select_related(kind).first()
        return getattr(former, kind) if former else None

    def map_keys_by_slug(self, kind, slugs):
        """Return `{former slug: primary key of the record}` for records of this kind."""
        wanted = [slug for slug in slugs if not CONTROL_CHARACTERS.search(slug)]
        return dict(self.filter(kind=kind, slug__in=wanted).values_list("slug", f"{kind}_id"))

    def map_current_slugs(self):
        """Return where former slugs of public records redirect: `{"organisation": {old: new}}`."""
        slugs = {}
        for kind in RECORD_KINDS:
            rows = self.filter(kind=kind, **{f"{kind}__status": Status.PUBLISHED})
            slugs[kind] = dict(rows.values_list("slug", f"{kind}__slug"))
        return slugs


# The relations that are stored with each version of a record.
VERSIONED_RELATIONS = {
    Organisation: ("citations",),
    Initiative: ("involvements", "citations"),
    Collaboration: ("participations", "citations"),
}
# The fields of a record that are rows with a role, and the relation that holds these.
ROLE_RELATIONS = {"bodies": "involvements", "participants": "participations"}
for _model, _follow in VERSIONED_RELATIONS.items():
    reversion.register(_model, follow=_follow)
for _model in (InitiativeBody, Participation, Citation):
    reversion.register(_model)


class ChangeKind(models.TextChoices):
    ENTERED = "entered", _("Added")
    PUBLISHED = "published", _("Published")
    CHANGED = "changed", _("Updated")
    CONFIRMED = "confirmed", _("Checked, no changes needed")
    REVERTED = "reverted", _("Restored to an earlier version")
    RENAMED = "renamed", _("Web address changed")
    MERGED = "merged", _("Merged with another record")
    ARCHIVED = "archived", _("Removed from the directory")


class ChangeRole(models.TextChoices):
    """The role of the author of a change; names are not shown to readers."""

    EDITOR = "editor", _("an editor")
    # The code is in the history and in files of other people: it stays.
    SENIOR_EDITOR = "publisher", _("a senior editor")
    READER = "reader", _("a reader, approved by a senior editor")
    FILES = "files", _("data import")
    SITE = "site", _("the system")


class Change(RecordTargetMixin, models.Model):
    """One change of one record; `revision` stores the record, its relations and citations after the change."""

    revision = models.OneToOneField(Revision, models.CASCADE, related_name="change")
    organisation = build_optional_foreign_key(Organisation, "%(class)ss")
    initiative = build_optional_foreign_key(Initiative, "%(class)ss")
    collaboration = build_optional_foreign_key(Collaboration, "%(class)ss")
    kind = models.CharField(_("type of change"), max_length=10, choices=ChangeKind)
    role = models.CharField(_("changed by"), max_length=10, choices=ChangeRole)
    reason = models.TextField(_("reason"), blank=True)
    # Field names without language, in the order of the page.
    fields = WordsField(_("fields changed"))
    is_public = models.BooleanField(_("record was public"))
    is_correction = models.BooleanField(_("corrects an error"), default=False)
    wrong_since = models.DateTimeField(_("incorrect since"), null=True, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        constraints = [
            models.CheckConstraint(
                name="ecosystem_change_of_one_record", condition=build_exactly_one_condition(RECORD_KINDS)
            ),
            build_choices_constraint("kind", ChangeKind),
            build_choices_constraint("role", ChangeRole),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.record}"

    def get_absolute_url(self):
        """Return the page of the past state; the record's own page (410) if it was removed."""
        if not self.record.is_public:
            return self.record.get_absolute_url()
        return reverse(f"{self.record_kind}-past", args=[self.record.slug, self.pk])

    @property
    def record_kind_label(self):
        return self.record._meta.verbose_name

    @property
    def wrong_since_on(self):
        return timezone.localdate(self.wrong_since)

    @property
    def made_at(self):
        return self.revision.date_created

    @property
    def made_on(self):
        return timezone.localdate(self.made_at)


class FormerSlug(RecordTargetMixin, KeyedModel):
    """A former slug of a record, or of one merged into it; it redirects for ever."""

    kind = models.CharField(
        _("record type"),
        max_length=13,
        choices=[(model._meta.model_name, model._meta.verbose_name) for model in VERSIONED_RELATIONS],
    )
    slug = models.CharField(_("previous slug"), max_length=60, validators=[RegexValidator(SLUG_PATTERN.regex)])
    organisation = build_optional_foreign_key(Organisation, "%(class)ss")
    initiative = build_optional_foreign_key(Initiative, "%(class)ss")
    collaboration = build_optional_foreign_key(Collaboration, "%(class)ss")

    natural_key_fields = ("kind", "slug")
    objects = FormerSlugQuerySet.as_manager()

    class Meta:
        verbose_name = _("previous address")
        verbose_name_plural = _("previous addresses")
        ordering = ["kind", "slug"]
        constraints = [
            models.UniqueConstraint(
                name="ecosystem_formerslug_once",
                fields=["kind", "slug"],
                violation_error_message=_("This address already redirects elsewhere."),
            ),
            models.CheckConstraint(
                name="ecosystem_formerslug_of_its_kind",
                condition=build_exactly_one_condition(RECORD_KINDS)
                & (
                    Q(kind="organisation", organisation__isnull=False)
                    | Q(kind="initiative", initiative__isnull=False)
                    | Q(kind="collaboration", collaboration__isnull=False)
                ),
                violation_error_message=_("A previous address must lead to exactly one record of the same type."),
            ),
        ]

    def __str__(self):
        return f"{self.kind}: {self.slug}"

    def clean(self):
        super().clean()
        model = type(self)._meta.get_field(self.kind).related_model if self.kind in RECORD_KINDS else None
        if model and model.objects.published().filter(slug=self.slug).exists():
            raise ValidationError({"slug": _("A public record already uses this address.")})
