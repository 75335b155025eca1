"""What the three kinds of record share: names, life cycle, themes, sources, freshness."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.collation import english_key, pinyin_key, stroke_key
from ecosystem.models.constraints import within
from ecosystem.models.fields import ComputedField
from ecosystem.models.named import Named, address
from ecosystem.models.sourced import Sourced
from ecosystem.models.vocabulary import Application, Theme
from ecosystem.querysets.records import RecordQuerySet, Status
from ecosystem.translation import Translated, fold

WEB = URLValidator(schemes=["http", "https"])


class AI(models.TextChoices):
    """How near a record stands to artificial intelligence; our judgement, so no source bears it."""

    CORE = "core", _("AI itself")
    ENABLING = "enabling", _("What AI rests on")
    CONTEXT = "context", _("Takes part")


@dataclass(frozen=True)
class WayOn:
    """The first button of a page: `kind` is apply, website, source, giver, or empty where no official page is known.

    A giver's is the website of a body that runs the scheme, whose name is `label`.
    """

    kind: str
    url: str
    label: str = ""


def names_key(record):
    """Return all names of `record`, folded, one a line, for finding by a part of one."""
    names = (record.name_en, record.name_zh_hant, record.name_zh_hans, record.acronym, *record.aliases)
    return "\n".join(dict.fromkeys(fold(name) for name in names if name))


def order_en(record):
    return english_key(record.name_en)


def order_zh_hant(record):
    return stroke_key(record.name_zh_hant, instead=record.name_en)


def order_zh_hans(record):
    return pinyin_key(record.name_zh_hans or record.name_zh_hant, instead=record.name_en)


class Record(Sourced, Named):
    """A thing with a page of its own, a life cycle, sources and a history."""

    summary_en = models.TextField(_("summary in English"), blank=True)
    summary_zh_hant = models.TextField(_("summary in Traditional Chinese"), blank=True)
    summary_zh_hans = models.TextField(
        _("summary in Simplified Chinese"), blank=True, help_text=_("Empty: converted from Traditional.")
    )
    summary = Translated()
    website = models.CharField(_("website"), max_length=1000, blank=True, validators=[WEB])
    ai = models.CharField(_("nearness to AI"), max_length=10, choices=AI)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), related_name="%(class)ss", blank=True)
    applications = models.ManyToManyField(
        Application, verbose_name=_("applications"), related_name="%(class)ss", blank=True
    )
    verified_on = models.DateField(
        _("checked as a whole on"),
        null=True,
        blank=True,
        help_text=_("The day on which somebody compared the whole record with its sources."),
    )
    # Set by the verbs, so that a load or a repair of an index does not pass for a change.
    created_at = models.DateTimeField(_("entered at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)

    names_key = ComputedField(compute=names_key)
    order_en = ComputedField(compute=order_en)
    order_zh_hant = ComputedField(compute=order_zh_hant)
    order_zh_hans = ComputedField(compute=order_zh_hans)

    objects = RecordQuerySet.as_manager()

    # The choices of `kind`.
    kinds = None
    # Kinds of record that have these hold them as columns.
    acronym = ""
    aliases = ()

    class Meta:
        abstract = True
        ordering = ["order_en", "slug"]
        indexes = [
            models.Index(fields=["status", "order_en"], name="%(class)s_order"),
            models.Index(fields=["status", "-updated_at"], name="%(class)s_updated"),
        ]
        constraints = [
            *Named.Meta.constraints,
            within("status", Status),
            within("ai", AI),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_published_has_date",
                condition=~Q(status="published") | Q(published_at__isnull=False),
                violation_error_message=_("A published record needs a date of publication."),
            ),
        ]

    def get_absolute_url(self):
        return address(f"{self._meta.model_name}-detail", self.slug)

    @property
    def history_address(self):
        return address(f"{self._meta.model_name}-history", self.slug)

    @property
    def feed_address(self):
        """The address of the feed of what changes in it."""
        return address(f"{self._meta.model_name}-feed", self.slug)

    def get_card_url(self):
        """The address of its social picture; it changes with the record, so that no old one is kept anywhere."""
        own = address(f"{self._meta.model_name}-card", self.slug)
        return f"{own}?v={int(self.updated_at.timestamp())}"

    @property
    def is_public(self):
        return self.status == Status.PUBLISHED

    @property
    def was_ever_public(self):
        return self.published_at is not None

    @property
    def last_checked_on(self):
        """The day on which it was compared with its sources, else that on which the newest was read."""
        return self.verified_on or self.last_read_on

    @property
    def check_after_days(self):
        """How many days a check holds."""
        return settings.CHECK_AFTER_DAYS["other"]

    @property
    def due_on(self):
        """The day from which it is to be compared with its sources again; None where none was ever read."""
        return self.last_checked_on + timedelta(days=self.check_after_days) if self.last_checked_on else None

    @property
    def is_overdue(self):
        return bool(self.due_on and self.due_on < timezone.localdate())

    @property
    def kind_label(self):
        """The word for the kind, without the search through all choices that `get_kind_display` makes."""
        return self.kinds(self.kind).label

    @property
    def created_on(self):
        """The day on which the record was entered, in Hong Kong."""
        return timezone.localdate(self.created_at)

    @property
    def updated_on(self):
        return timezone.localdate(self.updated_at)

    @property
    def way_on(self):
        """Where a reader goes from here: to apply, to the website, else to the best page of an official or own source."""
        if apply_url := getattr(self, "apply_url", ""):
            return WayOn("apply", apply_url)
        if self.website:
            return WayOn("website", self.website)
        for grade in ("official", "own"):
            for citation in self.numbered_citations:
                if citation.source.grade == grade:
                    return WayOn("source", citation.source.url, citation.source.title)
        return WayOn("", "")

    def _check_chain(self, name):
        """Refuse a record that `name` leads back to itself."""
        seen, other = {self.pk}, getattr(self, name)
        while other:
            if other.pk in seen:
                raise ValidationError({name: _("This leads back to the record itself.")})
            seen.add(other.pk)
            other = getattr(other, name)
