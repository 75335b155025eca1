"""The properties of records: their names, readers and comparators."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy

from ecosystem.api.reconciliation.comparators import (
    Comparator,
    PropertyValue,
    compare_identifiers,
    compare_names,
    compare_numbers,
    compare_partial_dates,
    compare_terms,
    compare_websites,
)
from ecosystem.api.reconciliation.identifiers import MODELS_BY_KIND
from ecosystem.api.reconciliation.property_values import (
    build_choice_reader,
    build_choice_value,
    build_entity_value,
    build_iso_date_reader,
    build_language_reader,
    build_partial_date_value_reader,
    build_participants_reader,
    build_place_reader,
    build_relation_reader,
    build_row_value,
    build_rows_reader,
    build_text_reader,
)
from ecosystem.api.reconciliation.requests import ReconciliationError
from ecosystem.core import languages
from ecosystem.models import (
    AI,
    AmountBasis,
    Collaboration,
    District,
    Initiative,
    Organisation,
    Reach,
    Region,
)
from ecosystem.models.initiative_states import State

ORGANISATION, INITIATIVE, COLLABORATION = "organisation", "initiative", "collaboration"
ALL_KINDS = (ORGANISATION, INITIATIVE, COLLABORATION)
# What properties need to be fetched with a queryset of records.
PREFETCHES: dict[str, Callable] = {
    "themes": lambda rows: rows.prefetch_related("themes"),
    "applications": lambda rows: rows.prefetch_related("applications"),
    "support": lambda rows: rows.prefetch_related("support"),
    "audience": lambda rows: rows.prefetch_related("audience"),
    "place": lambda rows: rows.select_related("place"),
    "parent": lambda rows: rows.select_related("parent"),
    "part_of": lambda rows: rows.select_related("part_of"),
    "initiative": lambda rows: rows.select_related("initiative"),
    "parts": lambda rows: rows.prefetch_related(
        Prefetch("parts", rows.model.objects.published().in_order(), "public_parts")
    ),
    "state": lambda rows: rows.with_state(),
    "bodies": lambda rows: rows.with_involvements("acronym", "aliases"),
    "participants": lambda rows: rows.with_participations("acronym", "aliases"),
    "sources": lambda rows: rows.with_sources(),
}


@dataclass(frozen=True)
class ReconciliationProperty:
    """A property; `refers_to` is the type of the records that are its values, `prefetch` a key of `PREFETCHES`."""

    id: str
    label: object
    kinds: tuple[str, ...]
    read: Callable[[Any], list[PropertyValue]]
    # None for running text, which is not compared.
    compare: Comparator | None = compare_terms
    prefetch: str = ""
    refers_to: str = ""
    # An identifier of another register.
    is_identifier: bool = False
    # A name of the record itself.
    is_name: bool = False

    def to_json(self) -> dict:
        return {"id": self.id, "name": capfirst(str(self.label))}


def read_property_values(prop: ReconciliationProperty, record) -> list[PropertyValue]:
    """Return the values of a record in the reader's language; empty if its kind has no such property."""
    return prop.read(record) if record._meta.model_name in prop.kinds else []


def get_reconciliation_property(pid: str) -> ReconciliationProperty:
    if pid not in PROPERTIES:
        raise ReconciliationError(_("There is no property “%(property)s”.") % {"property": pid[:60]})
    return PROPERTIES[pid]


def list_properties_of_kind(kind: str) -> list[ReconciliationProperty]:
    return [prop for prop in PROPERTIES.values() if kind in prop.kinds]


def _build_field_property(model, name, kinds, read, **others) -> ReconciliationProperty:
    """Build a property with the name and label of a column."""
    return ReconciliationProperty(name, model._meta.get_field(name).verbose_name, kinds, read, **others)


