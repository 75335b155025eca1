"""Sources: public pages that were read."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Subquery
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from ecosystem.core.languages import LocalizedText, detect_lang_tag
from ecosystem.core.partial_dates import PartialDate
from ecosystem.core.web_addresses import fold_address
from ecosystem.models.base import WEB_URL_VALIDATOR, KeyedModel, KeyedQuerySet, build_value_order, reverse_page_url
from ecosystem.models.constraints import build_choices_constraint, build_date_constraints
from ecosystem.models.fields import ComputedField, PartialDateField


class SourceQuerySet(KeyedQuerySet):
    def published(self):
        """Public sources only: those that a public record or an indicator cites. All public code must start here."""
        from ecosystem.models.citations import Citation

        return self.filter(pk__in=Citation.objects.published().order_by().values("source"))

    def find_by_address(self, address):
        """Return the source at this address, else one whose address differs in nothing that matters; or None."""
        key = fold_address(address)
        rows = self.filter(Q(url=address) | Q(address_key=key)) if key else self.filter(url=address)
        return min(rows, key=lambda source: (source.url != address, source.pk), default=None)

    def in_order(self):
        return self.order_by(Lower("publisher"), Lower("title"), "url")

    def dead(self):
        return self.filter(link_status__in=self.model.dead_statuses)

    def due_for_link_check(self, today, older_than):
        """Return those not tried for `older_than` days, and those that failed once; longest untried first.

        One that failed is tried again on another day only, so that one outage does not count twice.
        """
        once = Q(link_failures=1, link_tried_on__lt=today)
        due = Q(link_tried_on__isnull=True) | Q(link_tried_on__lte=today - timedelta(days=older_than)) | once
        return self.filter(due).order_by(F("link_tried_on").asc(nulls_first=True), "pk")

    def by_grade(self):
        grades = self.model._meta.get_field("grade").choices
        return self.order_by(
            build_value_order("grade", [value for value, _label in grades]), Lower("publisher"), Lower("title"), "url"
        )

    def for_list(self):
        from ecosystem.models.citations import Citation

        citations = Citation.objects.published()
        return self.annotate(citation_count=Coalesce(Subquery(citations.build_count_subquery("source")), 0))


class Grade(models.TextChoices):
    """The kind of page, best first."""

    OFFICIAL = "official", _("Official")
    OWN = "own", _("Organisation’s own page")
    ACADEMIC = "academic", _("Journal or university")
    PRESS = "press", _("Press")
    REFERENCE = "reference", _("Reference work")
    OTHER = "other", _("Other")


class LinkStatus(models.TextChoices):
    ANSWERS = "answers", _("Working")
    MOVED = "moved", _("Redirects")
    REFUSES = "refuses", _("Blocks automated checks")
    GONE = "gone", _("Page removed")
    SILENT = "silent", _("No response")

    @classmethod
    def dead(cls):
        """Return the statuses of a page that can no longer be read."""
        return (cls.GONE, cls.SILENT)


def build_address_key(source):
    return fold_address(source.url)


class Source(KeyedModel):
    url = models.CharField(_("address"), max_length=1000, unique=True, validators=[WEB_URL_VALIDATOR])
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=200)
    published = PartialDateField(_("publication date"))
    read_on = models.DateField(_("accessed on"))
    grade = models.CharField(_("source type"), max_length=10, choices=Grade)
    link_status = models.CharField(_("link status"), max_length=10, choices=LinkStatus, blank=True, editable=False)
    link_checked_on = models.DateField(_("link checked on"), null=True, blank=True, editable=False)
    # Equal for addresses that differ in nothing that matters, such as the scheme.
    address_key = ComputedField(compute=build_address_key, db_index=True)
    # State of the link checker between runs; not a fact, so no file contains it.
    link_tried_on = models.DateField(_("link last tried on"), null=True, blank=True, editable=False, serialize=False)
    link_failures = models.PositiveSmallIntegerField(
        _("consecutive failures"), default=0, editable=False, serialize=False
    )
    link_moved_to = models.CharField(_("redirects to"), max_length=1000, blank=True, editable=False, serialize=False)

    natural_key_fields = ("url",)
    measured_fields = ("link_status", "link_checked_on")
    dead_statuses = LinkStatus.dead()
    # Grades of pages that repeat other sources.
    weak_grades = (Grade.REFERENCE, Grade.OTHER)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["publisher", "title", "url"]
        indexes = [
            # Without the address, which may be longer than an entry of PostgreSQL's indexes.
            models.Index(Lower("publisher"), Lower("title"), name="source_order"),
            models.Index(fields=["publisher"], name="source_publisher"),
        ]
        constraints = [
            build_choices_constraint("grade", Grade),
            build_choices_constraint("link_status", ["", *LinkStatus.values]),
            *build_date_constraints("published"),
        ]

    def __str__(self):
        return f"{self.title} ({self.publisher})"

    def clean(self):
        super().clean()
        # An invalid date is still text here; its field has reported it.
        if isinstance(self.published, PartialDate) and self.read_on and self.published.first_day > self.read_on:
            raise ValidationError({"read_on": _("The date accessed must not be before the publication date.")})

    def get_absolute_url(self):
        return reverse_page_url("source-detail", self.pk)

    @property
    def is_dead(self):
        return self.link_status in self.dead_statuses

    @property
    def is_copy(self):
        """Whether the page is a copy of another publication, so that it must not be presented as the origin."""
        return self.grade == Grade.OTHER

    @property
    def is_weak(self):
        return self.grade in self.weak_grades

    @property
    def localized_title(self):
        return LocalizedText(self.title, detect_lang_tag(self.title))

    @property
    def localized_publisher(self):
        return LocalizedText(self.publisher, detect_lang_tag(self.publisher))
