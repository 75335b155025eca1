"""Middleware that rejects unknown HTTP methods."""

import re

from django.http import HttpResponse
from django.utils.translation import gettext as _, override

from ecosystem.core.languages import get_preferred_language
from ecosystem.web.problem_details import build_problem_response

ALLOWED = ("GET", "HEAD", "OPTIONS", "POST")
# The API and the reconciliation service answer these themselves, each with its own Allow header.
ANSWERED_BY_SERVICES = ("DELETE", "PATCH", "PUT")
API = re.compile(r"/api(/|$)")
RECONCILIATION = re.compile(r"(/[a-z-]+)?/reconcile(/|$)")


class RequestMethodMiddleware:
    """Answers 405 to TRACE, CONNECT and every other unknown method, at every address.

    Django's function views, including those of its admin, treat any method as GET. TRACE would
    repeat cookies to a script. Runs before middleware that answers itself: static files, redirects.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        is_api = bool(API.match(request.path_info))
        is_service = is_api or bool(RECONCILIATION.match(request.path_info))
        if request.method in ALLOWED or (is_service and request.method in ANSWERED_BY_SERVICES):
            return self.get_response(request)
        # The API is read only.
        headers = {"Allow": ", ".join(ALLOWED[:3] if is_api else ALLOWED)}
        with override(get_preferred_language(request.headers.get("Accept-Language", ""))):
            if is_service:
                return build_problem_response(405, headers=headers)
            text = _("Method not allowed")
            return HttpResponse(f"{text}.\n", status=405, content_type="text/plain; charset=utf-8", headers=headers)
