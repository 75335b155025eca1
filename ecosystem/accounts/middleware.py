"""What is asked of a request to the pages of editors: a session that is in use, a second factor, no guessing."""

import time

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _, ngettext

from ecosystem.accounts import saved_submissions
from ecosystem.accounts.events import current_user
from ecosystem.accounts.rate_limits import RESET_BY_ADDRESS, RateLimitExceeded
from ecosystem.accounts.second_factor import (
    CONTINUE_KEY,
    has_second_factor,
    is_second_factor_missing,
    second_factor_page,
)
from ecosystem.accounts.submission_pages import (
    refuse_submission,
    show_button_page,
    show_form_of_another,
    show_typed_text,
)

SIGNED_IN_AT = "signed_in_at"
LAST_USED_AT = "last_used_at"
# A session in use is written this often at most, not with every page.
SECONDS_BETWEEN_WRITES = 5 * 60
# What works without a second factor: signing in and out, and the texts of the admin's scripts.
WITHOUT_SECOND_FACTOR = ("admin:login", "admin:logout", "admin:jsi18n")
# Forms that can be shown again with what was typed; what else is kept is shown to be confirmed.
FORM_VIEWS = ("add", "change", "merge", "rename", "revert", "withhold")


class SessionLifetimeMiddleware:
    """Lets a session of editors last while it is used, and end after a time without use, and in any case in the end.

    Only pages of editors look at the session: those of readers have none.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_editors_page(request):
            return self.get_response(request)
        if current_user(request) and _is_too_old(request.session):
            logout(request)
        response = self.get_response(request)
        if current_user(request) and not request.session.is_empty():
            self._prolong(request)
        if _is_account_page(request):
            # Some show a secret; views of the admin say it themselves, those of allauth do in part.
            add_never_cache_headers(response)
        return response

    def _prolong(self, request):
        session, now = request.session, time.time()
        # A session from before this was counted begins now.
        signed_in_at = session.setdefault(SIGNED_IN_AT, now)
        if now - session.get(LAST_USED_AT, 0) < SECONDS_BETWEEN_WRITES:
            return
        session[LAST_USED_AT] = now
        left = signed_in_at + settings.SESSION_COOKIE_AGE - now
        session.set_expiry(int(max(1, min(settings.SESSION_IDLE_SECONDS, left))))
        UserSession.objects.create_from_request(request)


class RateLimitMiddleware:
    """Answers what was tried too often, in plain words and with the time to wait."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, RateLimitExceeded):
            return too_many_attempts(request, exception.retry_after, limit=exception.limit)
        return None


class SavedSubmissionMiddleware:
    """Keeps a form of the admin over a sign-in, and gives it back to the one who typed it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if saved_submissions.PARAMETER not in request.GET or not _is_admin_page(request):
            return response
        if saved_submissions.is_restored(request):
            # A form that is not there any more, or no longer theirs: the text must not be lost with it.
            if response.status_code == 200:
                return response
            saved = saved_submissions.find_restored(request)
            return show_typed_text(request, saved, response.status_code)
        saved = saved_submissions.find_submission(request)
        if saved and request.method == "POST" and response.status_code == 302 and saved.user == request.user:
            saved.delete()
        return response

    def process_view(self, request, view, args, kwargs):
        if not _is_admin_page(request):
            return None
        if request.method == "POST":
            return self._keep(request)
        if request.method == "GET" and saved_submissions.PARAMETER in request.GET and current_user(request):
            return self._give_back(request)
        return None

    def _keep(self, request):
        user = current_user(request)
        owner = saved_submissions.find_form_owner(request)
        may_save = user and user == owner and not is_second_factor_missing(request)
        if owner is None or may_save:
            return None
        return keep_submission(request, owner) or refuse_submission(request)

    def _give_back(self, request):
        saved = saved_submissions.find_submission(request)
        if saved is None:
            messages.warning(request, _("What you typed was kept for an hour, and is gone."))
            return HttpResponseRedirect(request.path)
        if saved.user != request.user:
            return show_form_of_another(request)
        name = request.resolver_match.view_name
        if name.rpartition("_")[2] in FORM_VIEWS or is_second_factor_missing(request):
            return None
        return show_button_page(request, saved)


class SecondFactorMiddleware:
    """Lets nobody into the admin without a second factor, where one is required."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not _is_admin_page(request) or request.resolver_match.view_name in WITHOUT_SECOND_FACTOR:
            return None
        if current_user(request) is None:
            return None
        if not is_second_factor_missing(request):
            if CONTINUE_KEY in request.session:
                del request.session[CONTINUE_KEY]
            return None
        return redirect_to_second_factor(request, request.get_full_path())


def keep_submission(request, owner):
    """Keep a form for whoever opened it, and answer with the way on; None where it cannot be kept."""
    address = saved_submissions.save_submission(request, owner)
    if address is None:
        return None
    user = current_user(request)
    if user is None:
        return redirect_to_login(address)
    if user != owner:
        return show_form_of_another(request)
    if is_second_factor_missing(request):
        return redirect_to_second_factor(request, address)
    return HttpResponseRedirect(address)


def redirect_to_second_factor(request, address):
    """Redirect to the page that sets up the second factor, or asks for it, and on to an address from there."""
    if not has_second_factor(request.user):
        request.session[CONTINUE_KEY] = address
    return HttpResponseRedirect(f"{second_factor_page(request.user)}?{urlencode({'next': address})}")


def too_many_attempts(request, retry_after, limit=None):
    minutes = -(-retry_after // 60)
    context = {
        "wait": ngettext("Try again in %(n)d minute.", "Try again in %(n)d minutes.", minutes) % {"n": minutes},
        "has_reset_emails": limit == RESET_BY_ADDRESS,
    }
    response = render(request, "accounts/too_many_attempts.html", context, status=429)
    response["Retry-After"] = str(retry_after)
    return response


def is_editors_page(request):
    return _is_admin_page(request) or _is_account_page(request)


def _is_admin_page(request):
    # By the path that chooses the view: a prefix that a proxy puts before all addresses must not hide the admin.
    return request.path_info.startswith("/admin/")


def _is_account_page(request):
    return request.path_info.startswith("/accounts/")


def _is_too_old(session):
    return time.time() - session.get(SIGNED_IN_AT, time.time()) >= settings.SESSION_COOKIE_AGE
