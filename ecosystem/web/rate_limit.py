"""The rate limit of the API and the reconciliation service, counted in the cache by hashed client IP."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from ecosystem.web.client_address import get_client_address, hash_sender_address

WINDOW_SECONDS = 60
POLICY = "minute"
# The header fields of the IETF draft on rate limits.
HEADERS = ("RateLimit-Policy", "RateLimit")
# Under this path, the page cache counts before it answers; elsewhere, views count.
LIMITED_PATH = "/api/"
# In the WSGI environment of a request that has been counted.
ENVIRON_KEY = "hkai.quota"


@dataclass(frozen=True)
class RequestQuota:
    """`seconds` are those until the next window."""

    quota: int
    left: int
    seconds: int
    is_exceeded: bool

    @property
    def headers(self) -> dict[str, str]:
        values = (f'"{POLICY}";q={self.quota};w={WINDOW_SECONDS}', f'"{POLICY}";r={self.left};t={self.seconds}')
        return dict(zip(HEADERS, values, strict=True)) | (
            {"Retry-After": str(self.seconds)} if self.is_exceeded else {}
        )


def is_limited(path: str) -> bool:
    return path.startswith(LIMITED_PATH)


def count_request(request: HttpRequest) -> RequestQuota:
    """Count a request, once, and return what is left of the client's quota.

    The API and the reconciliation service count together. With a cache in the process,
    each process counts separately and lets through more than the limit, never less.
    """
    if ENVIRON_KEY not in request.META:
        request.META[ENVIRON_KEY] = _count_request(request)
    return request.META[ENVIRON_KEY]


def respond_within_quota(
    request: HttpRequest, respond: Callable[[], HttpResponse], refuse: Callable[[], HttpResponse]
) -> HttpResponse:
    quota = count_request(request)
    response = refuse() if quota.is_exceeded else respond()
    for name, value in quota.headers.items():
        response[name] = value
    return response


def _count_request(request):
    window, passed = divmod(int(time.time()), WINDOW_SECONDS)
    # The window is part of the key because not every cache keeps the expiry of a key it increments.
    key = f"allowance:{window}:{hash_sender_address(get_client_address(request))}"
    cache.add(key, 0, 2 * WINDOW_SECONDS)
    try:
        count = cache.incr(key)
    except ValueError:
        # The key was evicted between the two calls.
        cache.set(key, 1, 2 * WINDOW_SECONDS)
        count = 1
    quota = settings.API_REQUESTS_PER_MINUTE
    return RequestQuota(quota, max(0, quota - count), WINDOW_SECONDS - passed, count > quota)
