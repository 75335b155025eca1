"""Indicators: published numbers over time."""

from django.db import models
from django.db.models import Exists, Max, OuterRef, Prefetch, Subquery
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from ecosystem.core.money import format_observation_value
from ecosystem.models.base import KeyedModel, KeyedQuerySet, NamedModel, reverse_page_url
from ecosystem.models.constraints import build_choices_constraint, build_date_constraints, build_unique_constraint
from ecosystem.models.fields import PartialDateField
from ecosystem.models.initiatives import Initiative
from ecosystem.models.organisations import Organisation
from ecosystem.models.sourced_facts import SourcedMixin
from ecosystem.models.sources import Source
from ecosystem.models.translated_prose import TranslatedProse
from ecosystem.models.vocabulary import Theme


class IndicatorQuerySet(KeyedQuerySet):
    def published(self):
        """Public indicators: all of them, from the moment that they are entered."""
        return self.all()

    def with_observations(self):
        """Filter to those that have any observation."""
        return self.filter(Exists(Observation.objects.filter(indicator=OuterRef("pk"))))

    def with_newest_read_date(self):
        figures = Observation.objects.order_by().filter(indicator=OuterRef("pk")).values("indicator")
        return self.annotate(newest_reading=Subquery(figures.annotate(n=Max("source__read_on")).values("n")))

    def newest_first(self):
        """Return those with observations from official or own sources, newest period first, ready for display."""
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
        from ecosystem.models.citations import Citation

        citations = Prefetch("citations", Citation.objects.with_source())
        return self.for_list().with_public_initiatives().prefetch_related("themes", citations)

    def for_list(self):
        """Fetch the observations as `newest_first`, with their sources."""
        figures = Observation.objects.select_related("source").order_by("-period")
        return self.select_related("organisation").prefetch_related(Prefetch("observations", figures, "newest_first"))

    def with_public_initiatives(self):
        initiatives = Initiative.objects.published().in_order()
        return self.prefetch_related(Prefetch("initiatives", initiatives, "public_initiatives"))

    def for_citing(self):
        return self.for_list()


class Unit(models.TextChoices):
    COUNT = "count", _("Number")
    PERCENT = "percent", _("Per cent")
    RANK = "rank", _("Rank")
    HKD = "HKD", _("Hong Kong dollars")
    CNY = "CNY", _("Renminbi")
    PETAFLOPS = "petaflops", "petaFLOPS"


class Qualifier(models.TextChoices):
    """The word beside a value; none if it is exact."""

    ABOUT = "about", pgettext_lazy("a figure", "about")
    OVER = "over", _("over")
    UP_TO = "up_to", _("up to")
    ROUNDED = "rounded", _("rounded to")


class Indicator(SourcedMixin, NamedModel):
    name = TranslatedProse()
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    unit_en = models.CharField(_("label in English"), max_length=40)
    unit_zh_hant = models.CharField(_("label in Traditional Chinese"), max_length=40)
    unit_zh_hans = models.CharField(_("label in Simplified Chinese"), max_length=40, blank=True)
    unit_label = TranslatedProse("unit")
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), related_name="indicators", blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name=_("published by"),
    )
    initiatives = models.ManyToManyField(
        Initiative,
        verbose_name=_("initiatives measured"),
        related_name="indicators",
        blank=True,
        help_text=_("The indicator is shown on the pages of these initiatives."),
    )
    verified_on = models.DateField(_("last checked on"), null=True, blank=True)

    objects = IndicatorQuerySet.as_manager()
    bearable_fields = ("observations",)
    omitted_defaults = ("initiatives",)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["name_en", "slug"]
        constraints = [*NamedModel.Meta.constraints, build_choices_constraint("unit", Unit)]

    def get_absolute_url(self):
        return reverse_page_url("indicator-detail", self.slug)

    @property
    def updated_on(self):
        """The newest day on which a source of its observations was read; needs `for_list()`."""
        return max((each.source.read_on for each in self.newest_first), default=self.verified_on)

    @property
    def anchor(self):
        return f"indicator-{self.slug}"

    @property
    def latest_figure(self):
        """Needs `for_list()`."""
        newest = self.newest_first[:1]
        return " · ".join(f"{each.full_text} · {each.period.format_localized()}" for each in newest)

    @property
    def earlier_observations(self):
        """Needs `for_list()`."""
        return self.newest_first[1:]

    @property
    def cited_observations(self):
        """`(observation, citation of its source or None)`, newest first; needs `for_list()`."""
        citations = {citation.source_id: citation for citation in self.numbered_citations}
        return [(observation, citations.get(observation.source_id)) for observation in self.newest_first]

    @property
    def observations_oldest_first(self):
        return self.newest_first[::-1]

    @property
    def label_separator(self):
        """The separator of value and label: a space, but none before Chinese."""
        return " " if self.unit_label[:1].isascii() else ""

    @property
    def shows_label(self):
        """Whether the label is shown; a formatted amount or percentage contains its unit."""
        return self.unit in {Unit.COUNT, Unit.PETAFLOPS}


class Observation(KeyedModel):
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="observations", verbose_name=_("indicator"))
    period = PartialDateField(_("period"))
    value = models.DecimalField(
        _("value"), max_digits=20, decimal_places=4, help_text=_("Enter the full number, for example 3000000000.")
    )
    qualifier = models.CharField(_("qualifier"), max_length=10, choices=Qualifier, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="observations", verbose_name=_("source"))

    natural_key_fields = ("indicator", "period")

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["indicator", "period"]
        constraints = [
            *build_date_constraints("period"),
            build_choices_constraint("qualifier", ["", *Qualifier.values]),
            build_unique_constraint("indicator", "period", message=_("This period already has a value.")),
            models.CheckConstraint(
                name="ecosystem_observation_has_period",
                condition=models.Q(period__isnull=False),
                violation_error_message=_("Enter the period of this value."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator} {self.period}"

    @property
    def qualifier_text(self):
        """The qualifier as it stands before the value: with a space, but none in Chinese."""
        label = str(self.get_qualifier_display())
        return f"{label} " if label[-1:].isascii() else label

    @property
    def full_text(self):
        indicator = self.indicator
        unit = f"{indicator.label_separator}{indicator.unit_label}" if indicator.shows_label else ""
        return f"{self.qualifier_text if self.qualifier else ''}{self.formatted_value}{unit}"

    @property
    def formatted_value(self):
        return format_observation_value(self.value, self.indicator.unit)

    def format_value_among(self, others):
        """Use one scale for all of these observations."""
        return format_observation_value(self.value, self.indicator.unit, [other.value for other in others])
