"""What holds for every answer at and below /api/: read-only, open to every site, limited, known by its edition, one shape of error."""

import hashlib
import logging

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.urls import is_valid_path
from django.utils.cache import get_conditional_response
from django.utils.timezone import localdate

from ecosystem.api.record_urls import ROOT, api_url
from ecosystem.core import languages
from ecosystem.exports.licence import LICENCE
from ecosystem.models.edition_cache import current_edition
from ecosystem.web import rate_limit, release
from ecosystem.web.problem_details import CONTENT_TYPE, problem

logger = logging.getLogger(__name__)

METHODS = "GET, HEAD, OPTIONS"
# What a page of another site may read of an answer.
EXPOSED = "ETag, Link, Retry-After, RateLimit, RateLimit-Policy"
A_DAY = "86400"


class Door:
    """The middleware of the API; whatever lies elsewhere passes through."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not f"{request.path_info}/".startswith(ROOT):
            return self.get_response(request)
        if request.method == "OPTIONS":
            return self._open(preflight())
        allowance = rate_limit.take(request)
        response = problem(429) if allowance.is_exceeded else self._answer(request)
        for name, value in allowance.headers.items():
            response[name] = value
        return self._open(response)

    def _answer(self, request):
        try:
            etag = edition_tag(request)
        except DatabaseError:
            logger.exception("The edition could not be read")
            return problem(500)
        # A tag is known only to those who were answered at this address in this edition.
        known = request.headers.get("If-None-Match", "*") != "*" and get_conditional_response(request, etag=etag)
        response = known or self._asked(request)
        if response.status_code == 200:
            response = get_conditional_response(request, etag=etag, response=response)
        if response.status_code >= 400:
            return _in_one_shape(request, response)
        if response.status_code in {200, 304}:
            response["ETag"] = etag
            # Each time anew, but without the body where nothing has changed.
            response["Cache-Control"] = "public, no-cache"
        response["Content-Language"] = ", ".join(languages.LANG_TAGS.values())
        return response

    def _asked(self, request):
        """Let a HEAD be answered as a GET; the server leaves the body out."""
        method = request.method
        if method == "HEAD":
            request.method = "GET"
        try:
            return self.get_response(request)
        finally:
            request.method = method

    def _open(self, response):
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        links = [f'<{LICENCE}>; rel="license"', f'<{api_url("openapi.json")}>; rel="service-desc"']
        response["Link"] = ", ".join([*filter(None, [response.get("Link")]), *links])
        return response


def preflight():
    response = HttpResponse(status=204)
    response["Allow"] = METHODS
    response["Access-Control-Allow-Methods"] = METHODS
    # None of them matters here; whatever a page sends along, it may ask.
    response["Access-Control-Allow-Headers"] = "*"
    response["Access-Control-Max-Age"] = A_DAY
    response["Content-Language"] = ", ".join(languages.LANG_TAGS.values())
    return response


def edition_tag(request):
    """Return the tag of the answer to this address: of the edition, the release, and the day, on which states depend."""
    parts = (current_edition(), release.fingerprint(settings.BASE_DIR), localdate(), request.get_full_path())
    return f'"{hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32]}"'


def _in_one_shape(request, response):
    """Return an error as the API says it, whoever made it; an address with a slash too many leads to the right one."""
    path = request.path_info
    if response.status_code == 404 and path.endswith("/") and is_valid_path(path.rstrip("/")):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect("/" + path.strip("/") + (f"?{query}" if query else ""))
    if response.headers.get("Content-Type") == CONTENT_TYPE:
        return response
    headers = {"Allow": METHODS} if response.status_code == 405 else None
    return problem(response.status_code, headers=headers)
