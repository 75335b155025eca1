"""Account events: sign-ins, second factors, passwords, invitations and changes of role."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.core.languages import get_list_separator
from ecosystem.models.constraints import build_choices_constraint


class AccountEventKind(models.TextChoices):
    SIGNED_IN = "signed_in", _("Signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("Sign-in failed")
    SIGN_IN_LIMITED = "sign_in_limited", _("Too many attempts")
    SECOND_FACTOR_FAILED = "second_factor_failed", _("Two-factor authentication failed")
    SECOND_FACTOR_ADDED = "second_factor_added", _("Two-factor authentication added")
    SECOND_FACTOR_REMOVED = "second_factor_removed", _("Two-factor authentication removed")
    RECOVERY_CODES_CREATED = "recovery_codes_created", _("Recovery codes created")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    PASSWORD_RESET = "password_reset", _("Password reset by email")
    EMAIL_CHANGED = "email_changed", _("Email address changed")
    SESSIONS_ENDED = "sessions_ended", _("Sessions ended")
    INVITED = "invited", _("Invited")
    INVITATION_RESENT = "invitation_resent", _("Invitation sent again")
    INVITATION_WITHDRAWN = "invitation_withdrawn", _("Invitation withdrawn")
    INVITATION_ACCEPTED = "invitation_accepted", _("Invitation accepted")
    ROLE_CHANGED = "role_changed", _("Role changed")
    DEACTIVATED = "deactivated", _("Account deactivated")
    REACTIVATED = "reactivated", _("Account activated")


# How the codes in `detail` are shown; addresses and numbers are shown as they are.
DETAIL_LABELS = {
    "totp": _("authenticator app"),
    "webauthn": _("passkey"),
    "recovery_codes": _("recovery codes"),
    "all": _("all of them"),
    "+Editors": _("+ editor"),
    "-Editors": _("− editor"),
    "+Senior editors": _("+ senior editor"),
    "-Senior editors": _("− senior editor"),
    "+administrator": _("+ administrator"),
    "-administrator": _("− administrator"),
    "+staff": _("+ access to the editorial admin"),
    "-staff": _("− access to the editorial admin"),
}


class AccountEvent(models.Model):
    """An event of an account, or an attempt; `manage.py forget` deletes old ones."""

    kind = models.CharField(_("event"), max_length=30, choices=AccountEventKind)
    # Empty where the typed name belongs to no account: it may be a password in the wrong field.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("account")
    )
    # Who did it, if not the account's owner.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("done by")
    )
    happened_at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    ip_address = models.GenericIPAddressField(_("IP address"), null=True, blank=True)
    detail = models.CharField(_("detail"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("account event")
        verbose_name_plural = _("account events")
        ordering = ["-happened_at", "-pk"]
        default_permissions = ("view",)
        constraints = [build_choices_constraint("kind", AccountEventKind)]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.user}" if self.user_id else self.get_kind_display()

    @property
    def detail_text(self):
        return get_list_separator().join(str(DETAIL_LABELS.get(part, part)) for part in self.detail.split(", "))
