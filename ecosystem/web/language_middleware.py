"""The language of a request: the one that its address names, else the one that the browser asks for."""

from django.conf import settings
from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import is_valid_path
from django.utils import translation
from django.utils.cache import patch_vary_headers

from ecosystem.core.languages import SIMPLIFIED, TRADITIONAL, preferred
from ecosystem.models.edition_cache import one_request
from ecosystem.web.problem_details import CONTENT_TYPE

# The names by which Hong Kong's government sites call the two scripts.
OTHER_NAMES = {"tc": TRADITIONAL, "sc": SIMPLIFIED}


class LanguageMiddleware:
    """Activates the language, and leads an address without one to the page in the reader's language.

    Django's own middleware also reads a cookie, knows no Cantonese, and takes
    zh-MO for a language of its own; hence this one.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        first, _slash, rest = request.path_info.removeprefix("/").partition("/")
        if first in OTHER_NAMES:
            return HttpResponsePermanentRedirect(_with_query(f"/{OTHER_NAMES[first]}/{rest}", request))
        named = first if first in dict(settings.LANGUAGES) else None
        language = named or preferred(request.headers.get("Accept-Language", ""))
        with translation.override(language), one_request():
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            if named:
                response.headers.setdefault("Content-Language", language)
                return response
            # What names its languages itself has said what it depends on.
            if not response.has_header("Content-Language"):
                patch_vary_headers(response, ["Accept-Language"])
            return self._lead_on(request, response, language)

    def _lead_on(self, request, response, language):
        """Answer an address that only a language is missing from with a way to the page."""
        target = f"/{language}{request.path_info}"
        if response.headers.get("Content-Type") == CONTENT_TYPE:
            # A machine's address needs no language.
            return response
        if response.status_code != 404 or not request.path_info.endswith("/") or not is_valid_path(target):
            return response
        redirect = HttpResponseRedirect(_with_query(target, request))
        redirect["Cache-Control"] = "no-store"
        patch_vary_headers(redirect, ["Accept-Language"])
        return redirect


def _with_query(path, request):
    query = request.META.get("QUERY_STRING", "")
    # Two slashes at the beginning would name another host.
    path = "/" + path.lstrip("/")
    return f"{path}?{query}" if query else path
