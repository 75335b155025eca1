"""The vocabularies: every word that a field may hold, in three languages."""

from typing import Literal

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from ecosystem import models
from ecosystem.api.record_urls import api_url
from ecosystem.api.texts import Text, label, text, text_or_none
from ecosystem.models.application_relationships import Tie
from ecosystem.models.initiatives import State

# Tables that editors extend.
TABLES = {
    "themes": models.Theme,
    "sectors": models.Sector,
    "applications": models.Application,
    "support": models.Support,
    "audiences": models.Audience,
}
CHOICES = {
    "organisation-kinds": models.OrganisationKind,
    "initiative-kinds": models.InitiativeKind,
    "collaboration-kinds": models.CollaborationKind,
    "initiative-roles": models.InitiativeRole,
    "collaboration-roles": models.CollaborationRole,
    "nearness": models.AI,
    "states": State,
    "ties": Tie,
    "reaches": models.Reach,
    "regions": models.Region,
    "districts": models.District,
    "precisions": models.Precision,
    "amount-bases": models.AmountBasis,
    "grades": models.Grade,
    "link-states": models.LinkStatus,
    "units": models.Unit,
    "qualifiers": models.Qualifier,
    "change-kinds": models.ChangeKind,
    "change-roles": models.ChangeRole,
}
NAMES = (*TABLES, *CHOICES)


class Word(Schema):
    __doc__ = _("A word of a vocabulary.")

    value: str = Field(description=_("What fields and filters hold"))
    name: Text = Field(description=_("What readers see"))
    description: Text | None = Field(description=_("What it means, where the word alone does not say"))
    sector: str | None = Field(description=_("For an application, the slug of its sector"))


class Vocabulary(Schema):
    __doc__ = _("A vocabulary with its words, in their own order.")

    name: Literal[NAMES] = Field(description=_("Its name in addresses"))
    api_url: str = Field(description=_("Its address in the API"))
    words: list[Word] = Field(description=_("Its words"))


class Vocabularies(Schema):
    __doc__ = _("All vocabularies.")

    count: int = Field(description=_("How many there are"))
    results: list[Vocabulary] = Field(description=_("The vocabularies, each with its words"))


def every() -> dict:
    return {"count": len(NAMES), "results": [whole(name) for name in NAMES]}


def whole(name: str) -> dict | None:
    if name in TABLES:
        words = [_row(row) for row in _rows(TABLES[name])]
    elif name in CHOICES:
        words = [_word(choice.value, label(choice)) for choice in CHOICES[name]]
    else:
        return None
    return {"name": name, "api_url": api_url("vocabularies", name), "words": words}


def _rows(model):
    return model.objects.select_related("sector") if model is models.Application else model.objects.all()


def _row(row):
    sector = row.sector.slug if hasattr(row, "sector") else None
    about = {"themes": "tagline", "applications": "description"}.get(f"{row._meta.model_name}s")
    return _word(row.slug, text(row, "name"), text_or_none(row, about) if about else None, sector)


def _word(value, name, description=None, sector=None):
    return {"value": value, "name": name, "description": description, "sector": sector}
