"""Inviting somebody, and what becomes of an invitation."""

import logging

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


def invitable_roles(user):
    """Return the roles that a user may invite somebody to."""
    if not user.is_active:
        return []
    if user.is_superuser:
        return list(InvitationRole)
    return [InvitationRole.EDITOR] if user.has_perm("ecosystem.add_invitation") else []


@transaction.atomic
def create_invitation(invitation, *, by):
    """Save a new invitation and send its e-mail; nothing is saved where the e-mail cannot be sent."""
    invitation.invited_by = by
    invitation.email = invitation.email.strip().lower()
    _require_right(by, invitation)
    if is_known_address(invitation.email):
        raise ValidationError({"email": _("Somebody with this address has an account already.")})
    invitation.full_clean()
    _count_email(by)
    invitation.save()
    _send(invitation)
    log_event(AccountEventKind.INVITED, actor=by, detail=_described(invitation))


@transaction.atomic
def resend_invitation(invitation, *, by):
    """Send an open invitation again, with a new link and a new term; the old link stops working."""
    invitation = _locked(invitation)
    _require_open(invitation)
    _require_right(by, invitation)
    if is_known_address(invitation.email):
        raise ValidationError(_("Somebody with this address has an account already."))
    _count_email(by)
    invitation.sent_count += 1
    invitation.sent_at = timezone.now()
    # Whoever sends it answers for it from now on.
    invitation.invited_by = by
    invitation.save()
    _send(invitation)
    log_event(AccountEventKind.INVITATION_RESENT, actor=by, detail=_described(invitation))


@transaction.atomic
def withdraw_invitation(invitation, *, by):
    invitation = _locked(invitation)
    _require_open(invitation)
    _require_right(by, invitation)
    invitation.withdrawn_at = timezone.now()
    invitation.save()
    log_event(AccountEventKind.INVITATION_WITHDRAWN, actor=by, detail=_described(invitation))


@transaction.atomic
def accept_invitation(token, *, username, password):
    """Create the account that a link stands for, and return its user; raise ValidationError where it cannot be."""
    invitation = find_invitation(token)
    invitation = _locked(invitation) if invitation else None
    if reason := why_not_acceptable(invitation, token):
        raise ValidationError(reason)
    try:
        with transaction.atomic():
            user = get_user_model().objects.create_user(username, invitation.email, password, is_staff=True)
    except IntegrityError as error:
        # Somebody took the name between the check of the form and this.
        raise ValidationError({"username": _("This username is taken.")}) from error
    user.groups.add(Group.objects.get(name=invitation.role))
    # Whoever has the link reads the mail of this address.
    EmailAddress.objects.create(user=user, email=invitation.email, verified=True, primary=True)
    invitation.accepted_at = timezone.now()
    invitation.user = user
    invitation.save()
    log_event(AccountEventKind.INVITATION_ACCEPTED, user=user, detail=_described(invitation))
    return user


def create_token(invitation):
    return signing.dumps([invitation.pk, invitation.sent_count], salt=SALT)


def find_invitation(token):
    """Return the invitation that a link names, whatever its state; None where nobody here wrote the link."""
    try:
        key, _sent_count = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Invitation.objects.filter(pk=key).first()


def why_not_acceptable(invitation, token):
    """Return in a sentence why a link does not work, or nothing."""
    if invitation is None:
        return _("This link is not complete, or was never ours. Copy the whole of it from the e-mail.")
    if invitation.state == InvitationState.ACCEPTED:
        return _("This link was used already: the account exists. Sign in with its username and password.")
    is_withdrawn = invitation.state == InvitationState.WITHDRAWN
    if is_withdrawn or not invitation.invited_by or invitation.role not in invitable_roles(invitation.invited_by):
        return _("This invitation was withdrawn.")
    if signing.loads(token, salt=SALT)[1] != invitation.sent_count:
        return _("A newer e-mail was sent to you since; the link in that one works.")
    if invitation.state == InvitationState.EXPIRED:
        return _("This invitation has expired. Ask whoever invited you to send it again.")
    if is_known_address(invitation.email):
        return _("Somebody with this address has an account already.")
    return ""


def is_known_address(email):
    """Whether an account has this e-mail address."""
    users = get_user_model().objects.filter(email__iexact=email)
    return users.exists() or EmailAddress.objects.filter(email__iexact=email).exists()


def _locked(invitation):
    return Invitation.objects.select_for_update().get(pk=invitation.pk)


def _require_open(invitation):
    if invitation.accepted_at or invitation.withdrawn_at:
        message = _("The invitation of %(email)s is closed: %(state)s.")
        raise ValidationError(message % {"email": invitation.email, "state": invitation.state.label})


def _require_right(user, invitation):
    if invitation.role not in invitable_roles(user):
        raise ValidationError(_("Only an administrator invites senior editors."))


def _count_email(user):
    try:
        rate_limits.count_attempt((rate_limits.INVITATIONS_BY_ACCOUNT, rate_limits.account_key(user)))
    except rate_limits.RateLimitExceeded as error:
        raise ValidationError(_("Too many invitations in one hour. Send the next ones later.")) from error


def _described(invitation):
    return f"{invitation.email} ({invitation.role})"


def _send(invitation):
    with translation.override(invitation.language):
        context = {
            "invitation": invitation,
            "link": settings.SITE_URL + reverse("invitation", args=[create_token(invitation)]),
            "site": settings.SITE_URL,
            "days": settings.INVITATION_DAYS,
        }
        text = render_to_string("accounts/email/invitation.txt", context)
    subject, _gap, body = text.strip().partition("\n")
    try:
        EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[invitation.email]).send()
    except Exception as error:  # a mailer raises whatever its server or its library does
        logger.exception("An invitation could not be sent")
        raise ValidationError(_("The e-mail could not be sent, so nothing was changed. Try again later.")) from error
