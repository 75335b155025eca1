"""The operations on accounts: deactivate, remove second factors, end sessions, replace the e-mail address."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ecosystem.accounts.events import log_event
from ecosystem.models import AccountEventKind, InvitationRole


def may_deactivate(user: User, target: User) -> bool:
    if user == target:
        return False
    if user.is_superuser:
        return True
    roles = set(target.groups.values_list("name", flat=True))
    return (
        user.has_perm("ecosystem.deactivate_editor")
        and not target.is_superuser
        and roles <= {str(InvitationRole.EDITOR)}
    )


def set_user_active(user: User, is_active: bool, *, by: User) -> None:
    """Raise ValidationError if forbidden; `receivers` log the change and end the sessions."""
    if not may_deactivate(by, user):
        raise ValidationError(_("You do not have permission to change the account of %(user)s.") % {"user": user})
    user.is_active = is_active
    user.save(update_fields=["is_active"])


@transaction.atomic
def remove_second_factors(user: User, *, by: User | None = None) -> None:
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    log_event(AccountEventKind.SECOND_FACTOR_REMOVED, user=user, actor=by, detail="all")


def end_sessions(user: User, *, but: str | None = None) -> int:
    """Spare the session with the key `but`; return the number of ended ones."""
    sessions = list(UserSession.objects.filter(user=user).exclude(session_key=but or ""))
    for session in sessions:
        session.end()
    return len(sessions)


def has_email_address(user: User, email: str) -> bool:
    confirmed = EmailAddress.objects.filter(user=user, email__iexact=email, verified=True)
    return user.email.lower() == email.lower() or confirmed.exists()


def replace_email_address(user: User) -> None:
    """Make the e-mail address that an administrator has entered the only one of the account.

    A confirmed old one could still be used to reset the password.
    """
    EmailAddress.objects.filter(user=user).delete()
    if user.email:
        EmailAddress.objects.create(user=user, email=user.email.lower(), primary=True)
