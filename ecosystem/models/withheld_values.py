"""The log of past values that are withheld because they are private: what, when, by whom and why, never the value."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.models.changes import KINDS
from ecosystem.models.citations import exactly_one
from ecosystem.models.collaborations import Collaboration
from ecosystem.models.initiatives import Initiative
from ecosystem.models.organisations import Organisation

LONGEST_REASON = 500


def _record(model):
    return models.ForeignKey(
        model,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="withheld_values",
        verbose_name=model._meta.verbose_name,
    )


class WithheldValueQuerySet(models.QuerySet):
    def of(self, record):
        return self.filter(**{record._meta.model_name: record})

    def published(self):
        """Public entries only; whether their record is public is for the caller to see."""
        return self.filter(was_public=True)

    def newest_first(self):
        return self.order_by("-withheld_at", "-pk")


class WithheldValue(models.Model):
    """One past value of one field of a record that was taken out of every stored state; states refer to it by its number."""

    organisation = _record(Organisation)
    initiative = _record(Initiative)
    collaboration = _record(Collaboration)
    # As history names it, without its language.
    field = models.CharField(_("field"), max_length=30)
    reason = models.TextField(_("why"), max_length=LONGEST_REASON)
    states = models.PositiveIntegerField(_("states that held it"))
    # What only a draft said is nothing to readers, not even that it was withheld.
    was_public = models.BooleanField(_("a public state held it"))
    withheld_at = models.DateTimeField(_("withheld at"), default=timezone.now, editable=False)
    withheld_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withheld by"),
    )

    objects = WithheldValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("withheld value")
        verbose_name_plural = _("withheld values")
        default_permissions = ("view",)
        permissions = [("withhold_value", "Can withhold past values")]
        constraints = [
            models.CheckConstraint(name="ecosystem_withheldvalue_of_one_record", condition=exactly_one(KINDS)),
        ]

    def __str__(self):
        return f"{self.record} · {self.field}"

    @property
    def record(self):
        return next(filter(None, (getattr(self, kind) for kind in KINDS)), None)

    @property
    def withheld_on(self):
        """The day, in Hong Kong."""
        return timezone.localdate(self.withheld_at)
