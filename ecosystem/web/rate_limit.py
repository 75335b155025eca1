"""How often one address may ask what other programs ask: a number of requests a minute, counted in the cache, without keeping the address."""

import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from ecosystem.web.client_address import address_of, sender

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
        } | ({"Retry-After": str(self.seconds)} if self.is_exceeded else {})


def take(request: HttpRequest) -> Allowance:
    """Count a request, and return what is left to whoever sent it.

    What is asked of the API and of the reconciliation service counts together.
    Where the cache lies in the process, each process counts for itself: then
    more is let through than is promised, never less.
    """
    number, passed = divmod(int(time.time()), WINDOW)
    # The number of the window is part of the key, for not every cache keeps the end of a count that it raises.
    key = f"allowance:{number}:{sender(address_of(request))}"
    cache.add(key, 0, 2 * WINDOW)
    try:
        count = cache.incr(key)
    except ValueError:
        # It was dropped in between, for want of room.
        cache.set(key, 1, 2 * WINDOW)
        count = 1
    quota = settings.API_REQUESTS_PER_MINUTE
    return Allowance(quota, max(0, quota - count), WINDOW - passed, count > quota)
