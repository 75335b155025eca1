"""Collaborations of two or more organisations."""

from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from ecosystem.core.languages import ENGLISH, LANG_TAGS
from ecosystem.models.base import KeyedModel, build_value_order, list_language_columns
from ecosystem.models.constraints import (
    build_choices_constraint,
    build_date_constraints,
    build_date_order_constraint,
    build_unique_constraint,
)
from ecosystem.models.fields import PartialDateField
from ecosystem.models.first_known_dates import FirstKnownDateMixin
from ecosystem.models.initiatives import Initiative
from ecosystem.models.organisations import Organisation
from ecosystem.models.places import Reach, Region
from ecosystem.models.record_fields import COLLABORATION_FIELDS
from ecosystem.models.records import Record, RecordQuerySet, RelationQuerySet


class CollaborationQuerySet(FirstKnownDateMixin, RecordQuerySet):
    def joined_by(self, organisations):
        joins = Participation.objects.published().of_organisations_and_parts(organisations)
        return self.filter(pk__in=joins.values("collaboration_id"))

    def under_initiatives(self, initiatives):
        return self.filter(initiative__in=initiatives)

    def reaching(self, regions):
        """`hong_kong` means within Hong Kong only."""
        joins = Participation.objects.published()
        condition = Q(pk__in=joins.from_regions(set(regions) - {Reach.HONG_KONG}).values("collaboration_id"))
        if Reach.HONG_KONG in regions:
            condition |= ~Q(pk__in=joins.from_outside_hong_kong().values("collaboration_id"))
        return self.filter(condition)

    def with_participations(self, *columns):
        """`columns` are extra columns of the organisations."""
        joins = Participation.objects.published().in_order(*columns)
        return self.prefetch_related(Prefetch("participations", joins, "public_participations"))

    def for_list(self):
        rows = self.only_rows("announced", "starts").with_participations()
        return rows.prefetch_related("themes").with_sources()

    def for_application_detail(self):
        return self.only_rows("announced", "starts").with_participations().with_sources()

    def for_publishing_check(self):
        return super().for_publishing_check().prefetch_related("participations__organisation")

    def for_detail(self):
        return (
            self.with_participations("website")
            .select_related("initiative")
            .prefetch_related("themes", "applications")
            .with_sources()
        )


class ParticipationQuerySet(RelationQuerySet):
    record_field = "collaboration"

    def in_order(self, *columns):
        """Order by role, leads first, then name; with these extra columns of the organisations."""
        names = ("slug", "kind", "home_region", *list_language_columns("name"), *columns)
        organisation_columns = [f"organisation__{name}" for name in names]
        rows = self.select_related("organisation__place")
        rows = rows.only("collaboration_id", "role", "organisation__place__region", *organisation_columns)
        return rows.order_by(build_value_order("role", CollaborationRole.values), "organisation__order_en")

    def from_regions(self, regions):
        """Filter to participants whose home region, if set, else their place's region, is one of `regions`."""
        return self.filter(
            Q(organisation__home_region__in=regions)
            | Q(organisation__home_region="", organisation__place__region__in=regions)
        )

    def from_outside_hong_kong(self):
        return (
            self.exclude(organisation__home_region=Region.HONG_KONG)
            .exclude(organisation__home_region="", organisation__place__region=Region.HONG_KONG)
            .exclude(organisation__home_region="", organisation__place__isnull=True)
        )


class CollaborationKind(models.TextChoices):
    JOINT_LABORATORY = "joint_laboratory", _("Joint laboratory")
    RESEARCH_PARTNERSHIP = "research_partnership", _("Research partnership")
    INDUSTRY_PARTNERSHIP = "industry_partnership", _("Industry partnership")
    MEMORANDUM = "memorandum", _("Memorandum of understanding")
    CO_FUNDING = "co_funding", _("Joint funding")
    DEPLOYMENT = "deployment", _("Joint deployment")
    CROSS_BORDER_PLATFORM = "cross_border_platform", _("Cross-border platform")
    TALENT_EXCHANGE = "talent_exchange", _("Talent exchange")


class CollaborationRole(models.TextChoices):
    LEAD = "lead", _("Lead")
    HOST = "host", _("Host")
    PARTNER = "partner", _("Partner")
    FUNDER = "funder", _("Funder")


class Collaboration(Record):
    """A joint laboratory, a memorandum, a partnership, a joint deployment."""

    name_en_is_descriptive = models.BooleanField(
        _("English name is our description, not official"),
        default=True,
        help_text=_("Tick this if you are not sure the name is official."),
    )
    name_zh_hant_is_descriptive = models.BooleanField(_("Chinese name is our description, not official"), default=True)
    kind = models.CharField(_("type"), max_length=30, choices=CollaborationKind)
    participants = models.ManyToManyField(
        Organisation, through="Participation", related_name="collaborations", verbose_name=_("participants")
    )
    initiative = models.ForeignKey(
        Initiative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="collaborations",
        verbose_name=_("part of initiative"),
    )
    announced = PartialDateField(_("date announced"))
    starts = PartialDateField(_("start date"))
    ends = PartialDateField(_("end date"))

    objects = CollaborationQuerySet.as_manager()
    kinds = CollaborationKind

    record_fields = COLLABORATION_FIELDS
    bearable_fields = COLLABORATION_FIELDS.page_order

    class Meta(Record.Meta):
        verbose_name = _("collaboration")
        verbose_name_plural = _("collaborations")
        permissions = [("publish_collaboration", "Can publish collaboration")]
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["announced"], name="collaboration_announced"),
        ]
        constraints = [
            *Record.Meta.constraints,
            build_choices_constraint("kind", CollaborationKind),
            *build_date_constraints("announced", "starts", "ends"),
            build_date_order_constraint("starts", "ends", _("The end date must not be before the start date.")),
        ]

    @property
    def has_descriptive_name(self):
        """Whether the name in the reader's language is our description."""
        if self.name.lang == LANG_TAGS[ENGLISH]:
            return self.name_en_is_descriptive
        return self.name_zh_hant_is_descriptive

    @property
    def reach(self):
        """The regions other than Hong Kong of its public participants.

        Needs `public_participations`, as `for_list()` and `for_detail()` fetch them.
        """
        regions = {row.organisation.region for row in self.public_participations} - {Region.HONG_KONG, ""}
        return [region for region in Region if region in regions]


class Participation(KeyedModel):
    collaboration = models.ForeignKey(
        Collaboration, models.CASCADE, related_name="participations", verbose_name=_("collaboration")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="participations", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=10, choices=CollaborationRole)

    natural_key_fields = ("collaboration", "organisation", "role")
    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["collaboration", "id"]
        constraints = [
            build_choices_constraint("role", CollaborationRole),
            build_unique_constraint(
                "collaboration", "organisation", "role", message=_("This organisation already has this role.")
            ),
        ]

    def __str__(self):
        return f"{self.organisation} · {self.get_role_display()}"
