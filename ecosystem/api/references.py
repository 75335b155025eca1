"""References to other objects of the API: type, slug, name and URL."""

from typing import Literal

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from ecosystem.api.record_urls import build_api_url
from ecosystem.api.texts import Text, serialize_text

KINDS = ("organisation", "initiative", "collaboration", "indicator", "place")


class Reference(Schema):
    __doc__ = _("Another public item in the directory.")

    type: Literal[KINDS] = Field(description=_("Record type"))
    slug: str = Field(description=_("Permanent slug, used in web addresses"))
    name: Text = Field(description=_("Name"))
    api_url: str = Field(description=_("API URL"))


def serialize_reference(row) -> dict:
    kind = row._meta.model_name
    return {
        "type": kind,
        "slug": row.slug,
        "name": serialize_text(row, "name"),
        "api_url": build_api_url(f"{kind}s", row.slug),
    }


def serialize_public_reference(record) -> dict | None:
    return serialize_reference(record) if record and record.is_public else None