_DEFINED = (
    *(
        ReconciliationProperty(
            languages.get_language_column("name", code),
            Organisation._meta.get_field(languages.get_language_column("name", code)).verbose_name,
            ALL_KINDS,
            build_language_reader("name", code),
            compare_names,
            is_name=True,
        )
        for code in languages.LANG_TAGS
    ),
    _build_field_property(
        Organisation,
        "acronym",
        (ORGANISATION, INITIATIVE),
        build_text_reader("acronym"),
        compare=compare_names,
        is_name=True,
    ),
    _build_field_property(
        Organisation,
        "aliases",
        (ORGANISATION, INITIATIVE),
        lambda record: [PropertyValue(name) for name in record.aliases],
        compare=compare_names,
        is_name=True,
    ),
    ReconciliationProperty(
        "kind", gettext_lazy("type"), ALL_KINDS, lambda record: [build_choice_value(record.kinds(record.kind))]
    ),
    ReconciliationProperty("summary", gettext_lazy("summary"), ALL_KINDS, build_text_reader("summary"), None),
    _build_field_property(Organisation, "website", ALL_KINDS, build_text_reader("website"), compare=compare_websites),
    _build_field_property(
        Organisation, "ror", (ORGANISATION,), build_text_reader("ror"), compare=compare_identifiers, is_identifier=True
    ),
    _build_field_property(
        Organisation,
        "wikidata",
        (ORGANISATION,),
        build_text_reader("wikidata"),
        compare=compare_identifiers,
        is_identifier=True,
    ),
    _build_field_property(
        Organisation,
        "founded",
        (ORGANISATION,),
        build_partial_date_value_reader("founded"),
        compare=compare_partial_dates,
    ),
    _build_field_property(
        Organisation,
        "closed",
        (ORGANISATION,),
        build_partial_date_value_reader("closed"),
        compare=compare_partial_dates,
    ),
    _build_field_property(
        Organisation,
        "parent",
        (ORGANISATION,),
        build_relation_reader("parent"),
        compare=compare_names,
        prefetch="parent",
        refers_to=ORGANISATION,
    ),
    ReconciliationProperty(
        "parts",
        gettext_lazy("units"),
        (ORGANISATION,),
        lambda record: [build_entity_value(part) for part in record.public_parts],
        compare_names,
        prefetch="parts",
        refers_to=ORGANISATION,
    ),
    _build_field_property(
        Organisation,
        "place",
        (ORGANISATION,),
        build_place_reader(lambda place: [build_row_value(place)]),
        prefetch="place",
    ),
    ReconciliationProperty(
        "district",
        gettext_lazy("district"),
        (ORGANISATION,),
        build_place_reader(lambda place: [build_choice_value(District(place.district))] if place.district else []),
        prefetch="place",
    ),
    ReconciliationProperty(
        "region",
        gettext_lazy("region"),
        (ORGANISATION,),
        build_place_reader(lambda place: [build_choice_value(Region(place.region))]),
        prefetch="place",
    ),
    _build_field_property(
        Organisation, "address", (ORGANISATION,), build_text_reader("address"), compare=compare_names
    ),
    ReconciliationProperty(
        "state",
        gettext_lazy("status"),
        (INITIATIVE,),
        lambda record: [build_choice_value(State(record.state))],
        prefetch="state",
    ),
    _build_field_property(
        Initiative,
        "announced",
        (INITIATIVE, COLLABORATION),
        build_partial_date_value_reader("announced"),
        compare=compare_partial_dates,
    ),
    _build_field_property(
        Initiative,
        "starts",
        (INITIATIVE, COLLABORATION),
        build_partial_date_value_reader("starts"),
        compare=compare_partial_dates,
    ),
    _build_field_property(
        Initiative,
        "ends",
        (INITIATIVE, COLLABORATION),
        build_partial_date_value_reader("ends"),
        compare=compare_partial_dates,
    ),
    _build_field_property(
        Initiative,
        "applications_close",
        (INITIATIVE,),
        build_partial_date_value_reader("applications_close"),
        compare=compare_partial_dates,
    ),
    _build_field_property(
        Initiative,
        "amount",
        (INITIATIVE,),
        lambda record: [PropertyValue(str(record.amount), number=record.amount)] if record.amount else [],
        compare=compare_numbers,
    ),
    _build_field_property(Initiative, "currency", (INITIATIVE,), build_text_reader("currency")),
    _build_field_property(Initiative, "amount_basis", (INITIATIVE,), build_choice_reader("amount_basis", AmountBasis)),
    ReconciliationProperty(
        "lead",
        gettext_lazy("led or operated by"),
        (INITIATIVE,),
        build_participants_reader("public_involvements", ("lead", "operator")),
        compare_names,
        prefetch="bodies",
        refers_to=ORGANISATION,
    ),
    _build_field_property(
        Initiative,
        "bodies",
        (INITIATIVE,),
        build_participants_reader("public_involvements"),
        compare=compare_names,
        prefetch="bodies",
        refers_to=ORGANISATION,
    ),
    _build_field_property(
        Initiative,
        "part_of",
        (INITIATIVE,),
        build_relation_reader("part_of"),
        compare=compare_names,
        prefetch="part_of",
        refers_to=INITIATIVE,
    ),
    _build_field_property(Initiative, "audience", (INITIATIVE,), build_rows_reader("audience"), prefetch="audience"),
    _build_field_property(
        Initiative, "support", (ORGANISATION, INITIATIVE), build_rows_reader("support"), prefetch="support"
    ),
    ReconciliationProperty(
        "eligibility", gettext_lazy("eligibility"), (INITIATIVE,), build_text_reader("eligibility"), None
    ),
    _build_field_property(
        Initiative, "apply_url", (INITIATIVE,), build_text_reader("apply_url"), compare=compare_websites
    ),
    _build_field_property(
        Collaboration,
        "participants",
        (COLLABORATION,),
        build_participants_reader("public_participations"),
        compare=compare_names,
        prefetch="participants",
        refers_to=ORGANISATION,
    ),
    _build_field_property(
        Collaboration,
        "initiative",
        (COLLABORATION,),
        build_relation_reader("initiative"),
        compare=compare_names,
        prefetch="initiative",
        refers_to=INITIATIVE,
    ),
    ReconciliationProperty(
        "reach",
        gettext_lazy("geographic reach"),
        (COLLABORATION,),
        lambda record: [build_choice_value(Reach(reach)) for reach in record.reach],
        prefetch="participants",
    ),
    _build_field_property(Organisation, "themes", ALL_KINDS, build_rows_reader("themes"), prefetch="themes"),
    _build_field_property(
        Organisation, "applications", ALL_KINDS, build_rows_reader("applications"), prefetch="applications"
    ),
    _build_field_property(Organisation, "ai", ALL_KINDS, build_choice_reader("ai", AI)),
    ReconciliationProperty(
        "sources",
        gettext_lazy("sources"),
        ALL_KINDS,
        lambda record: [PropertyValue(citation.source.url) for citation in record.numbered_citations],
        compare_websites,
        prefetch="sources",
    ),
    _build_field_property(
        Organisation, "verified_on", ALL_KINDS, build_iso_date_reader("verified_on"), compare=compare_partial_dates
    ),
    ReconciliationProperty(
        "updated_on", gettext_lazy("updated on"), ALL_KINDS, build_iso_date_reader("updated_on"), compare_partial_dates
    ),
)
PROPERTIES = {prop.id: prop for prop in _DEFINED}


def prefetch_properties(rows, kind: str, properties):
    """Add to a queryset of a kind what its properties need."""
    for name in dict.fromkeys(prop.prefetch for prop in properties if prop.prefetch and kind in prop.kinds):
        rows = PREFETCHES[name](rows)
    return rows


def get_public_records_of_kind(kind: str):
    return MODELS_BY_KIND[kind].objects.published()
