"""Accounts for tests, codes that an authenticator app would show, and the steps of signing in."""

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
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOGIN = "/accounts/login/"
_numbers = count(1)


def create_user(*groups, email=True, **values):
    """Create somebody of the staff with a password, an address and roles by the names of their groups."""
    name = f"colleague-{next(_numbers)}"
    address = f"{name}@example.org" if email else ""
    user = User.objects.create_user(name, address, PASSWORD, **{"is_staff": True} | values)
    user.groups.set(Group.objects.filter(name__in=groups))
    if address:
        EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    return user


def add_app(user):
    """Give a user an authenticator app and recovery codes; return these."""
    TOTP.activate(user, SECRET)
    return RecoveryCodes.activate(user).get_unused_codes()


def current_code(offset=0):
    """Return the code that the app shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + offset))


def has_app(user):
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def sign_in(client, user, password=PASSWORD, *, next_url="", **extra):
    data = {"login": user if isinstance(user, str) else user.username, "password": password}
    return client.post(LOGIN, data | ({"next": next_url} if next_url else {}), **extra)


def is_signed_in(client):
    return "_auth_user_id" in client.session


def links_in(message):
    """Return the paths of the links in an e-mail, without the address of the site."""
    return re.findall(r"https?://[^/\s]+(/\S+)", message.body)


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is hashed, which is what a sign-in takes its time for."""

    count = 0

    def encode(self, password, salt):
        type(self).count += 1
        return super().encode(password, salt)


class NoMailer(BaseEmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("no server")
