"""Account pages that allauth lacks, or that are extended here."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from ecosystem.accounts import invitations
from ecosystem.accounts.adapters import can_use_passkeys
from ecosystem.accounts.browsers import describe_browser
from ecosystem.accounts.events import log_event
from ecosystem.accounts.forms import InvitedAccountForm
from ecosystem.accounts.middleware import render_too_many_attempts, save_submission_and_redirect
from ecosystem.accounts.saved_submissions import RESTORED_PARAMETER, find_form_owner
from ecosystem.accounts.second_factor import CONTINUE_KEY, has_second_factor, is_second_factor_missing
from ecosystem.accounts.submission_pages import render_refused_submission
from ecosystem.models import AccountEvent, AccountEventKind

EVENTS_SHOWN = 20


class SignInView(LoginView):
    def get_context_data(self, **kwargs):
        next_url = self.get_next_url() or ""
        return super().get_context_data(
            **kwargs, can_use_passkeys=can_use_passkeys(self.request), is_form_kept=f"{RESTORED_PARAMETER}=" in next_url
        )


class SecondFactorView(AuthenticateView):
    def get_context_data(self, **kwargs):
        passkeys = Authenticator.objects.filter(user=self.stage.login.user, type=Authenticator.Type.WEBAUTHN)
        return super().get_context_data(**kwargs) | {"has_passkey": passkeys.exists()}


class SecondFactorIndexView(IndexView):
    def get_context_data(self, **kwargs):
        is_missing = is_second_factor_missing(self.request)
        continue_to = self.request.session.get(CONTINUE_KEY) if has_second_factor(self.request.user) else None
        return super().get_context_data(
            **kwargs,
            is_missing=is_missing,
            continue_to=continue_to,
            can_use_passkeys=can_use_passkeys(self.request),
        )


@method_decorator([never_cache, login_required], name="dispatch")
class SessionListView(TemplateView):
    template_name = "usersessions/usersession_list.html"

    def get_context_data(self, **kwargs):
        user_sessions = UserSession.objects.purge_and_list(self.request.user)
        user_sessions.sort(key=lambda session: (session.is_current(), session.last_seen_at), reverse=True)
        sessions = [
            {
                "pk": session.pk,
                "browser": describe_browser(session.user_agent),
                "ip": session.ip,
                "created_at": session.created_at,
                "last_seen_at": session.last_seen_at,
                "is_current": session.is_current(),
            }
            for session in user_sessions
        ]
        events = AccountEvent.objects.filter(user=self.request.user).select_related("actor")
        return super().get_context_data(**kwargs, sessions=sessions, events=events[:EVENTS_SHOWN])

    def post(self, request):
        others = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
        if "others" not in request.POST:
            number = request.POST.get("session", "")
            others = others.filter(pk=number) if number.isdecimal() and len(number) < 18 else others.none()
        ended = list(others)
        for session in ended:
            session.end()
        if ended:
            log_event(AccountEventKind.SESSIONS_ENDED, user=request.user, detail=str(len(ended)), request=request)
            message = ngettext("%(n)d session was ended.", "%(n)d sessions were ended.", len(ended))
            messages.success(request, message % {"n": len(ended)})
        return redirect("usersessions_list")


@method_decorator(never_cache, name="dispatch")
class InvitationView(FormView):
    form_class = InvitedAccountForm
    template_name = "accounts/invitation.html"

    def dispatch(self, request, *args, **kwargs):
        self.invitation = invitations.find_invitation(kwargs["token"])
        reason = invitations.get_invitation_error(self.invitation, kwargs["token"])
        if not reason and request.user.is_authenticated:
            reason = _("You are signed in as %(user)s. Sign out first, then open the link again.") % {
                "user": request.user
            }
        if reason:
            return render(request, "accounts/invitation_closed.html", {"reason": reason}, status=410)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"email": self.invitation.email}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, invitation=self.invitation)

    def form_valid(self, form):
        username, password = form.cleaned_data["username"], form.cleaned_data["password1"]
        try:
            user = invitations.accept_invitation(self.kwargs["token"], username=username, password=password)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        record_authentication(self.request, user, "password", username=username)
        return perform_login(self.request, Login(user=user))


def too_many_requests(request):
    """Handle the rate limits of allauth, all of one minute."""
    return render_too_many_attempts(request, 60)


def csrf_failure(request, reason=""):
    """Save and restore a form of the admin; else explain how to get the text back."""
    if request.path == reverse("account_login") and settings.CSRF_COOKIE_NAME in request.COOKIES:
        # The user signed in or out in another tab; there is no text to be saved.
        return HttpResponseRedirect(request.get_full_path())
    if (owner := find_form_owner(request)) and (response := save_submission_and_redirect(request, owner)):
        return response
    return render_refused_submission(request)
