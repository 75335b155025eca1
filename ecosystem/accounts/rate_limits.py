"""Limits on guessing: counted in the database, so that they hold for all processes together.

Passwords are limited for an account from one network, for a network, and, far wider and for minutes only, for an
account from everywhere. This last limit leaves out networks from which the account has signed in before, for an
attacker may have thousands of networks and never stop. So nobody can lock somebody else out: from such a network, with
a passkey or by a password reset its owner still gets in.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ecosystem.models import AccountEvent, AccountEventKind, RateLimitHit, SingleUseToken
from ecosystem.web.client_address import address_of, client_ip_address, network_of

MINUTE = 60
HOUR = 60 * MINUTE
LONGEST_WINDOW = HOUR


@dataclass(frozen=True)
class RateLimit:
    """At most `amount` attempts in `seconds`."""

    action: str
    amount: int
    seconds: int


PASSWORD_BY_ACCOUNT_AND_NETWORK = RateLimit("password", 5, 5 * MINUTE)
PASSWORD_BY_NETWORK = RateLimit("password_network", 30, 5 * MINUTE)
PASSWORD_BY_ACCOUNT = RateLimit("password_account", 60, 5 * MINUTE)
CODE_BY_ACCOUNT_AND_NETWORK = RateLimit("code", 5, 5 * MINUTE)
# Only somebody who knows the password gets as far as a code, so this one may be long.
CODE_BY_ACCOUNT = RateLimit("code_account", 20, HOUR)
PASSKEY_BY_NETWORK = RateLimit("passkey_network", 20, 5 * MINUTE)
RESET_BY_ADDRESS = RateLimit("reset_address", 3, HOUR)
RESET_BY_NETWORK = RateLimit("reset_network", 10, HOUR)
CONFIRMATION_BY_ACCOUNT = RateLimit("confirmation", 5, HOUR)
INVITATIONS_BY_ACCOUNT = RateLimit("invitation", 30, HOUR)
BY_ACCOUNT = ("password", "password_account", "code", "code_account")


class RateLimitExceeded(Exception):
    """Too many attempts; `retry_after` says in how many seconds the next one is let through."""

    def __init__(self, limit, retry_after):
        super().__init__(f"{limit.action}: {limit.amount} in {limit.seconds} seconds")
        self.limit = limit
        self.retry_after = retry_after


@dataclass
class CountedAttempt:
    """An attempt that was let through; a success is taken back, so that only failures count."""

    hits: list = field(default_factory=list)

    def rollback(self):
        RateLimitHit.objects.filter(pk__in=[hit.pk for hit in self.hits]).delete()


def count_attempt(*checks):
    """Count an attempt under each `(limit, key)`; raise RateLimitExceeded where one is used up.

    The hit is written before they are counted: of two processes at once, neither overlooks the other. A refused
    attempt does not count, so that a limit ends however long somebody goes on trying.
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
            raise RateLimitExceeded(limit, _seconds_until(hits[-1] + timedelta(seconds=limit.seconds)))
    return attempt


def count_password_attempt(request, account):
    """Count an attempt to give the password of an account; `account` is a user, or what was typed."""
    checks = [
        (PASSWORD_BY_NETWORK, network_key(request)),
        (PASSWORD_BY_ACCOUNT_AND_NETWORK, account_and_network_key(request, account)),
    ]
    if not has_signed_in_here(request, account):
        checks.append((PASSWORD_BY_ACCOUNT, account_key(account)))
    return count_attempt(*checks)


def count_code_attempt(request, user):
    """Count an attempt to give the second factor of a user who has given the password."""
    checks = [(CODE_BY_ACCOUNT_AND_NETWORK, account_and_network_key(request, user))]
    if not has_signed_in_here(request, user):
        checks.append((CODE_BY_ACCOUNT, account_key(user)))
    return count_attempt(*checks)


def has_signed_in_here(request, account):
    """Whether an account has signed in from the network of this request, as far back as its log goes."""
    if isinstance(account, str):
        return False
    signed_in = AccountEvent.objects.filter(user=account, kind=AccountEventKind.SIGNED_IN)
    addresses = signed_in.exclude(ip_address=None).order_by().values_list("ip_address", flat=True).distinct()
    return network_of(client_ip_address(request)) in map(network_of, addresses)


def forget_attempts(request, user):
    """Begin to count anew for a user who has shown to be the owner of the account."""
    keys = [account_key(user), account_and_network_key(request, user)]
    RateLimitHit.objects.filter(action__in=BY_ACCOUNT, key__in=keys).delete()


def claim_once(name, value, *, seconds):
    """Whether this value is used for the first time in so many seconds; of two processes at once one is told so."""
    now = timezone.now()
    key = _hash(f"{name}|{value}")
    SingleUseToken.objects.filter(key=key, expires_at__lte=now).delete()
    try:
        with transaction.atomic():
            SingleUseToken.objects.create(key=key, expires_at=now + timedelta(seconds=seconds))
    except IntegrityError:
        return False
    return True


def delete_old_attempts():
    now = timezone.now()
    RateLimitHit.objects.filter(hit_at__lt=now - timedelta(seconds=LONGEST_WINDOW)).delete()
    SingleUseToken.objects.filter(expires_at__lt=now).delete()


def network_key(request):
    """Return the hash of a network, IPv6 by /64; not one of the day, or all limits would end at midnight."""
    return _hash(f"network:{network_of(address_of(request))}")


def account_key(account):
    return _hash(_name_of(account))


def account_and_network_key(request, account):
    return _hash(f"{_name_of(account)}|{network_key(request)}")


def _name_of(account):
    return f"typed:{account.casefold()}" if isinstance(account, str) else f"user:{account.pk}"


def _hash(text):
    return salted_hmac("ecosystem.accounts.rate_limits", text, algorithm="sha256").hexdigest()


def _seconds_until(moment):
    return max(1, round((moment - timezone.now()).total_seconds()))
