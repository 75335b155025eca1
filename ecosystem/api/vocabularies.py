"""The vocabularies: the values of fields and filters, with their names in three languages."""

from typing import Literal

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from ecosystem import models
from ecosystem.api.record_urls import build_api_url
from ecosystem.api.texts import (
    Text,
    serialize_choice_definition,
    serialize_choice_label,
    serialize_text,
    serialize_text_or_none,
)
from ecosystem.models.application_relationships import Tie
from ecosystem.models.initiative_states import CallStatus, State
from ecosystem.models.vocabulary import DescribedTerm

# In tables, extended by editors; the others are choices in code.
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
    "call-statuses": CallStatus,
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
VOCABULARY_NAMES = (*TABLES, *CHOICES)


class Word(Schema):
    __doc__ = _("A term of a vocabulary.")

    value: str = Field(description=_("Value used in fields and filters"))
    name: Text = Field(description=_("Text shown to readers"))
    description: Text | None = Field(description=_("Definition; null if there is none"))
    sector: str | None = Field(description=_("For an application area: slug of its sector"))


class Vocabulary(Schema):
    __doc__ = _("A vocabulary with its terms, in order.")

    name: Literal[VOCABULARY_NAMES] = Field(description=_("Name used in URLs"))
    api_url: str = Field(description=_("API URL"))
    words: list[Word] = Field(description=_("Terms"))


class Vocabularies(Schema):
    __doc__ = _("All vocabularies.")

    count: int = Field(description=_("Total"))
    results: list[Vocabulary] = Field(description=_("Vocabularies and their terms"))


def list_api_vocabularies() -> dict:
    return {"count": len(VOCABULARY_NAMES), "results": [find_api_vocabulary(name) for name in VOCABULARY_NAMES]}


def find_api_vocabulary(name: str) -> dict | None:
    if name in TABLES:
        words = [_serialize_vocabulary_row(row) for row in _get_vocabulary_rows(TABLES[name])]
    elif name in CHOICES:
        words = [
            _build_word(choice.value, serialize_choice_label(choice), serialize_choice_definition(choice))
            for choice in CHOICES[name]
        ]
    else:
        return None
    return {"name": name, "api_url": build_api_url("vocabularies", name), "words": words}


def _get_vocabulary_rows(model):
    return model.objects.select_related("sector") if model is models.Application else model.objects.all()


def _serialize_vocabulary_row(row):
    sector = description = None
    if isinstance(row, models.Theme):
        description = serialize_text_or_none(row, "tagline")
    elif isinstance(row, DescribedTerm):
        description = serialize_text_or_none(row, "description")
    if isinstance(row, models.Application):
        sector = row.sector.slug
    return _build_word(row.slug, serialize_text(row, "name"), description, sector)


def _build_word(value, name, description=None, sector=None):
    return {"value": value, "name": name, "description": description, "sector": sector}
