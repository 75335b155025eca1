"""Collaborations: what two or more bodies do together."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ecosystem.models.constraints import in_turn, is_date, unique_together, within
from ecosystem.models.fields import PartialDateField
from ecosystem.models.initiatives import Initiative
from ecosystem.models.named import KeyedModel
from ecosystem.models.organisations import Organisation
from ecosystem.models.places import Region
from ecosystem.models.records import Record
from ecosystem.querysets.collaborations import CollaborationQuerySet, ParticipationQuerySet
from ecosystem.translation import ENGLISH, LANG_TAGS


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
