"""Absolute URLs of the API, for clients on other sites."""

from django.conf import settings

API_ROOT = "/api/"
API_VERSION = "1"
API_BASE = f"{API_ROOT}v{API_VERSION}/"


def build_api_url(*parts) -> str:
    return settings.SITE_URL + API_BASE + "/".join(map(str, parts))
