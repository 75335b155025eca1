"""Middleware of the editors' pages: session lifetime, rate limits, saved submissions, second factor."""

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
from ecosystem.accounts.events import get_signed_in_user
from ecosystem.accounts.rate_limits import RESET_BY_ADDRESS, RateLimitExceeded
from ecosystem.accounts.second_factor import (
    CONTINUE_KEY,
    get_second_factor_url,
    has_second_factor,
    is_second_factor_missing,
)
from ecosystem.accounts.submission_pages import (
    render_button_confirmation,
    render_foreign_form_page,
    render_refused_submission,
    render_typed_text,
)

SIGNED_IN_AT = "signed_in_at"
LAST_USED_AT = "last_used_at"
# To write the session less often than at each request.
SECONDS_BETWEEN_WRITES = 5 * 60
# Allowed without a second factor: signing in and out, and translations for scripts.
VIEWS_WITHOUT_SECOND_FACTOR = ("admin:login", "admin:logout", "admin:jsi18n")
# Views that can show a saved form again; for others, the user confirms the button.
FORM_VIEWS = ("add", "change", "merge", "rename", "revert", "withhold")


class SessionLifetimeMiddleware:
    """Ends a session after a time without use, and after a maximum time in any case.

    Only on editors' pages: readers have no session.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_editor_page(request):
            return self.get_response(request)
        if get_signed_in_user(request) and _is_session_expired(request.session):
            logout(request)
        response = self.get_response(request)
        if get_signed_in_user(request) and not request.session.is_empty():
            self._extend_session(request)
        if _is_account_page(request):
            # Some show a secret. The admin sets this itself, allauth only on some pages.
            add_never_cache_headers(response)
        return response

    def _extend_session(self, request):
        session, now = request.session, time.time()
        # A session without this key begins now.
        signed_in_at = session.setdefault(SIGNED_IN_AT, now)
        if now - session.get(LAST_USED_AT, 0) < SECONDS_BETWEEN_WRITES:
            return
        session[LAST_USED_AT] = now
        seconds_left = signed_in_at + settings.SESSION_COOKIE_AGE - now
        session.set_expiry(int(max(1, min(settings.SESSION_IDLE_SECONDS, seconds_left))))
        UserSession.objects.create_from_request(request)


class RateLimitMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, RateLimitExceeded):
            return render_too_many_attempts(request, exception.retry_after, limit=exception.limit)
        return None


class SavedSubmissionMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if saved_submissions.RESTORED_PARAMETER not in request.GET or not _is_admin_page(request):
            return response
        if saved_submissions.is_restored_request(request):
            if response.status_code == 200:
                return response
            # The form does not exist any more, or the user has lost the permission: show the text.
            saved = saved_submissions.find_restored_submission(request)
            return render_typed_text(request, saved, response.status_code)
        saved = saved_submissions.find_submission(request)
        if saved and request.method == "POST" and response.status_code == 302 and saved.user == request.user:
            saved.delete()
        return response

    def process_view(self, request, view, args, kwargs):
        if not _is_admin_page(request):
            return None
        if request.method == "POST":
            return self._save_submission(request)
        if (
            request.method == "GET"
            and saved_submissions.RESTORED_PARAMETER in request.GET
            and get_signed_in_user(request)
        ):
            return self._restore_submission(request)
        return None

    def _save_submission(self, request):
        user = get_signed_in_user(request)
        owner = saved_submissions.find_form_owner(request)
        may_save = user and user == owner and not is_second_factor_missing(request)
        if owner is None or may_save:
            return None
        return save_submission_and_redirect(request, owner) or render_refused_submission(request)

    def _restore_submission(self, request):
        saved = saved_submissions.find_submission(request)
        if saved is None:
            messages.warning(request, _("Your text was kept for one hour and has been deleted."))
            return HttpResponseRedirect(request.path)
        if saved.user != request.user:
            return render_foreign_form_page(request)
        name = request.resolver_match.view_name
        if name.rpartition("_")[2] in FORM_VIEWS or is_second_factor_missing(request):
            return None
        return render_button_confirmation(request, saved)


class SecondFactorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not _is_admin_page(request) or request.resolver_match.view_name in VIEWS_WITHOUT_SECOND_FACTOR:
            return None
        if get_signed_in_user(request) is None:
            return None
        if not is_second_factor_missing(request):
            if CONTINUE_KEY in request.session:
                del request.session[CONTINUE_KEY]
            return None
        return redirect_to_second_factor(request, request.get_full_path())


def save_submission_and_redirect(request, owner):
    """Return None if the submission cannot be saved."""
    address = saved_submissions.save_submission(request, owner)
    if address is None:
        return None
    user = get_signed_in_user(request)
    if user is None:
        return redirect_to_login(address)
    if user != owner:
        return render_foreign_form_page(request)
    if is_second_factor_missing(request):
        return redirect_to_second_factor(request, address)
    return HttpResponseRedirect(address)


def redirect_to_second_factor(request, address):
    if not has_second_factor(request.user):
        request.session[CONTINUE_KEY] = address
    return HttpResponseRedirect(f"{get_second_factor_url(request.user)}?{urlencode({'next': address})}")


def render_too_many_attempts(request, retry_after, limit=None):
    minutes = -(-retry_after // 60)
    context = {
        "wait": ngettext("Try again in %(n)d minute.", "Try again in %(n)d minutes.", minutes) % {"n": minutes},
        "has_reset_emails": limit == RESET_BY_ADDRESS,
    }
    response = render(request, "accounts/too_many_attempts.html", context, status=429)
    response["Retry-After"] = str(retry_after)
    return response


def is_editor_page(request):
    return _is_admin_page(request) or _is_account_page(request)


def _is_admin_page(request):
    # By `path_info`: the prefix of a proxy must not hide the admin.
    return request.path_info.startswith("/admin/")


def _is_account_page(request):
    return request.path_info.startswith("/accounts/")


def _is_session_expired(session):
    return time.time() - session.get(SIGNED_IN_AT, time.time()) >= settings.SESSION_COOKIE_AGE
