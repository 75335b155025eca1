"""Rate limits on guessing, counted in the database for all processes together.

Passwords are limited for an account from one network, for a network, and, at a far higher number and for minutes only,
for an account from everywhere. This last limit does not apply to networks from which the account has signed in before,
for an attacker may have thousands of networks. So an attacker cannot lock out the owner, who can still sign in from
such a network, with a passkey or after a password reset.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ecosystem.models import AccountEvent, AccountEventKind, RateLimitHit, SingleUseToken
from ecosystem.web.client_address import get_address_network, get_client_address, get_storable_client_ip

# A user, or the typed text that no user has as name or address.
type Account = User | str

MINUTE = 60
HOUR = 60 * MINUTE
MAX_WINDOW = HOUR


@dataclass(frozen=True)
class RateLimit:
    action: str
    amount: int
    seconds: int


PASSWORD_BY_ACCOUNT_AND_NETWORK = RateLimit("password", 5, 5 * MINUTE)
PASSWORD_BY_NETWORK = RateLimit("password_network", 30, 5 * MINUTE)
PASSWORD_BY_ACCOUNT = RateLimit("password_account", 60, 5 * MINUTE)
CODE_BY_ACCOUNT_AND_NETWORK = RateLimit("code", 5, 5 * MINUTE)
# A code is asked for after the password only, so this window may be long.
CODE_BY_ACCOUNT = RateLimit("code_account", 20, HOUR)
PASSKEY_BY_NETWORK = RateLimit("passkey_network", 20, 5 * MINUTE)
RESET_BY_ADDRESS = RateLimit("reset_address", 3, HOUR)
RESET_BY_NETWORK = RateLimit("reset_network", 10, HOUR)
CONFIRMATION_BY_ACCOUNT = RateLimit("confirmation", 5, HOUR)
INVITATIONS_BY_ACCOUNT = RateLimit("invitation", 30, HOUR)
ACTIONS_BY_ACCOUNT = ("password", "password_account", "code", "code_account")


class RateLimitExceeded(Exception):
    """The next attempt is allowed after `retry_after` seconds."""

    def __init__(self, limit: RateLimit, retry_after: int):
        super().__init__(f"{limit.action}: {limit.amount} in {limit.seconds} seconds")
        self.limit = limit
        self.retry_after = retry_after


@dataclass
class CountedAttempt:
    """A success is rolled back, so that only failures count."""

    hits: list[RateLimitHit] = field(default_factory=list)

    def rollback(self) -> None:
        RateLimitHit.objects.filter(pk__in=[hit.pk for hit in self.hits]).delete()


def count_attempt(*checks: tuple[RateLimit, str]) -> CountedAttempt:
    """Count an attempt for each `(limit, key)`; raise RateLimitExceeded if one is exceeded.

    The hit is written before hits are counted, so that two processes cannot overlook each other. A refused
    attempt does not count, so that a limit ends even if the attempts go on.
    """
    attempt = CountedAttempt()
    for limit, key in checks:
        since = timezone.now() - timedelta(seconds=limit.seconds)
        same = RateLimitHit.objects.filter(action=limit.action, key=key)
        same.filter(hit_at__lte=since).delete()
        attempt.hits.append(RateLimitHit.objects.create(action=limit.action, key=key))
        hits = list(same.order_by("-hit_at", "-pk").values_list("hit_at", flat=True)[: limit.amount + 1])
        if len(hits) > limit.amount:
            attempt.rollback()
            raise RateLimitExceeded(limit, _count_seconds_until(hits[-1] + timedelta(seconds=limit.seconds)))
    return attempt


def count_password_attempt(request: HttpRequest, account: Account) -> CountedAttempt:
    checks = [
        (PASSWORD_BY_NETWORK, hash_network(request)),
        (PASSWORD_BY_ACCOUNT_AND_NETWORK, hash_account_and_network(request, account)),
    ]
    if not has_signed_in_from_network(request, account):
        checks.append((PASSWORD_BY_ACCOUNT, hash_account(account)))
    return count_attempt(*checks)


def count_code_attempt(request: HttpRequest, user: User) -> CountedAttempt:
    checks = [(CODE_BY_ACCOUNT_AND_NETWORK, hash_account_and_network(request, user))]
    if not has_signed_in_from_network(request, user):
        checks.append((CODE_BY_ACCOUNT, hash_account(user)))
    return count_attempt(*checks)


def has_signed_in_from_network(request: HttpRequest, account: Account) -> bool:
    if isinstance(account, str):
        return False
    signed_in = AccountEvent.objects.filter(user=account, kind=AccountEventKind.SIGNED_IN)
    addresses = signed_in.exclude(ip_address=None).order_by().values_list("ip_address", flat=True).distinct()
    return get_address_network(get_storable_client_ip(request)) in map(get_address_network, addresses)


def forget_attempts(request: HttpRequest, user: User) -> None:
    """Call when the user has proved to own the account."""
    keys = [hash_account(user), hash_account_and_network(request, user)]
    RateLimitHit.objects.filter(action__in=ACTIONS_BY_ACCOUNT, key__in=keys).delete()


def claim_single_use(name: str, value: str, *, seconds: int) -> bool:
    """Return whether the value is new within `seconds`; True for one of two simultaneous calls."""
    now = timezone.now()
    key = _hash(f"{name}|{value}")
    SingleUseToken.objects.filter(key=key, expires_at__lte=now).delete()
    try:
        with transaction.atomic():
            SingleUseToken.objects.create(key=key, expires_at=now + timedelta(seconds=seconds))
    except IntegrityError:
        return False
    return True


def delete_old_attempts() -> None:
    now = timezone.now()
    RateLimitHit.objects.filter(hit_at__lt=now - timedelta(seconds=MAX_WINDOW)).delete()
    SingleUseToken.objects.filter(expires_at__lt=now).delete()


def hash_network(request: HttpRequest) -> str:
    """Hash the network (of IPv6, the /64); without the date, or all limits would end at midnight."""
    return _hash(f"network:{get_address_network(get_client_address(request))}")


def hash_account(account: Account) -> str:
    return _hash(_get_account_name(account))


def hash_account_and_network(request: HttpRequest, account: Account) -> str:
    return _hash(f"{_get_account_name(account)}|{hash_network(request)}")


def _get_account_name(account: Account) -> str:
    return f"typed:{account.casefold()}" if isinstance(account, str) else f"user:{account.pk}"


def _hash(text: str) -> str:
    return salted_hmac("ecosystem.accounts.rate_limits", text, algorithm="sha256").hexdigest()


def _count_seconds_until(time: datetime) -> int:
    return max(1, round((time - timezone.now()).total_seconds()))
