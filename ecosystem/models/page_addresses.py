"""The permanent address that names a record."""

from django.conf import settings
from django.utils.translation import override

from ecosystem.core import languages


def identity(thing) -> str:
    """Return the address that names a thing in whatever language it is read: that of its English page."""
    with override(languages.ENGLISH):
        return settings.SITE_URL + thing.get_absolute_url()
