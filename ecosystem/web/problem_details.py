"""Errors of machine formats as problem details (RFC 9457)."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from http import HTTPStatus

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _, gettext_noop, override

from ecosystem.core import languages

PROBLEM_CONTENT_TYPE = "application/problem+json"
PROBLEM_TITLES = {
    400: gettext_noop("Invalid request"),
    403: gettext_noop("You do not have access to this"),
    404: gettext_noop("Not found"),
    405: gettext_noop("Method not allowed"),
    410: gettext_noop("This record was removed"),
    412: gettext_noop("Precondition failed"),
    429: gettext_noop("Too many requests"),
    500: gettext_noop("Sorry, there is a problem with the service"),
}
PROBLEM_ADVICE = {
    400: gettext_noop("Each problem is listed with its parameter. Unknown parameters are ignored."),
    403: gettext_noop("This address is not public."),
    404: gettext_noop("Check the address. It may be wrong, or the item may never have existed."),
    405: gettext_noop("Use GET, HEAD or OPTIONS."),
    410: gettext_noop("This record was public but has been removed. Its address will not be reused."),
    412: gettext_noop("If-Match or If-Unmodified-Since does not match the current version. Remove it and try again."),
    429: gettext_noop("Wait for the number of seconds given in Retry-After, then try again."),
    500: gettext_noop("We have logged the problem. Try again later."),
}


class ProblemError(Exception):
    """An error for the client of a machine format: `errors` are `(parameter, message)`, `removal` is `(day, reason)`."""

    def __init__(
        self,
        detail: str = "",
        status: int = HTTPStatus.BAD_REQUEST,
        *,
        errors: Iterable[tuple[str, str]] = (),
        removal: tuple[date, str] | None = None,
    ):
        super().__init__(detail or status)
        self.detail, self.status, self.errors, self.removal = detail, status, errors, removal

    def build_response(self) -> HttpResponse:
        return build_problem_response(self.status, self.errors, removal=self.removal, detail=self.detail)


def build_problem_response(
    status: int,
    errors: Iterable[tuple[str, str]] = (),
    headers: Mapping[str, str] | None = None,
    removal: tuple[date, str] | None = None,
    detail: str = "",
) -> HttpResponse:
    """`errors` are `(parameter, message)`, `removal` is `(day, reason)`; `detail` replaces the usual text."""
    known = status if status in PROBLEM_TITLES else (400 if status < 500 else 500)
    errors = list(dict.fromkeys(errors))
    document: dict[str, object] = {
        "type": f"{get_error_docs_url()}#error-{known}",
        "title": _(PROBLEM_TITLES[known]),
        "status": status,
        "detail": detail or " ".join(message for _parameter, message in errors) or _(PROBLEM_ADVICE[known]),
    }
    if errors:
        document["errors"] = [{"parameter": name, "detail": message} for name, message in errors]
    if removal:
        day, reason = removal
        document |= {"removed_on": day.isoformat(), "reason": reason}
    text = json.dumps(document, ensure_ascii=False)
    response = HttpResponse(text, status=status, content_type=PROBLEM_CONTENT_TYPE, headers=headers)
    response["Content-Language"] = languages.LANG_TAGS[languages.get_current_language()]
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Accept-Language"])
    response.reason_phrase = HTTPStatus(status).phrase
    return response


def get_error_docs_url() -> str:
    """Return the address of the page that explains the errors; in English for all languages, like the error types."""
    with override(languages.ENGLISH):
        return settings.SITE_URL + reverse("api-docs")
