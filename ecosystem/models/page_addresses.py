"""Permanent URLs of records."""

from django.conf import settings
from django.utils.translation import override

from ecosystem.core import languages


def build_permalink(thing) -> str:
    """Return the URL that identifies an object in any language: that of its English page."""
    with override(languages.ENGLISH):
        return settings.SITE_URL + thing.get_absolute_url()
