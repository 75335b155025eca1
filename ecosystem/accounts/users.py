"""What colleagues do with each other's accounts: end sessions, deactivate an account, remove a lost second factor."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ecosystem.accounts.events import log_event
from ecosystem.models import AccountEventKind, InvitationRole


def may_deactivate(user, target):
    """Whether a user may deactivate or activate another: administrators all, senior editors the editors."""
    if user == target:
        return False
    if user.is_superuser:
        return True
    roles = set(target.groups.values_list("name", flat=True))
    return (
        user.has_perm("ecosystem.deactivate_editor")
        and not target.is_superuser
        and roles <= {InvitationRole.EDITOR.value}
    )


def set_active(user, is_active, *, by):
    """Deactivate or activate an account; the log and the end of its sessions follow from the change itself."""
    if not may_deactivate(by, user):
        raise ValidationError(_("The account of %(user)s is not yours to change.") % {"user": user})
    user.is_active = is_active
    user.save(update_fields=["is_active"])


@transaction.atomic
def remove_second_factors(user, *, by=None):
    """Take every second factor off an account whose owner has lost them, and end its sessions."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    log_event(AccountEventKind.SECOND_FACTOR_REMOVED, user=user, actor=by, detail="all")


def end_sessions(user, *, but=None):
    """End the sessions of a user, and return how many; `but` is the key of the one that goes on."""
    sessions = UserSession.objects.filter(user=user).exclude(session_key=but or "")
    ended = list(sessions)
    for session in ended:
        session.end()
    return len(ended)


def has_address(user, email):
    """Whether an e-mail address is the one of the account, or was confirmed by its owner."""
    confirmed = EmailAddress.objects.filter(user=user, email__iexact=email, verified=True)
    return user.email.lower() == email.lower() or confirmed.exists()


def replace_email_address(user):
    """Let the address that an administrator wrote into an account be its only one.

    An old one that was confirmed could still be used to reset the password.
    """
    EmailAddress.objects.filter(user=user).delete()
    if user.email:
        EmailAddress.objects.create(user=user, email=user.email.lower(), primary=True)
