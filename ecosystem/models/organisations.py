"""Organisations: the bodies of the directory."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ecosystem.models.base import texts
from ecosystem.models.constraints import in_turn, is_date, not_itself, within
from ecosystem.models.fields import PartialDateField, WordsField
from ecosystem.models.places import Place, Region
from ecosystem.models.records import Record, RecordQuerySet
from ecosystem.models.vocabulary import Support


class OrganisationQuerySet(RecordQuerySet):
    def standing_in(self, regions):
        return self.filter(place__region__in=regions)

    def giving(self, support):
        """Keep bodies that give any of these kinds of support."""
        return self.related_to("support", Support.objects.filter(slug__in=support))

    def parts_of(self, organisations):
        return self.filter(parent__in=organisations)

    def founded_after(self, date):
        """Keep bodies whose founding, as far as it is known, lies in the date or after it."""
        return self.filter(founded__reaches=date.first_day.isoformat())

    def founded_before(self, date):
        return self.filter(founded__begun_by=date.last_day.isoformat())

    def tied_to(self, applications, chosen=()):
        """Keep bodies with any of the chosen ties, or any at all, to one of the applications, or to any."""
        from ecosystem.models import application_relationships

        return self.filter(application_relationships.condition(applications, chosen))

    def with_relation_counts(self):
        from ecosystem.models.collaborations import Participation
        from ecosystem.models.initiatives import InitiativeBody

        bodies = InitiativeBody.objects.published()
        parties = Participation.objects.published()
        return self.annotate(
            initiative_count=Coalesce(Subquery(bodies.count_by("organisation", "initiative")), 0),
            collaboration_count=Coalesce(Subquery(parties.count_by("organisation", "collaboration")), 0),
        )

    def most_connected(self):
        """Those first that take part in most; AI itself before the rest where that is equal."""
        rows = self.with_relation_counts()
        return rows.order_by(-(F("initiative_count") + F("collaboration_count")), "ai", "order_en", "slug")

    def for_list(self, *columns):
        """Add what a row shows: place, themes, and how much it takes part in; and these columns."""
        place = ("place__slug", "place__district", *texts("place__name"), *texts("place__city"))
        rows = self.select_related("place").only_rows("founded", *place, *columns)
        return rows.prefetch_related("themes").with_relation_counts()

    def for_offer(self):
        """Add what an answer says of a body to somebody who seeks support."""
        return self.for_list("website").prefetch_related("support").with_sources()

    def for_detail(self):
        """Add what the page of a body shows of itself."""
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
    """A body: a bureau, a bank, a university, a laboratory, a company."""

    kind = models.CharField(_("kind"), max_length=30, choices=OrganisationKind)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    aliases = WordsField(_("other names"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("replaced by")
    )
    founded = PartialDateField(_("founded"))
    closed = PartialDateField(_("closed"))
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="organisations", verbose_name=_("place")
    )
    home_region = models.CharField(
        _("home region"),
        max_length=20,
        choices=Region,
        blank=True,
        help_text=_("Only where the headquarters are certainly not in the region of the place."),
    )
    address = models.CharField(_("address"), max_length=300, blank=True)
    ror = models.CharField(
        "ROR", max_length=9, blank=True, validators=[RegexValidator(r"^0[a-z0-9]{6}\d{2}$", _("Such as 00q4vv597."))]
    )
    wikidata = models.CharField(
        "Wikidata", max_length=15, blank=True, validators=[RegexValidator(r"^Q[1-9]\d*$", _("Such as Q1234."))]
    )
    support = models.ManyToManyField(Support, verbose_name=_("gives support"), related_name="organisations", blank=True)

    objects = OrganisationQuerySet.as_manager()
    kinds = OrganisationKind

    bearable_fields = (
        "summary", "name", "acronym", "aliases", "kind", "parent", "successor", "founded", "closed", "place",
        "home_region", "address", "website", "ror", "wikidata", "support",
    )  # fmt: skip
    sourced_fields = (
        "name", "aliases", "parent", "successor", "founded", "closed", "place", "home_region", "address",
    )  # fmt: skip
    # Said only where it is not the region of the place.
    seen_as = {"home_region": "is_from_elsewhere"}

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
            within("kind", OrganisationKind),
            within("home_region", ["", *Region.values]),
            *is_date("founded", "closed"),
            in_turn("founded", "closed", _("A body cannot close before it was founded.")),
            not_itself("parent"),
            not_itself("successor"),
        ]

    def clean(self):
        super().clean()
        self._check_chain("parent")
        self._check_chain("successor")

    @property
    def region(self):
        """The home region: the one that is set, else that of the place."""
        return self.home_region or (self.place.region if self.place else "")

    @property
    def region_label(self):
        return Region(self.region).label if self.region else ""

    @property
    def is_from_elsewhere(self):
        """Whether its headquarters stand in another region than it does itself."""
        return bool(self.home_region and self.place and self.home_region != self.place.region)
