"""The page for what needs the primary database while that does not answer."""

import re

from ecosystem.web import errors
from ecosystem.web.page_cache.addresses import Environ
from ecosystem.web.request_methods import RECONCILIATION

# In the WSGI environment of a request that is refused.
ENVIRON_KEY = "hkai.read_only"
ACCOUNT_PATHS = re.compile(r"/(admin|accounts)(/|$)")


def is_answered_without_primary(environ: Environ) -> bool:
    path = environ.get("PATH_INFO", "/")
    # The reconciliation service reads its questions from POST too.
    is_read = environ["REQUEST_METHOD"] != "POST" or RECONCILIATION.match(path) is not None
    return is_read and not ACCOUNT_PATHS.match(path)


class ReadOnlyMiddleware:
    """Refuses a request that needs the primary, with a page that makes no query."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return errors.read_only(request) if ENVIRON_KEY in request.META else self.get_response(request)
