"""Cross-origin access (CORS): scripts of any site may read files, the API and the reconciliation service."""

import re

from django.http import HttpResponse

# What needs an account, and files that speak to crawlers.
CLOSED = re.compile(r"/(admin|accounts|\.well-known)(/|$)|/robots\.txt$")
# Files have an extension, files of a release none of necessity; the search suggestions are JSON.
OPEN = re.compile(
    r"""
    /(api|([a-z-]+/)?reconcile)(/.*)?
    | /[a-z-]+/data/releases/[^/]+/.*[^/]
    | (/[a-z-]+)?/search/suggestions/
    | .*/[^/]+\.[a-zA-Z][a-zA-Z0-9]*
    """,
    re.VERBOSE | re.DOTALL,
)
# Those that browsers do not expose anyway.
EXPOSED_HEADERS = "Content-Disposition, ETag, Link, RateLimit, RateLimit-Policy, Retry-After"
FILE_METHODS = "GET, HEAD, OPTIONS"
PREFLIGHT_MAX_AGE = "86400"


def is_open_address(path: str) -> bool:
    """Whether scripts of other sites may read the response at a path, be it the file, a redirect or an error."""
    return not CLOSED.match(path) and OPEN.fullmatch(path) is not None


class CrossOriginMiddleware:
    """Runs outermost, because other middleware redirects and refuses too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not is_open_address(request.path_info):
            return response
        if "Access-Control-Request-Method" in request.headers and request.method == "OPTIONS":
            response = _build_preflight_response(response)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
        return response


def _build_preflight_response(response):
    """Browsers stop at a response that is a redirect or an error."""
    if not 200 <= response.status_code < 300:
        response = HttpResponse(status=204, headers={"Allow": FILE_METHODS})
    response["Access-Control-Allow-Methods"] = response.get("Allow", FILE_METHODS)
    # Nothing that a client sends is refused for its name; an asterisk does not cover Authorization, which is not read.
    response["Access-Control-Allow-Headers"] = "*"
    response["Access-Control-Max-Age"] = PREFLIGHT_MAX_AGE
    return response
