"""Read the site's settings from environment variables, or say plainly what is wrong with one."""

import os
import secrets
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

FLAGS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
MAILER_OPTIONS = {
    "EMAIL_HOST": "host",
    "EMAIL_PORT": "port",
    "EMAIL_HOST_USER": "username",
    "EMAIL_HOST_PASSWORD": "password",
    "EMAIL_USE_TLS": "use_tls",
    "EMAIL_USE_SSL": "use_ssl",
    "EMAIL_FILE_PATH": "file_path",
}


def text(name: str, default: str = "") -> str:
    """Return the variable without surrounding space; an empty one counts as not set."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value not in FLAGS:
        raise ImproperlyConfigured(f"{name} is {value!r}; write one of {', '.join(FLAGS)}.")
    return FLAGS[value]


def words(name: str) -> list[str]:
    """Return the variable's values, separated by commas or spaces."""
    return text(name).replace(",", " ").split()


def number(name: str, *, default: int, least: int, most: int) -> int:
    value = text(name)
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number from {least} to {most}.")
    return int(value)


def site(name: str, default: str) -> SplitResult:
    """Return the parts of an address such as https://hkai.example, without a path."""
    value = text(name, default)
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises when it is no number
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {value!r}, which is no address: {error}.") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ImproperlyConfigured(f"{name} is {value!r}; write a scheme and a host, such as https://hkai.example.")
    return parts._replace(path="")


def service(name: str, default: str, read) -> dict:
    """Return what `read`, one of django-environ's readers, makes of an address of a service."""
    value = text(name, default)
    try:
        found = read(value)
    except Exception as error:  # its readers raise whatever the address provokes
        raise ImproperlyConfigured(f"{name} cannot be read: {error}.") from error
    if not found:
        raise ImproperlyConfigured(f"{name} cannot be read; write an address such as {default}.")
    return found


def database(name: str, default: str) -> dict:
    found = service(name, default, environ.Env.db_url_config)
    # A scheme that django-environ does not know it takes for the path of an engine.
    if "." not in found["ENGINE"]:
        raise ImproperlyConfigured(f"{name} cannot be read; write an address such as {default}.")
    return found


def cache(name: str, default: str) -> dict:
    return service(name, default, environ.Env.cache_url_config)


def mailer(name: str, default: str) -> dict:
    """Return an entry of MAILERS, which Django 6.1 reads in place of the settings that django-environ knows."""
    found = service(name, default, environ.Env.email_url_config)
    options = {option: found[key] for key, option in MAILER_OPTIONS.items() if found.get(key)}
    return {"BACKEND": found["EMAIL_BACKEND"], "OPTIONS": options}


def secret(name: str, path: Path) -> str:
    """Return the variable, else what `path` holds; a file that is missing is made once, for its owner only."""
    if value := text(name):
        return value
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(64), encoding="ascii")
        try:
            # A link fails where another process was first, so that both read the same key.
            os.link(made, path)
        except FileExistsError:
            pass
        finally:
            made.unlink()
    value = path.read_text(encoding="ascii").strip()
    if not value:
        raise ImproperlyConfigured(f"{path} is empty; delete it, so that a new key is made, or set {name}.")
    return value
