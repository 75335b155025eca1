"""What the service says of itself to its clients."""

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import gettext as _

from ecosystem.api.reconciliation.identifiers import KINDS, TYPES
from ecosystem.api.reconciliation.requests import BATCH
from ecosystem.api.reconciliation.responses import LANGUAGE
from ecosystem.core import languages

VERSIONS = ["0.2"]
# What all records have in common is only that they are things.
SCHEMA_SPACE = "https://schema.org/Thing"
# The frame in which clients show a preview, in pixels.
WIDTH, HEIGHT = 440, 320
# The part of the page of data that says how to use the service.
HELP = "data/#reconciliation"


def manifest(path: str) -> dict:
    """Return the manifest of the service at a path, below which all its other addresses lie."""
    endpoint = settings.SITE_URL + path
    record = f"{settings.SITE_URL}/reconcile/record/"
    return {
        "versions": VERSIONS,
        "name": _("HKAI: Hong Kong's AI ecosystem"),
        # An identifier behind it leads to the record's page in the reader's language, for good.
        "identifierSpace": record,
        "schemaSpace": SCHEMA_SPACE,
        "documentation": f"{settings.SITE_URL}/{languages.current()}/{HELP}",
        "logo": settings.SITE_URL + static("img/icon.svg"),
        "view": {"url": record + "{{id}}"},
        "defaultTypes": [TYPES[kind].said for kind in KINDS],
        "batchSize": BATCH,
        "preview": {"url": f"{endpoint}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": {
            "entity": {
                "service_url": endpoint,
                "service_path": "/suggest/entity",
                "flyout_service_path": "/flyout?id=${id}",
            },
            "type": {"service_url": endpoint, "service_path": "/suggest/type"},
            "property": {"service_url": endpoint, "service_path": "/suggest/property"},
        },
        "extend": {
            "propose_properties": {"service_url": endpoint, "service_path": "/properties"},
            "property_settings": [
                {
                    "name": LANGUAGE,
                    "label": _("Language"),
                    "type": "select",
                    "default": languages.current(),
                    "help_text": _("In which language texts and words are given."),
                    "choices": [{"value": code, "name": name} for code, name in settings.LANGUAGES],
                }
            ],
        },
    }
