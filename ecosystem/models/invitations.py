"""Invitations to create an account."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from ecosystem.models.constraints import build_choices_constraint


class InvitationRole(models.TextChoices):
    """The values are the names of the groups."""

    EDITOR = "Editors", _("Editor")
    SENIOR_EDITOR = "Senior editors", _("Senior editor")


class InvitationState(models.TextChoices):
    PENDING = "pending", _("Sent")
    EXPIRED = "expired", _("Expired")
    ACCEPTED = "accepted", pgettext_lazy("an invitation", "Accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Filter to those neither accepted nor withdrawn; expired ones are included, as they can be sent again."""
        return self.filter(accepted_at=None, withdrawn_at=None)


class Invitation(models.Model):
    """An e-mailed invitation to create an account; its link contains the id and `sent_count`, signed."""

    email = models.EmailField(_("email address"))
    role = models.CharField(_("role"), max_length=20, choices=InvitationRole, default=InvitationRole.EDITOR)
    language = models.CharField(
        _("email language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    created_at = models.DateTimeField(_("invited on"), default=timezone.now)
    sent_at = models.DateTimeField(_("last sent on"), default=timezone.now)
    # Only the link of the last e-mail works.
    sent_count = models.PositiveIntegerField(default=1)
    accepted_at = models.DateTimeField(_("accepted on"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitation",
        verbose_name=_("account"),
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("add", "change", "view")
        permissions = [("deactivate_editor", "Can deactivate editors")]
        constraints = [
            build_choices_constraint("role", InvitationRole),
            models.UniqueConstraint(
                Lower("email"),
                name="ecosystem_invitation_one_open_per_email",
                condition=Q(accepted_at=None, withdrawn_at=None),
                violation_error_message=_("This email address has already been invited. Send that invitation again."),
            ),
            models.CheckConstraint(
                name="ecosystem_invitation_accepted_or_withdrawn",
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                violation_error_message=_("An invitation cannot be both accepted and withdrawn."),
            ),
        ]

    def __str__(self):
        return self.email

    @property
    def expires_at(self):
        return self.sent_at + timedelta(days=settings.INVITATION_DAYS)

    @property
    def state(self):
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.withdrawn_at:
            return InvitationState.WITHDRAWN
        return InvitationState.PENDING if timezone.now() < self.expires_at else InvitationState.EXPIRED
