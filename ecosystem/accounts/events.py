"""Writing the log of account events."""

from datetime import timedelta

from allauth.core import context
from django.conf import settings
from django.utils import timezone

from ecosystem.models import AccountEvent
from ecosystem.web.client_address import get_storable_client_ip

# The same refusal is logged once in this time, so that an attack cannot fill the table.
REFUSAL_LOG_INTERVAL = timedelta(minutes=5)


def log_event(kind, *, user=None, detail="", request=None, actor=None):
    """Store the actor only if it is another user."""
    request = request or context.request
    if actor is None and request is not None:
        actor = get_signed_in_user(request)
    return AccountEvent.objects.create(
        kind=kind,
        user=user,
        actor=actor if actor != user else None,
        ip_address=get_storable_client_ip(request) if request is not None else None,
        detail=detail[: AccountEvent._meta.get_field("detail").max_length],
    )


def log_refusal(kind, *, request, user=None, detail=""):
    """Log nothing if the same was logged a short time ago."""
    same = AccountEvent.objects.filter(kind=kind, user=user, ip_address=get_storable_client_ip(request), detail=detail)
    if not same.filter(happened_at__gt=timezone.now() - REFUSAL_LOG_INTERVAL).exists():
        log_event(kind, user=user, detail=detail, request=request)


def get_signed_in_user(request):
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def delete_old_events():
    limit = timezone.now() - timedelta(days=settings.ACCOUNT_EVENT_DAYS)
    return AccountEvent.objects.filter(happened_at__lt=limit).delete()[0]
