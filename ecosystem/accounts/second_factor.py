"""Second factors: whether a user needs one, has one, and has confirmed it in this session."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import reverse

# Session key: the user who has set up, and so confirmed, a second factor in this session.
CONFIRMED_KEY = "second_factor_confirmed_by"
# Session key: where to continue after the second factor is set up.
CONTINUE_KEY = "continue_after_second_factor"


def get_second_factors(user):
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)


def has_second_factor(user, *, excluding=None):
    factors = get_second_factors(user)
    return (factors.exclude(pk=excluding.pk) if excluding else factors).exists()


def is_second_factor_missing(request):
    return settings.SECOND_FACTOR_REQUIRED and request.user.is_staff and not has_confirmed_second_factor(request)


def has_confirmed_second_factor(request):
    if not has_second_factor(request.user):
        return False
    if request.session.get(CONFIRMED_KEY) == request.user.pk:
        return True
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def mark_second_factor_confirmed(request):
    request.session[CONFIRMED_KEY] = request.user.pk


def get_second_factor_url(user):
    types = set(get_second_factors(user).values_list("type", flat=True))
    if not types:
        return reverse("mfa_index")
    if Authenticator.Type.TOTP in types:
        return reverse("mfa_reauthenticate")
    return reverse("mfa_reauthenticate_webauthn")
