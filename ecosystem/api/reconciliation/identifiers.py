"""Identifiers of records, and entity types for their kinds."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ecosystem.models import RECORD_MODELS
from ecosystem.web.problem_details import ProblemError

MODELS_BY_KIND = {model._meta.model_name: model for model in RECORD_MODELS}
# An identifier is `organisation.hkust`, which needs no escaping in any part of a URL.
_ID_SEPARATOR, _TYPE_SEPARATOR = ".", ":"


@dataclass(frozen=True)
class EntityType:
    """A model, or a kind within it, with the model as `broader` type."""

    id: str
    label: object
    broader: "EntityType | None" = None

    def to_json(self) -> dict:
        broader = {"broader": [self.broader.to_json()]} if self.broader else {}
        return {"id": self.id, "name": capfirst(str(self.label))} | broader

    @property
    def kind(self) -> str:
        return self.id.partition(_TYPE_SEPARATOR)[0]


def _build_entity_types() -> dict[str, EntityType]:
    types = {}
    for kind, model in MODELS_BY_KIND.items():
        types[kind] = EntityType(kind, model._meta.verbose_name)
        for value, label in model.kinds.choices:
            narrower = EntityType(f"{kind}{_TYPE_SEPARATOR}{value}", label, types[kind])
            types[narrower.id] = narrower
    return types


ENTITY_TYPES = _build_entity_types()


def list_entity_types(record) -> list[EntityType]:
    """Return the narrower type first."""
    kind = record._meta.model_name
    return [ENTITY_TYPES[f"{kind}{_TYPE_SEPARATOR}{record.kind}"], ENTITY_TYPES[kind]]


def get_entity_type(identifier: str) -> EntityType:
    if identifier not in ENTITY_TYPES:
        raise ProblemError(_("There is no type “%(type)s”.") % {"type": identifier[:60]})
    return ENTITY_TYPES[identifier]


def build_entity_id(record) -> str:
    return f"{record._meta.model_name}{_ID_SEPARATOR}{record.slug}"


def parse_entity_id(text: str) -> tuple[str, str] | None:
    """Parse an identifier, its URL, or the URL of a record's page into `(kind, slug)`; return None for other texts."""
    text = text.strip()
    parts = [part for part in _get_path_on_site(text).split("/") if part]
    kind, _sep, slug = (parts[-1] if parts else text).partition(_ID_SEPARATOR)
    if kind in MODELS_BY_KIND and slug and (parts or "/" not in text):
        return kind, slug
    if len(parts) == 3 and parts[0] in dict(settings.LANGUAGES) and parts[1].removesuffix("s") in MODELS_BY_KIND:
        return parts[1].removesuffix("s"), parts[2]
    return None


def _get_path_on_site(text: str) -> str:
    try:
        url, site = urlsplit(text), urlsplit(settings.SITE_URL)
    except ValueError:
        return ""
    return url.path if url.hostname == site.hostname and url.scheme in {"http", "https"} else ""
