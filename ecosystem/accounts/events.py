"""Write the log of accounts."""

from datetime import timedelta

from allauth.core import context
from django.conf import settings
from django.utils import timezone

from ecosystem.models import AccountEvent
from ecosystem.web.client_address import client_ip_address

# A refused attempt is logged once in this time: whoever hammers at the door must not fill the table.
REFUSALS_LOGGED_EVERY = timedelta(minutes=5)


def log_event(kind, *, user=None, detail="", request=None, actor=None):
    """Log an event of an account; the actor is left out where it is the account itself."""
    request = request or context.request
    if actor is None and request is not None:
        actor = current_user(request)
    return AccountEvent.objects.create(
        kind=kind,
        user=user,
        actor=actor if actor != user else None,
        ip_address=client_ip_address(request) if request is not None else None,
        detail=detail[: AccountEvent._meta.get_field("detail").max_length],
    )


def log_refusal(kind, *, request, user=None, detail=""):
    """Log that an attempt was refused, unless the same was logged a moment ago."""
    same = AccountEvent.objects.filter(kind=kind, user=user, ip_address=client_ip_address(request), detail=detail)
    if not same.filter(happened_at__gt=timezone.now() - REFUSALS_LOGGED_EVERY).exists():
        log_event(kind, user=user, detail=detail, request=request)


def current_user(request):
    """Return who is signed in, or None."""
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def delete_old_events():
    """Delete events past their time, and return how many they were."""
    limit = timezone.now() - timedelta(days=settings.ACCOUNT_EVENT_DAYS)
    return AccountEvent.objects.filter(happened_at__lt=limit).delete()[0]
