"""Indicators: published numbers over time."""

from django.db import models
from django.db.models import Exists, Max, OuterRef, Prefetch, Subquery
from django.utils.translation import gettext_lazy as _

from ecosystem.core.languages import Translated
from ecosystem.core.money import figure
from ecosystem.models.base import KeyedModel, KeyedQuerySet, Named, address
from ecosystem.models.constraints import is_date, unique_together, within
from ecosystem.models.fields import PartialDateField
from ecosystem.models.organisations import Organisation
from ecosystem.models.sourced_facts import Sourced
from ecosystem.models.sources import Source
from ecosystem.models.vocabulary import Theme


class IndicatorQuerySet(KeyedQuerySet):
    def published(self):
        """All of them: a series is public from the moment that a publisher enters it."""
        return self.all()

    def with_figures(self):
        """Keep those that have any figure, as the list of them does."""
        return self.filter(Exists(Observation.objects.filter(indicator=OuterRef("pk"))))

    def with_newest_reading(self):
        """Add the newest day on which the source of a figure was read."""
        figures = Observation.objects.order_by().filter(indicator=OuterRef("pk")).values("indicator")
        return self.annotate(newest_reading=Subquery(figures.annotate(n=Max("source__read_on")).values("n")))

    def newest_first(self):
        """Those with the newest figure first, as far as an official or own page says so."""
        sound = Observation.objects.filter(indicator=OuterRef("pk"), source__grade__in=["official", "own"])
        newest = sound.order_by("-period").values("period")[:1]
        return (
            self.annotate(newest=Subquery(newest))
            .filter(newest__isnull=False)
            .order_by("-newest", "slug")
            .for_list()
            .prefetch_related("themes")
        )

    def for_detail(self):
        """Add what the page of a series shows of itself."""
        from ecosystem.models.citations import Citation

        citations = Prefetch("citations", Citation.objects.with_source())
        return self.for_list().prefetch_related("themes", citations)

    def for_list(self):
        """Add what a row shows: the figures with their sources, and who publishes them."""
        figures = Observation.objects.select_related("source").order_by("-period")
        return self.select_related("organisation").prefetch_related(Prefetch("observations", figures, "newest_first"))

    def for_citing(self):
        """Add what a reference to a series says: when its sources were read."""
        return self.for_list()


class Unit(models.TextChoices):
    COUNT = "count", _("Number")
    PERCENT = "percent", _("Per cent")
    RANK = "rank", _("Rank")
    HKD = "HKD", _("Hong Kong dollars")
    CNY = "CNY", _("Renminbi")
    PETAFLOPS = "petaflops", "petaFLOPS"


class Qualifier(models.TextChoices):
    """The word beside a figure; none where it stands as published."""

    ABOUT = "about", _("about")
    OVER = "over", _("over")
    UP_TO = "up_to", _("up to")
    ROUNDED = "rounded", _("rounded")


class Indicator(Sourced, Named):
    """A series of figures that somebody publishes."""

    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    unit_en = models.CharField(_("label in English"), max_length=40)
    unit_zh_hant = models.CharField(_("label in Traditional Chinese"), max_length=40)
    unit_zh_hans = models.CharField(_("label in Simplified Chinese"), max_length=40, blank=True)
    unit_label = Translated("unit")
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), related_name="indicators", blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name=_("published by"),
    )
    verified_on = models.DateField(_("checked as a whole on"), null=True, blank=True)

    objects = IndicatorQuerySet.as_manager()
    bearable_fields = ("observations",)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["name_en", "slug"]
        constraints = [*Named.Meta.constraints, within("unit", Unit)]

    def get_absolute_url(self):
        return address("indicator-detail", self.slug)

    @property
    def updated_on(self):
        """The newest day on which one of its figures was read; reads what `for_list()` has fetched."""
        return max((each.source.read_on for each in self.newest_first), default=self.verified_on)

    @property
    def anchor(self):
        return f"indicator-{self.slug}"

    @property
    def earlier(self):
        """The figures before the newest, newest first; reads what `for_list()` has fetched."""
        return self.newest_first[1:]

    @property
    def figures(self):
        """The figures, newest first, each with the citation of its source; with None where the series does not cite it."""
        citations = {citation.source_id: citation for citation in self.numbered_citations}
        return [(observation, citations.get(observation.source_id)) for observation in self.newest_first]

    @property
    def oldest_first(self):
        return self.newest_first[::-1]

    @property
    def label_gap(self):
        """What parts a figure from its label: a space, but none before a Chinese word."""
        return " " if self.unit_label[:1].isascii() else ""

    @property
    def shows_label(self):
        """Whether the label says more than the figure, which carries its currency or sign itself."""
        return self.unit in {Unit.COUNT, Unit.PETAFLOPS}


class Observation(KeyedModel):
    """One figure of a series: the value of a period, with the page that says so."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="observations", verbose_name=_("indicator"))
    period = PartialDateField(_("period"))
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4, help_text=_("In plain units."))
    qualifier = models.CharField(_("qualifier"), max_length=10, choices=Qualifier, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="observations", verbose_name=_("source"))

    natural_key_fields = ("indicator", "period")

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["indicator", "period"]
        constraints = [
            *is_date("period"),
            within("qualifier", ["", *Qualifier.values]),
            unique_together("indicator", "period", message=_("This period has a value already.")),
            models.CheckConstraint(
                name="ecosystem_observation_has_period",
                condition=models.Q(period__isnull=False),
                violation_error_message=_("A value needs its period."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator} {self.period}"

    @property
    def figure(self):
        """The value in the reader's language, without its qualifier."""
        return figure(self.value, self.indicator.unit)
