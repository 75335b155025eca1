"""Accounts for tests, codes of an authenticator app, and signing in."""

import re
import time
from itertools import count

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import Group, User
from django.core.mail.backends.base import BaseEmailBackend

PASSWORD = "a-long-pass-phrase-7"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOGIN_PATH = "/accounts/login/"
_numbers = count(1)


def create_user(*groups, email=True, **values):
    """Create a staff user with a password, an e-mail address and groups."""
    name = f"colleague-{next(_numbers)}"
    address = f"{name}@example.org" if email else ""
    user = User.objects.create_user(name, address, PASSWORD, **{"is_staff": True} | values)
    user.groups.set(Group.objects.filter(name__in=groups))
    if address:
        EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    return user


def add_authenticator_app(user):
    """Add an authenticator app and recovery codes; return the codes."""
    TOTP.activate(user, TOTP_SECRET)
    return RecoveryCodes.activate(user).get_unused_codes()


def get_current_code(offset=0):
    """Return the present code of the app, or that of `offset` times 30 seconds later."""
    return format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // 30 + offset))


def has_authenticator_app(user):
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def sign_in(client, user, password=PASSWORD, *, next_url="", **extra):
    data = {"login": user if isinstance(user, str) else user.username, "password": password}
    return client.post(LOGIN_PATH, data | ({"next": next_url} if next_url else {}), **extra)


def is_signed_in(client):
    return "_auth_user_id" in client.session


def extract_link_paths(message):
    """Return the paths of the links in an e-mail."""
    return re.findall(r"https?://[^/\s]+(/\S+)", message.body)


class CountingPasswordHasher(MD5PasswordHasher):
    """Counts how often a password is hashed, which determines the duration of a sign-in."""

    count = 0

    def encode(self, password, salt):
        type(self).count += 1
        return super().encode(password, salt)


class FailingEmailBackend(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError("no server")
