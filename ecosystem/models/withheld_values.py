"""The log of past values withheld for privacy: field, time, user and reason, never the value."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.models.collaborations import Collaboration
from ecosystem.models.initiatives import Initiative
from ecosystem.models.organisations import Organisation
from ecosystem.models.record_targets import (
    RECORD_KINDS,
    RecordTargetMixin,
    RecordTargetQuerySetMixin,
    build_exactly_one_condition,
    build_optional_foreign_key,
)

REASON_MAX_LENGTH = 500


class WithheldValueQuerySet(RecordTargetQuerySetMixin, models.QuerySet):
    def published(self):
        """Public entries only; the caller must check that the record is public."""
        return self.filter(was_public=True)

    def newest_first(self):
        return self.order_by("-withheld_at", "-pk")


class WithheldValue(RecordTargetMixin, models.Model):
    """A past value that was removed from every stored version of a record; versions refer to it by primary key."""

    organisation = build_optional_foreign_key(Organisation, "withheld_values")
    initiative = build_optional_foreign_key(Initiative, "withheld_values")
    collaboration = build_optional_foreign_key(Collaboration, "withheld_values")
    # The field name as in history, without language.
    field = models.CharField(_("field"), max_length=30)
    reason = models.TextField(_("reason"), max_length=REASON_MAX_LENGTH)
    states = models.PositiveIntegerField(_("versions that contained it"))
    # Readers are not shown that a value of a draft was withheld.
    was_public = models.BooleanField(_("was in a public version"))
    withheld_at = models.DateTimeField(_("withheld on"), default=timezone.now, editable=False)
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
            models.CheckConstraint(
                name="ecosystem_withheldvalue_of_one_record", condition=build_exactly_one_condition(RECORD_KINDS)
            ),
        ]

    def __str__(self):
        return f"{self.record} · {self.field}"

    @property
    def withheld_on(self):
        return timezone.localdate(self.withheld_at)
