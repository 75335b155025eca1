"""Where things of the API stand; whole addresses, for whoever reads an answer is on another site."""

from django.conf import settings

ROOT = "/api/"
VERSION = "1"
BASE = f"{ROOT}v{VERSION}/"


def api_url(*parts) -> str:
    return settings.SITE_URL + BASE + "/".join(map(str, parts))
