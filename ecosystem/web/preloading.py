"""What every worker needs and no request changes, loaded before gunicorn forks, so that the workers share it."""

from pathlib import Path

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils.translation import gettext, override

from ecosystem.core import languages


def preload() -> None:
    """Import the views, compile the templates, read translations and Chinese conversions; make no query."""
    get_resolver().url_patterns  # noqa: B018 - imports every view
    for template in sorted(Path(settings.TEMPLATES[0]["DIRS"][0]).rglob("*.html")):
        get_template(str(template.relative_to(settings.TEMPLATES[0]["DIRS"][0])))
    for language, _name in settings.LANGUAGES:
        with override(language):
            gettext("Search")
    # Each table is read at its first use.
    languages.convert_to_simplified("香港")
    languages.has_hong_kong_terms("香港")
