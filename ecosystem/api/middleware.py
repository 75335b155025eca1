"""The middleware of the API: rate limit, ETag by edition, problem details for errors."""

import hashlib
import logging

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.urls import is_valid_path
from django.utils.cache import get_conditional_response
from django.utils.timezone import localdate

from ecosystem.api.record_urls import API_ROOT, build_api_url
from ecosystem.core import languages
from ecosystem.exports.licence import LICENCE
from ecosystem.models.edition_cache import get_current_edition
from ecosystem.web import code_fingerprint, rate_limit
from ecosystem.web.problem_details import PROBLEM_CONTENT_TYPE, build_problem_response

logger = logging.getLogger(__name__)

METHODS = "GET, HEAD, OPTIONS"


class ApiMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not f"{request.path_info}/".startswith(API_ROOT):
            return self.get_response(request)
        if request.method == "OPTIONS":
            return _add_links(build_options_response())
        return _add_links(
            rate_limit.respond_within_quota(
                request, lambda: self._build_response(request), lambda: build_problem_response(429)
            )
        )

    def _build_response(self, request):
        try:
            etag = get_api_etag(request)
        except DatabaseError:
            logger.exception("The edition could not be read")
            return build_problem_response(500)
        response = self._call_view(request)
        if response.status_code == 200:
            response = get_conditional_response(request, etag=etag, response=response)
        if response.status_code >= 400:
            return _convert_error_response(request, response)
        if response.status_code in {200, 304}:
            response["ETag"] = etag
        response["Content-Language"] = ", ".join(languages.LANG_TAGS.values())
        return response

    def _call_view(self, request):
        """Call the view, for HEAD as for GET; the server omits the body."""
        method = request.method
        if method == "HEAD":
            request.method = "GET"
        try:
            return self.get_response(request)
        finally:
            request.method = method


def _add_links(response):
    links = [f'<{LICENCE}>; rel="license"', f'<{build_api_url("openapi.json")}>; rel="service-desc"']
    response["Link"] = ", ".join([*filter(None, [response.get("Link")]), *links])
    return response


def build_options_response():
    response = HttpResponse(status=204)
    response["Allow"] = METHODS
    response["Content-Language"] = ", ".join(languages.LANG_TAGS.values())
    return response


def get_api_etag(request):
    """States of initiatives depend on the date."""
    parts = (
        get_current_edition(),
        code_fingerprint.compute_code_fingerprint(settings.BASE_DIR),
        localdate(),
        request.get_full_path(),
    )
    return f'"{hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32]}"'


def _convert_error_response(request, response):
    path = request.path_info
    if response.status_code == 404 and path.endswith("/") and is_valid_path(path.rstrip("/")):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect("/" + path.strip("/") + (f"?{query}" if query else ""))
    if response.headers.get("Content-Type") == PROBLEM_CONTENT_TYPE:
        return response
    headers = {"Allow": METHODS} if response.status_code == 405 else None
    return build_problem_response(response.status_code, headers=headers)
