"""Collaborations: what two or more bodies do together."""

from django.db import models
from django.db.models import F, Prefetch, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ecosystem.core.languages import ENGLISH, LANG_TAGS
from ecosystem.models.base import KeyedModel, ranked, texts
from ecosystem.models.constraints import in_turn, is_date, unique_together, within
from ecosystem.models.fields import PartialDateField
from ecosystem.models.initiatives import Initiative
from ecosystem.models.organisations import Organisation
from ecosystem.models.places import Region
from ecosystem.models.records import Record, RecordQuerySet, RelationQuerySet

ROLES = ("lead", "host", "partner", "funder")
WITHIN = "hong_kong"


class CollaborationQuerySet(RecordQuerySet):
    def joined_by(self, organisations):
        """Keep collaborations in which one of the bodies, or one of their public parts, takes part."""
        joins = Participation.objects.published().of(organisations)
        return self.filter(pk__in=joins.values("collaboration_id"))

    def under(self, initiatives):
        return self.filter(initiative__in=initiatives)

    def reaching(self, regions):
        """Keep those that reach any of the regions; `hong_kong` keeps those within Hong Kong."""
        joins = Participation.objects.published()
        found = Q(pk__in=joins.from_regions(set(regions) - {WITHIN}).values("collaboration_id"))
        if WITHIN in regions:
            found |= ~Q(pk__in=joins.from_beyond().values("collaboration_id"))
        return self.filter(found)

    def by_date(self):
        """The newest first, by the announcement, else the start; those without a date last."""
        return self.annotate(_when=Coalesce("announced", "starts")).order_by(
            F("_when").desc(nulls_last=True), "order_en", "slug"
        )

    def with_parties(self, *columns):
        """Fetch the parties, and these columns of theirs."""
        joins = Participation.objects.published().in_order(*columns)
        return self.prefetch_related(Prefetch("participations", joins, "public_participations"))

    def for_list(self):
        """Add what a row shows: parties with their regions, themes."""
        return self.only_rows("announced", "starts").with_parties().prefetch_related("themes")

    def for_answer(self):
        """Add what an answer says of each: what it is, its parties, its sources."""
        return self.only_rows("announced", "starts").with_parties().with_sources()

    def for_detail(self):
        """Add what the page of a collaboration shows of itself."""
        return (
            self.with_parties().select_related("initiative").prefetch_related("themes", "applications").with_sources()
        )


class ParticipationQuerySet(RelationQuerySet):
    record_field = "collaboration"

    def in_order(self, *columns):
        """The leading parties first, each kind of part by name; with these columns of the bodies."""
        names = ("slug", "kind", "home_region", *texts("name"), *columns)
        body = [f"organisation__{name}" for name in names]
        rows = self.select_related("organisation__place")
        rows = rows.only("collaboration_id", "role", "organisation__place__region", *body)
        return rows.order_by(ranked("role", ROLES), "organisation__order_en")

    def from_regions(self, regions):
        """Keep parties whose home region, the one set or else that of the place, is one of `regions`."""
        return self.filter(
            Q(organisation__home_region__in=regions)
            | Q(organisation__home_region="", organisation__place__region__in=regions)
        )

    def from_beyond(self):
        return (
            self.exclude(organisation__home_region=WITHIN)
            .exclude(organisation__home_region="", organisation__place__region=WITHIN)
            .exclude(organisation__home_region="", organisation__place__isnull=True)
        )


class CollaborationKind(models.TextChoices):
    JOINT_LABORATORY = "joint_laboratory", _("Joint laboratory")
    RESEARCH_PARTNERSHIP = "research_partnership", _("Research partnership")
    INDUSTRY_PARTNERSHIP = "industry_partnership", _("Industry partnership")
    MEMORANDUM = "memorandum", _("Memorandum")
    CO_FUNDING = "co_funding", _("Co-funding")
    DEPLOYMENT = "deployment", _("Joint deployment")
    CROSS_BORDER_PLATFORM = "cross_border_platform", _("Cross-border platform")
    TALENT_EXCHANGE = "talent_exchange", _("Talent exchange")


class CollaborationRole(models.TextChoices):
    LEAD = "lead", _("Lead")
    HOST = "host", _("Host")
    PARTNER = "partner", _("Partner")
    FUNDER = "funder", _("Funder")


class Reach(models.TextChoices):
    """How far a collaboration reaches: within Hong Kong, or to which other regions."""

    HONG_KONG = "hong_kong", _("Within Hong Kong")
    GREATER_BAY_AREA = Region.GREATER_BAY_AREA.value, Region.GREATER_BAY_AREA.label
    MAINLAND = Region.MAINLAND.value, Region.MAINLAND.label
    OVERSEAS = Region.OVERSEAS.value, Region.OVERSEAS.label


class Collaboration(Record):
    """A joint laboratory, a memorandum, a partnership, a joint deployment."""

    name_en_is_descriptive = models.BooleanField(
        _("English name is our description"), default=True, help_text=_("Not an official name; so in every doubt.")
    )
    name_zh_hant_is_descriptive = models.BooleanField(_("Chinese name is our description"), default=True)
    kind = models.CharField(_("kind"), max_length=30, choices=CollaborationKind)
    participants = models.ManyToManyField(
        Organisation, through="Participation", related_name="collaborations", verbose_name=_("participants")
    )
    initiative = models.ForeignKey(
        Initiative,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="collaborations",
        verbose_name=_("under the initiative"),
    )
    announced = PartialDateField(_("announced"))
    starts = PartialDateField(_("starts"))
    ends = PartialDateField(_("ends"))

    objects = CollaborationQuerySet.as_manager()
    kinds = CollaborationKind

    bearable_fields = (
        "summary", "name", "kind", "participants", "initiative", "announced", "starts", "ends", "website",
    )  # fmt: skip
    sourced_fields = ("name", "announced", "starts", "ends", "participants", "initiative")
    seen_as = {"participants": "public_participations"}

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
            within("kind", CollaborationKind),
            *is_date("announced", "starts", "ends"),
            in_turn("starts", "ends", _("A collaboration cannot end before it starts.")),
        ]

    @property
    def has_descriptive_name(self):
        """Whether the name that the reader sees is our own description."""
        if self.name.lang == LANG_TAGS[ENGLISH]:
            return self.name_en_is_descriptive
        return self.name_zh_hant_is_descriptive

    @property
    def reach(self):
        """The regions other than Hong Kong that its public parties come from; empty within Hong Kong.

        Reads `public_participations`, which `for_list()` and `for_detail()` have fetched.
        """
        regions = {party.organisation.region for party in self.public_participations} - {Region.HONG_KONG, ""}
        return [region for region in Region if region in regions]


class Participation(KeyedModel):
    """A body's part in a collaboration."""

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
            within("role", CollaborationRole),
            unique_together("collaboration", "organisation", "role", message=_("This body has this role already.")),
        ]

    def __str__(self):
        return f"{self.organisation} · {self.get_role_display()}"
