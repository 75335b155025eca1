"""Reading settings from environment variables; an invalid one raises ImproperlyConfigured with an explanation."""

import os
import secrets
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

FLAGS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
# WAL lets readers go on while an editor writes. A second writer waits instead of failing, as long as loading all the
# facts takes on a slow machine. Deleted data, withheld values above all, is overwritten in the file.
SQLITE_OPTIONS = {
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=15000; PRAGMA secure_delete=ON;"
        # In kilobytes for each thread; the system caches the file for all processes.
        " PRAGMA cache_size=-512;"
    ),
    "transaction_mode": "IMMEDIATE",
}
# A server that is gone is noticed in seconds, also by connections that wait for its answer (in milliseconds).
POSTGRESQL_OPTIONS = {"connect_timeout": 2, "tcp_user_timeout": 5000}
# Each thread needs one connection at most, so none waits for another; only a server that is gone is waited for.
POOL_OPTIONS = {"min_size": 0, "timeout": 2}
# In seconds.
REDIS_TIMEOUTS = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
MAILER_OPTIONS = {
    "EMAIL_HOST": "host",
    "EMAIL_PORT": "port",
    "EMAIL_HOST_USER": "username",
    "EMAIL_HOST_PASSWORD": "password",
    "EMAIL_USE_TLS": "use_tls",
    "EMAIL_USE_SSL": "use_ssl",
    "EMAIL_FILE_PATH": "file_path",
}


def read_env_text(name: str, default: str = "") -> str:
    """An empty variable counts as not set."""
    return os.environ.get(name, "").strip() or default


def read_env_flag(name: str, *, default: bool) -> bool:
    value = read_env_text(name).lower()
    if not value:
        return default
    if value not in FLAGS:
        raise ImproperlyConfigured(f"{name} is {value!r}; write one of {', '.join(FLAGS)}.")
    return FLAGS[value]


def read_env_list(name: str) -> list[str]:
    """Values are separated by commas or spaces."""
    return read_env_text(name).replace(",", " ").split()


def read_env_number(name: str, *, default: int, least: int, most: int) -> int:
    value = read_env_text(name)
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number from {least} to {most}.")
    return int(value)


def read_env_site_url(name: str, default: str) -> SplitResult:
    """Return the parts of a URL such as https://hkai.example, without a path."""
    value = read_env_text(name, default)
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises ValueError if it is invalid
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {value!r}, which is no address: {error}.") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ImproperlyConfigured(f"{name} is {value!r}; write a scheme and a host, such as https://hkai.example.")
    return parts._replace(path="")


def read_env_service(name: str, default: str, read) -> dict:
    """`read` is a function of django-environ."""
    value = read_env_text(name, default)
    try:
        config = read(value)
    except Exception as error:  # django-environ raises exceptions of many types
        raise ImproperlyConfigured(f"{name} cannot be read: {error}.") from error
    if not config:
        raise ImproperlyConfigured(f"{name} cannot be read; write an address such as {default}.")
    return config


def read_env_database(name: str, default: str) -> dict:
    config = read_env_service(name, default, environ.Env.db_url_config)
    # django-environ takes an unknown scheme for the path of an engine.
    if "." not in config["ENGINE"]:
        raise ImproperlyConfigured(f"{name} cannot be read; write an address such as {default}.")
    return config


def complete_database(config: dict, *, pool_size: int) -> dict:
    """With a pool size, connections are kept between requests: by PostgreSQL's pool; on SQLite, one by each thread."""
    options = config.get("OPTIONS", {})
    if config["ENGINE"].endswith("sqlite3"):
        return config | {"OPTIONS": SQLITE_OPTIONS | options, "CONN_MAX_AGE": None if pool_size else 0}
    if config["ENGINE"].endswith("postgresql"):
        pool = {"pool": POOL_OPTIONS | {"max_size": pool_size}} if pool_size else {}
        return config | {"OPTIONS": POSTGRESQL_OPTIONS | pool | options, "CONN_HEALTH_CHECKS": bool(pool)}
    return config


def read_env_cache(name: str, default: str) -> dict:
    """Do not wait for long for a Redis or Valkey server."""
    config = read_env_service(name, default, environ.Env.cache_url_config)
    if config["BACKEND"].endswith("RedisCache"):
        # Of valkey://, django-environ returns the address without the scheme.
        if "://" not in config["LOCATION"]:
            config["LOCATION"] = f"redis://{config['LOCATION']}"
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        config["OPTIONS"] = REDIS_TIMEOUTS | {"retry": Retry(NoBackoff(), 0)} | config.get("OPTIONS", {})
    return config


def read_env_mailer(name: str, default: str) -> dict:
    """Return an entry of MAILERS, which in Django 6.1 replaces the settings that django-environ returns."""
    config = read_env_service(name, default, environ.Env.email_url_config)
    options = {option: config[key] for key, option in MAILER_OPTIONS.items() if config.get(key)}
    return {"BACKEND": config["EMAIL_BACKEND"], "OPTIONS": options}


def read_env_secret(name: str, path: Path) -> str:
    """Without the variable, read `path`, which is created once with a new key, readable by its owner."""
    if value := read_env_text(name):
        return value
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        temporary.touch(mode=0o600)
        temporary.write_text(secrets.token_urlsafe(64), encoding="ascii")
        try:
            # Fails if another process was first, so that both read the same key.
            os.link(temporary, path)
        except FileExistsError:
            pass
        finally:
            temporary.unlink()
    value = path.read_text(encoding="ascii").strip()
    if not value:
        raise ImproperlyConfigured(f"{path} is empty; delete it, so that a new key is made, or set {name}.")
    return value
