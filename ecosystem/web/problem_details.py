"""What goes wrong, in one shape for all that machines read: problem details (RFC 9457)."""

import json
from http import HTTPStatus

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _, gettext_noop, override

from ecosystem.core import languages

CONTENT_TYPE = "application/problem+json"
# What each status means here.
TITLES = {
    400: gettext_noop("The question cannot be answered as it stands"),
    403: gettext_noop("This is not open to you"),
    404: gettext_noop("There is nothing at this address"),
    405: gettext_noop("This address cannot be asked in this way"),
    410: gettext_noop("This was removed"),
    412: gettext_noop("The condition of the request is not met"),
    429: gettext_noop("Too many requests"),
    500: gettext_noop("Something broke on our side"),
}
ADVICE = {
    400: gettext_noop("Each fault is named with its parameter; unknown parameters are ignored."),
    403: gettext_noop("Nothing below this address is open to readers."),
    404: gettext_noop("The address may be misspelt, or the thing never was."),
    405: gettext_noop("Ask with GET, HEAD or OPTIONS."),
    410: gettext_noop("It was public once and no longer is; its address stays empty."),
    412: gettext_noop("If-Match or If-Unmodified-Since asks for another state than the present one; ask without them."),
    429: gettext_noop("Wait as many seconds as Retry-After says, then go on."),
    500: gettext_noop("The fault was noted. Please try again in a little while."),
}


def problem(status: int, faults=(), headers=None, removal=None, detail: str = "") -> HttpResponse:
    """Return the answer that says what went wrong, in the reader's language.

    `faults` are `(parameter, what is wrong)`, `removal` is `(day, reason)`; `detail` is said where there is more to
    say than what such an error always means.
    """
    known = status if status in TITLES else (400 if status < 500 else 500)
    faults = list(dict.fromkeys(faults))
    said = {
        "type": f"{explanations()}#error-{known}",
        "title": _(TITLES[known]),
        "status": status,
        "detail": detail or " ".join(fault for _parameter, fault in faults) or _(ADVICE[known]),
    }
    if faults:
        said["errors"] = [{"parameter": name, "detail": fault} for name, fault in faults]
    if removal:
        day, reason = removal
        said |= {"removed_on": day.isoformat(), "reason": reason}
    text = json.dumps(said, ensure_ascii=False)
    response = HttpResponse(text, status=status, content_type=CONTENT_TYPE, headers=headers)
    response["Content-Language"] = languages.LANG_TAGS[languages.current()]
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Accept-Language"])
    response.reason_phrase = HTTPStatus(status).phrase
    return response


def explanations() -> str:
    """Return the address of the page that explains the errors; one for all languages, as the kind of error is."""
    with override(languages.ENGLISH):
        return settings.SITE_URL + reverse("api-docs")
