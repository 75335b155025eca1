"""The adapters of django-allauth."""

import base64
import hashlib
import ipaddress
import logging
import secrets
import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.userkit import filter_users_by_email, get_user_by_username
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, gettext_lazy as _

from ecosystem.accounts import rate_limits
from ecosystem.accounts.browsers import describe_browser
from ecosystem.accounts.events import log_event, log_refusal
from ecosystem.accounts.second_factor import has_second_factor
from ecosystem.models import AccountEventKind
from ecosystem.web.client_address import get_storable_client_ip

logger = logging.getLogger(__name__)


class EditorAccountAdapter(DefaultAccountAdapter):
    """Accounts by invitation only, rate limits across processes, links in e-mails from the settings."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is not active."),
        "duplicate_email": _("This is already your email address."),
        "email_password_mismatch": _("The username or password is incorrect."),
        "username_password_mismatch": _("The username or password is incorrect."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This code is incorrect or has already been used."),
        "incorrect_password": _("The password is incorrect."),
        "username_taken": _("This username is taken."),
    }

    def is_open_for_signup(self, request):
        return False

    def get_client_ip(self, request):
        return get_storable_client_ip(request)

    def get_http_user_agent(self, request):
        return describe_browser(request.headers.get("User-Agent", ""))

    def is_safe_url(self, url):
        """Allow redirects to the host of the request only, not to other hosts of the site."""
        request = context.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    # Passwords

    def pre_authenticate(self, request, **credentials):
        account = _find_account(credentials)
        try:
            self._login_failed_rl_usage = rate_limits.count_password_attempt(request, account)
        except rate_limits.RateLimitExceeded:
            user = None if isinstance(account, str) else account
            log_refusal(AccountEventKind.SIGN_IN_LIMITED, request=request, user=user)
            raise

    def authentication_failed(self, request, **credentials):
        account = _find_account(credentials)
        log_event(AccountEventKind.SIGN_IN_FAILED, user=None if isinstance(account, str) else account, request=request)

    def _delete_login_attempts_cached_email(self, request, **credentials):
        """Reset the limits after a password reset; allauth calls this for each address of the account."""
        account = _find_account(credentials)
        if not isinstance(account, str):
            rate_limits.forget_attempts(request, account)

    # Reauthentication

    def is_reauthentication_required(self, *, app, **kwargs):
        return super().is_reauthentication_required(app=app, **kwargs) and not _has_just_signed_in(context.request)

    def get_reauthentication_methods(self, user):
        """Offer only the second factor if there is one: the password must not be enough to remove it."""
        methods = super().get_reauthentication_methods(user)
        factors = [method for method in methods if method["id"].startswith("mfa_")]
        texts = {
            "reauthenticate": _("Use the password"),
            "mfa_reauthenticate": _("Use a code from the app, or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        return [method | {"description": texts[method["id"]]} for method in factors or methods]

    # E-mails

    def get_reset_password_from_key_url(self, key):
        # From the settings, not the request: a forged host must not get into an e-mail.
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + path.replace("UID-KEY", key)

    def get_email_confirmation_url(self, request, emailconfirmation):
        return settings.SITE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def send_mail(self, template_prefix, email, context):
        """Log a failure, so that the page is the same for every address."""
        message = self.render_mail(template_prefix, email, {"site": settings.SITE_URL, "email": email} | context)
        try:
            message.send()
        except Exception:  # a mailer raises whatever its server or its library does
            logger.exception("The e-mail %s could not be sent", template_prefix)

    def format_email_subject(self, subject):
        return f"HKAI · 香港AI: {subject}"


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "Add another two-factor authentication method first. Accounts that can edit must have one."
        ),
        "incorrect_code": _("This code is incorrect or has already been used."),
    }

    @cached_property
    def _fernet(self):
        digest = hashlib.sha256(f"ecosystem.accounts.second-factor:{settings.SECRET_KEY}".encode()).digest()
        return Fernet(base64.urlsafe_b64encode(digest))

    def encrypt(self, text):
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        try:
            return self._fernet.decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.warning("A second factor was stored under another secret key; it must be set up anew")
            # A random secret, which no code matches.
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def can_delete_authenticator(self, authenticator):
        return not settings.SECOND_FACTOR_REQUIRED or has_second_factor(authenticator.user, excluding=authenticator)

    def generate_authenticator_name(self, user, type):  # noqa: A002 - allauth calls it so
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self):
        return {"id": get_passkey_host(context.request), "name": "HKAI · 香港AI"}

    def _get_site_name(self):
        return "HKAI"


def get_passkey_host(request):
    return settings.SITE.hostname if settings.IS_HTTPS else request.get_host().partition(":")[0]


def can_use_passkeys(request):
    """Browsers refuse passkeys at an IP address."""
    try:
        ipaddress.ip_address(get_passkey_host(request).strip("[]"))
    except ValueError:
        return True
    return False


def _find_account(credentials):
    """Return the user with the typed e-mail address or username, else the typed text.

    E-mail addresses have precedence, as in allauth: if a user has the address of another as username, attempts
    count for the owner of the address.
    """
    login = credentials.get("email") or credentials.get("username", "")
    users = filter_users_by_email(login, prefer_verified=True, for_login=True) or [get_user_by_username(login)]
    return users[0] or login


def _has_just_signed_in(request):
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
