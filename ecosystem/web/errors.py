"""Errors: as pages, and at the addresses of files as problem details."""

import logging

from django.http import HttpResponseServerError
from django.shortcuts import render
from django.utils.translation import gettext as _

from ecosystem.web.cross_origin import is_open_address
from ecosystem.web.page_context import PageContext
from ecosystem.web.problem_details import build_problem_response

logger = logging.getLogger(__name__)

READ_ONLY_RETRY_SECONDS = 60


def bad_request(request, exception=None):
    return _render_error(request, 400, _("Bad request"), _("Part of the web address could not be read."))


def permission_denied(request, exception=None):
    return _render_error(
        request,
        403,
        _("You do not have access to this"),
        _("Your account does not have permission to view or change this page. Nothing was changed."),
    )


def page_not_found(request, exception=None):
    return _render_error(request, 404, _("Page not found"), _("If you typed the web address, check it is correct."))


def render_gone(request, removal=None, *, query=""):
    """`removal` is the Change that removed the record, if recorded."""
    if is_open_address(request.path_info):
        return build_problem_response(410, removal=(removal.made_on, removal.reason) if removal else None)
    context = {
        "page_title": _("This record has been removed"),
        "page_description": _("This record was public but has been removed. Its address will not be reused."),
        "removal": removal,
        "frame": PageContext(request, query),
    }
    return render(request, "gone.html", context, status=410)


def server_error(request):
    try:
        return _render_error(
            request,
            500,
            _("Sorry, there is a problem with the service"),
            _("We have logged the problem. Try again later."),
        )
    except Exception:
        # The cause may break the error page as well; a plain line always works.
        logger.exception("The error page itself failed")
        return HttpResponseServerError("Something broke on our side.\n", content_type="text/plain; charset=utf-8")


def read_only(request):
    """Refuse (503) what cannot be saved or needs an account while the primary database is down."""
    text = _(
        "All public pages can be read as usual. Changes and suggestions cannot be saved, and nothing was changed. "
        "Keep your text and try again in a few minutes."
    )
    if is_open_address(request.path_info):
        response = build_problem_response(503, detail=text)
    else:
        response = _render_error(request, 503, _("The directory is read-only at the moment"), text)
    response["Retry-After"] = READ_ONLY_RETRY_SECONDS
    response["Cache-Control"] = "no-store"
    return response


def _render_error(request, status, title, text):
    if is_open_address(request.path_info):
        return build_problem_response(status)
    return render(request, "error.html", {"page_title": title, "page_description": text}, status=status)
