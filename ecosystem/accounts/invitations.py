"""The operations on invitations: create, send again, withdraw, accept."""

import logging
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ecosystem.accounts import rate_limits
from ecosystem.accounts.events import log_event
from ecosystem.models import AccountEventKind, Invitation, InvitationRole, InvitationState

SALT = "ecosystem.accounts.invitations"

logger = logging.getLogger(__name__)


def list_invitable_roles(user: Any) -> list[Any]:
    if not user.is_active:
        return []
    if user.is_superuser:
        return list(InvitationRole)
    return [InvitationRole.EDITOR] if user.has_perm("ecosystem.add_invitation") else []


@transaction.atomic
def create_invitation(invitation: Invitation, *, by: Any) -> None:
    """Raise ValidationError and save nothing if user, address or rate limit forbid it, or the e-mail cannot be sent."""
    invitation.invited_by = by
    invitation.email = invitation.email.strip().lower()
    _require_permission(by, invitation)
    if is_registered_email(invitation.email):
        raise ValidationError({"email": _("An account with this email address already exists.")})
    invitation.full_clean()
    _count_sent_email(by)
    invitation.save()
    _send_invitation_email(invitation)
    log_event(AccountEventKind.INVITED, actor=by, detail=_describe_invitation(invitation))


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: Any) -> None:
    """Send a new link with a new term; the old link becomes invalid."""
    invitation = _lock_invitation(invitation)
    _require_open(invitation)
    _require_permission(by, invitation)
    if is_registered_email(invitation.email):
        raise ValidationError(_("An account with this email address already exists."))
    _count_sent_email(by)
    invitation.sent_count += 1
    invitation.sent_at = timezone.now()
    # The last sender is responsible for it.
    invitation.invited_by = by
    invitation.save()
    _send_invitation_email(invitation)
    log_event(AccountEventKind.INVITATION_RESENT, actor=by, detail=_describe_invitation(invitation))


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Any) -> None:
    invitation = _lock_invitation(invitation)
    _require_open(invitation)
    _require_permission(by, invitation)
    invitation.withdrawn_at = timezone.now()
    invitation.save()
    log_event(AccountEventKind.INVITATION_WITHDRAWN, actor=by, detail=_describe_invitation(invitation))


@transaction.atomic
def accept_invitation(token: str, *, username: str, password: str) -> Any:
    """Return the new user; raise ValidationError if the token is invalid."""
    invitation = find_invitation(token)
    invitation = _lock_invitation(invitation) if invitation else None
    reason = get_invitation_error(invitation, token)
    if invitation is None or reason:
        raise ValidationError(reason)
    try:
        with transaction.atomic():
            user = get_user_model().objects.create_user(username, invitation.email, password, is_staff=True)
    except IntegrityError as error:
        # Another user took the name after the form was validated.
        raise ValidationError({"username": _("This username is taken.")}) from error
    user.groups.add(Group.objects.get(name=invitation.role))
    # The link proves access to this address.
    EmailAddress.objects.create(user=user, email=invitation.email, verified=True, primary=True)
    invitation.accepted_at = timezone.now()
    invitation.user = user
    invitation.save()
    log_event(AccountEventKind.INVITATION_ACCEPTED, user=user, detail=_describe_invitation(invitation))
    return user


def create_invitation_token(invitation: Invitation) -> str:
    return signing.dumps([invitation.pk, invitation.sent_count], salt=SALT)


def find_invitation(token: str) -> Invitation | None:
    """Find it in any state; return None if the signature is not ours."""
    try:
        key, _sent_count = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Invitation.objects.filter(pk=key).first()


def get_invitation_error(invitation: Invitation | None, token: str) -> str:
    if invitation is None:
        return _("This link is incomplete or was not sent by us. Copy the whole link from the email.")
    if invitation.state == InvitationState.ACCEPTED:
        return _("This link has already been used to create the account. Sign in with its username and password.")
    is_withdrawn = invitation.state == InvitationState.WITHDRAWN
    if is_withdrawn or not invitation.invited_by or invitation.role not in list_invitable_roles(invitation.invited_by):
        return _("This invitation has been withdrawn.")
    if signing.loads(token, salt=SALT)[1] != invitation.sent_count:
        return _("We have since sent you a newer email. Use the link in that one.")
    if invitation.state == InvitationState.EXPIRED:
        return _("This invitation has expired. Ask the person who invited you to send it again.")
    if is_registered_email(invitation.email):
        return _("An account with this email address already exists.")
    return ""


def is_registered_email(email: str) -> bool:
    users = get_user_model().objects.filter(email__iexact=email)
    return users.exists() or EmailAddress.objects.filter(email__iexact=email).exists()


def _lock_invitation(invitation):
    return Invitation.objects.select_for_update().get(pk=invitation.pk)


def _require_open(invitation):
    if invitation.accepted_at or invitation.withdrawn_at:
        message = _("The invitation to %(email)s can no longer be changed: %(state)s.")
        raise ValidationError(message % {"email": invitation.email, "state": invitation.state.label})


def _require_permission(user, invitation):
    if invitation.role not in list_invitable_roles(user):
        raise ValidationError(_("Only an administrator can invite senior editors."))


def _count_sent_email(user):
    try:
        rate_limits.count_attempt((rate_limits.INVITATIONS_BY_ACCOUNT, rate_limits.hash_account(user)))
    except rate_limits.RateLimitExceeded as error:
        raise ValidationError(_("You have reached the limit for invitations in one hour. Send more later.")) from error


def _describe_invitation(invitation):
    return f"{invitation.email} ({invitation.role})"


def _send_invitation_email(invitation):
    with translation.override(invitation.language):
        context = {
            "invitation": invitation,
            "link": settings.SITE_URL + reverse("invitation", args=[create_invitation_token(invitation)]),
            "site": settings.SITE_URL,
            "days": settings.INVITATION_DAYS,
        }
        text = render_to_string("accounts/email/invitation.txt", context)
    subject, _gap, body = text.strip().partition("\n")
    try:
        EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[invitation.email]).send()
    except Exception as error:  # a mailer raises whatever its server or its library does
        logger.exception("An invitation could not be sent")
        raise ValidationError(_("The email could not be sent, so nothing was changed. Try again later.")) from error
