"""How the service names things: an identifier for each record, and types for their kinds."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ecosystem.api.reconciliation.requests import Refused
from ecosystem.models import RECORDS

KINDS = {model._meta.model_name: model for model in RECORDS}
# A record is `organisation.hkust`: no character of it has another meaning in any part of an address.
_IN_ID, _IN_TYPE = ".", ":"


@dataclass(frozen=True)
class Type:
    """A kind of record, or one of the kinds within it, which has that as `broader`."""

    id: str
    label: object
    broader: "Type | None" = None

    @property
    def said(self) -> dict:
        own = {"id": self.id, "name": capfirst(str(self.label))}
        return own | ({"broader": [self.broader.said]} if self.broader else {})

    @property
    def kind(self) -> str:
        return self.id.partition(_IN_TYPE)[0]


def _types() -> dict[str, Type]:
    found = {}
    for kind, model in KINDS.items():
        found[kind] = Type(kind, model._meta.verbose_name)
        for choice in model.kinds:
            own = Type(f"{kind}{_IN_TYPE}{choice.value}", choice.label, found[kind])
            found[own.id] = own
    return found


TYPES = _types()


def types_of(record) -> list[Type]:
    """Return the types of a record, the narrower first."""
    kind = record._meta.model_name
    return [TYPES[f"{kind}{_IN_TYPE}{record.kind}"], TYPES[kind]]


def type_of(identifier: str) -> Type:
    if identifier not in TYPES:
        raise Refused(_("There is no type “%(type)s”.") % {"type": identifier[:60]})
    return TYPES[identifier]


def identifier(record) -> str:
    return f"{record._meta.model_name}{_IN_ID}{record.slug}"


def key_of(text: str) -> tuple[str, str] | None:
    """Return `(kind, slug)` of an identifier, alone or as an address, or of the address of a record's page; else None."""
    said = text.strip()
    parts = [part for part in _path(said).split("/") if part]
    # What is no address is an identifier or nothing.
    kind, _sep, slug = (parts[-1] if parts else said).partition(_IN_ID)
    if kind in KINDS and slug and (parts or "/" not in said):
        return kind, slug
    if len(parts) == 3 and parts[0] in dict(settings.LANGUAGES) and parts[1].removesuffix("s") in KINDS:
        return parts[1].removesuffix("s"), parts[2]
    return None


def _path(text: str) -> str:
    """Return the path of an address of this site; empty for any other text."""
    try:
        parts, own = urlsplit(text), urlsplit(settings.SITE_URL)
    except ValueError:
        return ""
    return parts.path if parts.hostname == own.hostname and parts.scheme in {"http", "https"} else ""
