"""Middleware that activates the language of the address, else the one the browser prefers."""

from functools import wraps

from django.conf import settings
from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import is_valid_path
from django.utils import translation
from django.utils.cache import patch_vary_headers

from ecosystem.core.languages import LANG_TAGS, SIMPLIFIED, TRADITIONAL, get_preferred_language
from ecosystem.models import editions
from ecosystem.models.edition_cache import pin_edition

# The names by which Hong Kong's government sites call the two scripts.
OTHER_NAMES = {"tc": TRADITIONAL, "sc": SIMPLIFIED}


class LanguageMiddleware:
    """Activates the language, and redirects an address without one to the page in the reader's language.

    Django's LocaleMiddleware also reads a cookie, knows no Cantonese and treats zh-MO as a separate language.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        first, _slash, rest = request.path_info.removeprefix("/").partition("/")
        if first in OTHER_NAMES:
            return HttpResponsePermanentRedirect(_append_query_string(f"/{OTHER_NAMES[first]}/{rest}", request))
        named = first if first in dict(settings.LANGUAGES) else None
        language = named or get_preferred_language(request.headers.get("Accept-Language", ""))
        number, _token = request.META.get(editions.ENVIRON_KEY, (None, ""))
        with translation.override(language), pin_edition(number):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            if named:
                response.headers.setdefault("Content-Language", language)
                return response
            # A view that sets Content-Language has set Vary as well.
            if not response.has_header("Content-Language"):
                patch_vary_headers(response, ["Accept-Language"])
            return self._redirect_to_language(request, response, language)

    def _redirect_to_language(self, request, response, language):
        target = f"/{language}{request.path_info}"
        # An address at which a view responded needs no language.
        is_missing = response.status_code == 404 and not request.resolver_match
        if not is_missing or not request.path_info.endswith("/") or not is_valid_path(target):
            return response
        redirect = HttpResponseRedirect(_append_query_string(target, request))
        redirect["Cache-Control"] = "no-store"
        patch_vary_headers(redirect, ["Accept-Language"])
        return redirect


def mark_language_independent(view):
    """Say of a view at an address without a language that it answers in the same way to all readers."""

    @wraps(view)
    def call_view(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Content-Language"] = ", ".join(LANG_TAGS.values())
        return response

    return call_view


def _append_query_string(path, request):
    query = request.META.get("QUERY_STRING", "")
    # Two slashes at the beginning would name another host.
    path = "/" + path.lstrip("/")
    return f"{path}?{query}" if query else path
