"""Who needs a second factor, who has one, and whether it was shown in this session."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import reverse

# The user who has set up a second factor in this session, and so has shown it.
CONFIRMED_KEY = "second_factor_confirmed_by"
# Where to go on once the second factor is set up.
CONTINUE_KEY = "continue_after_second_factor"


def second_factors(user):
    """Return the apps and passkeys of a user; recovery codes stand in for them and are none."""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)


def has_second_factor(user, *, but=None):
    factors = second_factors(user)
    return (factors.exclude(pk=but.pk) if but else factors).exists()


def is_second_factor_missing(request):
    """Whether this user must still set up a second factor, or show it, before anything can be written."""
    return settings.SECOND_FACTOR_REQUIRED and request.user.is_staff and not is_confirmed(request)


def is_confirmed(request):
    """Whether the user has a second factor and has shown it in this session."""
    if not has_second_factor(request.user):
        return False
    if request.session.get(CONFIRMED_KEY) == request.user.pk:
        return True
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def mark_confirmed(request):
    request.session[CONFIRMED_KEY] = request.user.pk


def second_factor_page(user):
    """Return the page on which a user sets up a second factor, or shows it."""
    types = set(second_factors(user).values_list("type", flat=True))
    if not types:
        return reverse("mfa_index")
    if Authenticator.Type.TOTP in types:
        return reverse("mfa_reauthenticate")
    return reverse("mfa_reauthenticate_webauthn")
