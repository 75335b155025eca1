"""What names another thing of the directory, just enough to know it and to follow it."""

from typing import Literal

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from ecosystem.api.record_urls import api_url
from ecosystem.api.texts import Text, text

KINDS = ("organisation", "initiative", "collaboration", "indicator", "place")


class Reference(Schema):
    __doc__ = _("Another public thing of the directory.")

    type: Literal[KINDS] = Field(description=_("What it is"))
    slug: str = Field(description=_("Its permanent name in addresses"))
    name: Text = Field(description=_("Name"))
    api_url: str = Field(description=_("Its address in the API"))


def reference(thing) -> dict:
    kind = thing._meta.model_name
    return {"type": kind, "slug": thing.slug, "name": text(thing, "name"), "api_url": api_url(f"{kind}s", thing.slug)}


def public_reference(record) -> dict | None:
    """Return a reference to a record, if it may be seen."""
    return reference(record) if record and record.is_public else None
