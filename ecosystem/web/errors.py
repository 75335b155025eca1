"""The pages that say what went wrong, each with a way on."""

import logging

from django.http import HttpResponseServerError
from django.shortcuts import render
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def bad_request(request, exception=None):
    return _page(request, 400, _("This address makes no sense here"), _("Part of it could not be read."))


def forbidden(request, exception=None):
    return _page(
        request,
        403,
        _("This is not open to you"),
        _("Your account does not have the right to see this page or to change it; nothing was changed."),
    )


def not_found(request, exception=None):
    return _page(request, 404, _("There is no such page"), _("The address may be misspelt, or the page never was."))


def gone(request, removal=None):
    """Answer for a record that was removed; `removal` is the change that says when and why, where one is on record."""
    context = {
        "page_title": _("This record was removed"),
        "page_description": _("It was public once and no longer is; its address stays empty."),
        "removal": removal,
    }
    return render(request, "gone.html", context, status=410)


def broken(request):
    try:
        return _page(
            request,
            500,
            _("Something broke on our side"),
            _("The fault was noted. Please try again in a little while."),
        )
    except Exception:
        # Whatever broke the page may break this one as well; a plain line always works.
        logger.exception("The error page itself failed")
        return HttpResponseServerError("Something broke on our side.\n", content_type="text/plain; charset=utf-8")


def _page(request, status, title, text):
    return render(request, "error.html", {"page_title": title, "page_description": text}, status=status)
