"""Sources: the public pages that were read."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Subquery
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from ecosystem.core.languages import Text, lang_of
from ecosystem.core.partial_dates import PartialDate
from ecosystem.models.base import WEB, KeyedModel, KeyedQuerySet, address, ranked
from ecosystem.models.constraints import is_date, within
from ecosystem.models.fields import PartialDateField


class SourceQuerySet(KeyedQuerySet):
    def published(self):
        """The only door to the public side: a source that nothing public rests on is nobody's to see."""
        from ecosystem.models.citations import Citation

        return self.filter(pk__in=Citation.objects.published().order_by().values("source"))

    def in_order(self):
        """By publisher, then by title."""
        return self.order_by(Lower("publisher"), Lower("title"), "url")

    def dead(self):
        """Keep those whose page no longer answers, as far as the last checks tell."""
        return self.filter(link_status__in=self.model.dead_statuses)

    def due_for_a_visit(self, today, older_than):
        """Keep those that no check has tried for so many days, and any whose last try failed once; the longest untried first.

        What failed once is tried again on another day, so that one bad hour never counts twice.
        """
        once = Q(link_failures=1, link_tried_on__lt=today)
        due = Q(link_tried_on__isnull=True) | Q(link_tried_on__lte=today - timedelta(days=older_than)) | once
        return self.filter(due).order_by(F("link_tried_on").asc(nulls_first=True), "pk")

    def by_grade(self):
        """The best grade first; within one by publisher, then by title."""
        grades = self.model._meta.get_field("grade").choices
        return self.order_by(
            ranked("grade", [value for value, _label in grades]), Lower("publisher"), Lower("title"), "url"
        )

    def for_list(self):
        """Add how many public records and series rest on each."""
        from ecosystem.models.citations import Citation

        citations = Citation.objects.published()
        return self.annotate(citation_count=Coalesce(Subquery(citations.count_by("source")), 0))


class Grade(models.TextChoices):
    """What kind of page a source is, best first."""

    OFFICIAL = "official", _("Official")
    OWN = "own", _("Own publication")
    ACADEMIC = "academic", _("Journal or university")
    PRESS = "press", _("Press")
    REFERENCE = "reference", _("Reference work")
    OTHER = "other", _("Other")


class LinkStatus(models.TextChoices):
    """What the last check of the link found."""

    ANSWERS = "answers", _("Answers")
    MOVED = "moved", _("Moved")
    REFUSES = "refuses", _("Refuses machines")
    GONE = "gone", _("Gone")
    SILENT = "silent", _("Does not answer")

    @classmethod
    def dead(cls):
        """Those of a page that nobody can read there any more."""
        return (cls.GONE, cls.SILENT)


class Source(KeyedModel):
    """A public page, and the day on which it was read."""

    url = models.CharField(_("address"), max_length=1000, unique=True, validators=[WEB])
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=200)
    published = PartialDateField(_("published"))
    read_on = models.DateField(_("read on"))
    grade = models.CharField(_("grade"), max_length=10, choices=Grade)
    link_status = models.CharField(_("link"), max_length=10, choices=LinkStatus, blank=True, editable=False)
    link_checked_on = models.DateField(_("link checked on"), null=True, blank=True, editable=False)
    # What the checks need to know between one and the next; no fact, so no file holds it.
    link_tried_on = models.DateField(_("link last tried on"), null=True, blank=True, editable=False, serialize=False)
    link_failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0, editable=False, serialize=False)
    link_moved_to = models.CharField(_("moved to"), max_length=1000, blank=True, editable=False, serialize=False)

    natural_key_fields = ("url",)
    measured_fields = ("link_status", "link_checked_on")
    dead_statuses = LinkStatus.dead()
    # Pages that repeat what others say.
    weak_grades = (Grade.REFERENCE, Grade.OTHER)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["publisher", "title", "url"]
        constraints = [
            within("grade", Grade),
            within("link_status", ["", *LinkStatus.values]),
            *is_date("published"),
        ]

    def __str__(self):
        return f"{self.title} ({self.publisher})"

    def clean(self):
        super().clean()
        # What is no date stays the text that it is, and was complained of already.
        if isinstance(self.published, PartialDate) and self.read_on and self.published.first_day > self.read_on:
            raise ValidationError({"read_on": _("The page cannot have been read before it was published.")})

    def get_absolute_url(self):
        return address("source-detail", self.pk)

    @property
    def is_dead(self):
        """Whether the page no longer answers, as far as the last checks tell."""
        return self.link_status in self.dead_statuses

    @property
    def is_copy(self):
        """Whether the page carries somebody else's words, so that nobody should be sent there as to the origin."""
        return self.grade == Grade.OTHER

    @property
    def is_weak(self):
        """Whether the page repeats what others say."""
        return self.grade in self.weak_grades

    @property
    def titled(self):
        """The title with the language that its characters show."""
        return Text(self.title, lang_of(self.title))

    @property
    def publishers_name(self):
        return Text(self.publisher, lang_of(self.publisher))
