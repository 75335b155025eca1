"""The history of records: each change with its state, who made it in which role, and why; and their former addresses."""

import reversion
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from reversion.models import Revision

from ecosystem.models.citations import Citation, exactly_one
from ecosystem.models.collaborations import Collaboration, Participation
from ecosystem.models.constraints import within
from ecosystem.models.fields import WordsField
from ecosystem.models.initiatives import Initiative, InitiativeBody
from ecosystem.models.named import KeyedModel
from ecosystem.models.organisations import Organisation
from ecosystem.models.text_patterns import SLUG
from ecosystem.querysets.history import KINDS, ChangeQuerySet, FormerSlugQuerySet

# What belongs to a record and is kept with each state of it.
FOLLOWED = {
    Organisation: ("citations",),
    Initiative: ("involvements", "citations"),
    Collaboration: ("participations", "citations"),
}
# Bodies take part by rows with a role: the field of a record, and the relation that holds it.
JOINS = {"bodies": "involvements", "participants": "participations"}
for _model, _follow in FOLLOWED.items():
    reversion.register(_model, follow=_follow)
for _model in (InitiativeBody, Participation, Citation):
    reversion.register(_model)


class ChangeKind(models.TextChoices):
    """What was done to a record."""

    ENTERED = "entered", _("Entered")
    PUBLISHED = "published", _("Published")
    CHANGED = "changed", _("Changed")
    CONFIRMED = "confirmed", _("Checked, still true")
    REVERTED = "reverted", _("Brought back to an earlier state")
    RENAMED = "renamed", _("Moved to another address")
    MERGED = "merged", _("Merged with another record")
    ARCHIVED = "archived", _("Removed from the directory")


class ChangeRole(models.TextChoices):
    """In which role somebody changed a record; names are not for readers."""

    EDITOR = "editor", _("an editor")
    PUBLISHER = "publisher", _("a publisher")
    READER = "reader", _("a reader, accepted by a publisher")
    FILES = "files", _("the data files")
    SITE = "site", _("the site itself")


def _of_a_record(kind):
    model = {"organisation": Organisation, "initiative": Initiative, "collaboration": Collaboration}[kind]
    return models.ForeignKey(
        model, models.CASCADE, null=True, blank=True, related_name="%(class)ss", verbose_name=model._meta.verbose_name
    )


class Change(models.Model):
    """One change of one record; `revision` holds the record with its relations and citations as it left them."""

    revision = models.OneToOneField(Revision, models.CASCADE, related_name="change")
    organisation = _of_a_record("organisation")
    initiative = _of_a_record("initiative")
    collaboration = _of_a_record("collaboration")
    kind = models.CharField(_("what was done"), max_length=10, choices=ChangeKind)
    role = models.CharField(_("by whom"), max_length=10, choices=ChangeRole)
    reason = models.TextField(_("why"), blank=True)
    # Without their languages, in the order of the page.
    fields = WordsField(_("what changed"))
    is_public = models.BooleanField(_("made in public"))
    is_correction = models.BooleanField(_("corrects an error"), default=False)
    wrong_since = models.DateTimeField(_("wrong since"), null=True, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        constraints = [
            models.CheckConstraint(name="ecosystem_change_of_one_record", condition=exactly_one(KINDS)),
            within("kind", ChangeKind),
            within("role", ChangeRole),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.record}"

    def get_absolute_url(self):
        """The page of what was changed; of a record that was removed the address that says so."""
        if not self.record.is_public:
            return self.record.get_absolute_url()
        return reverse(f"{self.record_kind}-past", args=[self.record.slug, self.pk])

    @property
    def record_kind(self):
        """`organisation`, `initiative` or `collaboration`."""
        return next(kind for kind in KINDS if getattr(self, f"{kind}_id"))

    @property
    def record(self):
        return getattr(self, self.record_kind)

    @property
    def record_key(self):
        """The kind of the record and its number, by which changes of one record are told from others."""
        return self.record_kind, getattr(self, f"{self.record_kind}_id")

    @property
    def record_kind_label(self):
        """The word for the kind of record."""
        return self.record._meta.verbose_name

    @property
    def wrong_since_on(self):
        return timezone.localdate(self.wrong_since)

    @property
    def made_at(self):
        return self.revision.date_created

    @property
    def made_on(self):
        """The day, in Hong Kong."""
        return timezone.localdate(self.made_at)


class FormerSlug(KeyedModel):
    """An address that a record once had, or that of a record merged with it; it leads on for ever."""

    kind = models.CharField(
        _("kind of record"),
        max_length=13,
        choices=[(model._meta.model_name, model._meta.verbose_name) for model in FOLLOWED],
    )
    slug = models.CharField(_("former slug"), max_length=60, validators=[RegexValidator(SLUG.regex)])
    organisation = _of_a_record("organisation")
    initiative = _of_a_record("initiative")
    collaboration = _of_a_record("collaboration")

    natural_key_fields = ("kind", "slug")
    objects = FormerSlugQuerySet.as_manager()

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["kind", "slug"]
        constraints = [
            models.UniqueConstraint(
                name="ecosystem_formerslug_once",
                fields=["kind", "slug"],
                violation_error_message=_("This address leads on already."),
            ),
            models.CheckConstraint(
                name="ecosystem_formerslug_of_its_kind",
                condition=exactly_one(KINDS)
                & (
                    Q(kind="organisation", organisation__isnull=False)
                    | Q(kind="initiative", initiative__isnull=False)
                    | Q(kind="collaboration", collaboration__isnull=False)
                ),
                violation_error_message=_("A former address leads to exactly one record of its own kind."),
            ),
        ]

    def __str__(self):
        return f"{self.kind}: {self.slug}"

    def clean(self):
        super().clean()
        model = type(self)._meta.get_field(self.kind).related_model if self.kind in KINDS else None
        if model and model.objects.published().filter(slug=self.slug).exists():
            raise ValidationError({"slug": _("A public record stands at this address.")})
