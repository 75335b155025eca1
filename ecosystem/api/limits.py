"""How often one address may ask: a number of requests a minute, counted in the cache, without keeping the address."""

import ipaddress
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

# The seconds in which requests are counted together.
WINDOW = 60
POLICY = "minute"


@dataclass(frozen=True)
class Allowance:
    """What is left of a window: requests, and seconds until the next one begins."""

    quota: int
    left: int
    seconds: int
    is_exceeded: bool

    @property
    def headers(self) -> dict[str, str]:
        """The header fields of the IETF's draft on rate limits."""
        return {
            "RateLimit-Policy": f'"{POLICY}";q={self.quota};w={WINDOW}',
            "RateLimit": f'"{POLICY}";r={self.left};t={self.seconds}',
        }


def take(request: HttpRequest) -> Allowance:
    """Count a request, and return what is left to whoever sent it.

    Where the cache lies in the process, each process counts for itself: then
    more is let through than is promised, never less.
    """
    number, passed = divmod(int(time.time()), WINDOW)
    # The number of the window is part of the key, for not every cache keeps the end of a count that it raises.
    key = f"api:{number}:{reader(request)}"
    cache.add(key, 0, 2 * WINDOW)
    try:
        count = cache.incr(key)
    except ValueError:
        # It was dropped in between, for want of room.
        cache.set(key, 1, 2 * WINDOW)
        count = 1
    quota = settings.API_REQUESTS_PER_MINUTE
    return Allowance(quota, max(0, quota - count), WINDOW - passed, count > quota)


def reader(request: HttpRequest) -> str:
    """Return what stands for an address today: a hash with the site's secret, another one every day."""
    said = f"{localdate()} {_network(_address(request))}"
    return salted_hmac("ecosystem.api.limits", said, algorithm="sha256").hexdigest()[:32]


def _address(request):
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.BEHIND_PROXY and forwarded:
        # The proxy adds the address that it sees at the end; what stands before anybody may have written.
        return forwarded.rpartition(",")[2].strip()
    return request.META.get("REMOTE_ADDR", "")


def _network(address):
    """Return an address as one reader has it: of IPv6 the first half, of which a household has all the rest."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 6:
        return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
    return str(found)
