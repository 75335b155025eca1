"""The manifest of the service."""

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import gettext as _

from ecosystem.api.reconciliation.identifiers import ENTITY_TYPES, MODELS_BY_KIND
from ecosystem.api.reconciliation.requests import MAX_BATCH_SIZE
from ecosystem.api.reconciliation.responses import LANGUAGE_SETTING
from ecosystem.core import languages

VERSIONS = ["0.2"]
# Records have no narrower type in common.
SCHEMA_SPACE = "https://schema.org/Thing"
# Pixels.
PREVIEW_WIDTH, PREVIEW_HEIGHT = 440, 320
# Below the language.
DOCUMENTATION_PATH = "data/#reconciliation"


def build_reconciliation_manifest(path: str) -> dict:
    endpoint = settings.SITE_URL + path
    record_url = f"{settings.SITE_URL}/reconcile/record/"
    return {
        "versions": VERSIONS,
        "name": _("HKAI: Hong Kong's AI ecosystem"),
        # Followed by an identifier, a permanent URL that redirects to the page of the record.
        "identifierSpace": record_url,
        "schemaSpace": SCHEMA_SPACE,
        "documentation": f"{settings.SITE_URL}/{languages.get_current_language()}/{DOCUMENTATION_PATH}",
        "logo": settings.SITE_URL + static("img/icon.svg"),
        "view": {"url": record_url + "{{id}}"},
        "defaultTypes": [ENTITY_TYPES[kind].to_json() for kind in MODELS_BY_KIND],
        "batchSize": MAX_BATCH_SIZE,
        "preview": {"url": f"{endpoint}/preview?id={{{{id}}}}", "width": PREVIEW_WIDTH, "height": PREVIEW_HEIGHT},
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
                    "name": LANGUAGE_SETTING,
                    "label": _("Language"),
                    "type": "select",
                    "default": languages.get_current_language(),
                    "help_text": _("Language of the text and terms."),
                    "choices": [{"value": code, "name": name} for code, name in settings.LANGUAGES],
                }
            ],
        },
    }
