"""Organisations."""

from functools import cached_property

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ecosystem.core.identifiers import validate_ror_checksum
from ecosystem.models.base import build_value_order, list_language_columns
from ecosystem.models.constraints import (
    build_choices_constraint,
    build_date_constraints,
    build_date_order_constraint,
    build_not_self_constraint,
)
from ecosystem.models.fields import PartialDateField, RorField, WikidataField, WordsField
from ecosystem.models.places import Place, Region
from ecosystem.models.record_fields import ORGANISATION_FIELDS
from ecosystem.models.records import AI, Record, RecordQuerySet
from ecosystem.models.vocabulary import Support

# What names the place of an organisation in a list.
PLACE_COLUMNS = (
    "place__slug",
    "place__district",
    "place__precision",
    *list_language_columns("place__name"),
    *list_language_columns("place__city"),
)


class OrganisationQuerySet(RecordQuerySet):
    def in_regions(self, regions):
        return self.filter(place__region__in=regions)

    def giving_support(self, support):
        return self.related_to_any("support", Support.objects.filter(slug__in=support))

    def parts_of(self, organisations):
        """Filter to the units of these organisations at any depth."""
        from ecosystem.models.organisation_tree import find_unit_keys

        return self.filter(pk__in=find_unit_keys(organisation.pk for organisation in organisations))

    def founded_after(self, date):
        """Filter to organisations founded within or after a partial date."""
        return self.filter(founded__reaches=date.first_day.isoformat())

    def founded_before(self, date):
        return self.filter(founded__begun_by=date.last_day.isoformat())

    def related_to_applications(self, applications, chosen=()):
        """Filter to organisations with one of the `chosen` relationships (or any) to one of the applications."""
        from ecosystem.models import application_relationships

        return self.filter(application_relationships.build_relationship_condition(applications, chosen))

    def with_relation_counts(self):
        from ecosystem.models.collaborations import Participation
        from ecosystem.models.initiatives import InitiativeBody

        involvements = InitiativeBody.objects.published()
        participations = Participation.objects.published()
        return self.annotate(
            initiative_count=Coalesce(Subquery(involvements.build_count_subquery("organisation", "initiative")), 0),
            collaboration_count=Coalesce(
                Subquery(participations.build_count_subquery("organisation", "collaboration")), 0
            ),
        )

    def most_connected(self):
        """Order by the number of initiatives and collaborations; of equals, AI itself first."""
        rows = self.with_relation_counts()
        connections = F("initiative_count") + F("collaboration_count")
        return rows.order_by(-connections, build_value_order("ai", AI.values), "order_en", "slug")

    def for_list(self, *columns):
        rows = self.select_related("place").only_rows("founded", *PLACE_COLUMNS, *columns)
        return rows.prefetch_related("themes").with_relation_counts().with_sources()

    def for_support_list(self):
        rows = self.select_related("place").only_names("website", *PLACE_COLUMNS)
        return rows.prefetch_related("support").with_relation_counts().with_sources()

    def for_detail(self):
        public = self.model.objects.published()
        return (
            self.select_related("place", "parent", "successor")
            .prefetch_related(
                "themes",
                "support",
                Prefetch("parts", public.in_order(), "public_parts"),
                Prefetch("predecessors", public.in_order(), "public_predecessors"),
            )
            .with_sources()
        )


class OrganisationKind(models.TextChoices):
    GOVERNMENT = "government", _("Government")
    PUBLIC_BODY = "public_body", _("Public body")
    UNIVERSITY = "university", _("University")
    RESEARCH_CENTRE = "research_centre", _("Research centre")
    INNOVATION_HUB = "innovation_hub", _("Innovation hub")
    FINANCIAL_INSTITUTION = "financial_institution", _("Financial institution")
    COMPANY = "company", _("Company")
    STARTUP = "startup", _("Start-up")
    INVESTOR = "investor", _("Investor")
    ASSOCIATION = "association", _("Association")


class Organisation(Record):
    """A bureau, bank, university, laboratory, company or the like."""

    kind = models.CharField(_("type"), max_length=30, choices=OrganisationKind)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    aliases = WordsField(_("other names"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("replaced by")
    )
    founded = PartialDateField(_("date founded"))
    closed = PartialDateField(_("date closed"))
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="organisations", verbose_name=_("location")
    )
    home_region = models.CharField(
        _("headquarters region"),
        max_length=20,
        choices=Region,
        blank=True,
        help_text=_("Complete this only if the headquarters are not in the region of the location."),
    )
    address = models.CharField(_("address"), max_length=300, blank=True)
    ror = RorField(
        "ROR",
        max_length=9,
        blank=True,
        validators=[RegexValidator(r"^0[a-z0-9]{6}\d{2}$", _("For example, 00q4vv597.")), validate_ror_checksum],
    )
    wikidata = WikidataField(
        "Wikidata", max_length=15, blank=True, validators=[RegexValidator(r"^Q[1-9]\d*$", _("For example, Q1234."))]
    )
    support = models.ManyToManyField(
        Support, verbose_name=_("support offered"), related_name="organisations", blank=True
    )

    objects = OrganisationQuerySet.as_manager()
    kinds = OrganisationKind

    record_fields = ORGANISATION_FIELDS
    bearable_fields = ORGANISATION_FIELDS.page_order

    class Meta(Record.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        permissions = [("publish_organisation", "Can publish organisation")]
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["founded"], name="organisation_founded"),
        ]
        constraints = [
            *Record.Meta.constraints,
            build_choices_constraint("kind", OrganisationKind),
            build_choices_constraint("home_region", ["", *Region.values]),
            *build_date_constraints("founded", "closed"),
            build_date_order_constraint(
                "founded", "closed", _("The closing date must not be before the founding date.")
            ),
            build_not_self_constraint("parent"),
            build_not_self_constraint("successor"),
        ]

    def clean(self):
        super().clean()
        self._check_chain("parent")
        self._check_chain("successor")

    @cached_property
    def public_units(self):
        """Its public units at any depth, by name; a query only if some are deeper than `public_parts`."""
        from ecosystem.models.organisation_tree import find_unit_keys

        keys = find_unit_keys([self.pk])
        if keys <= {part.pk for part in self.public_parts}:
            return self.public_parts
        return list(Organisation.objects.published().filter(pk__in=keys).in_order())

    @property
    def region(self):
        return self.home_region or (self.place.region if self.place else "")

    @property
    def region_label(self):
        return Region(self.region).label if self.region else ""

    @property
    def is_from_elsewhere(self):
        return bool(self.home_region and self.place and self.home_region != self.place.region)
