"""The properties of records: their names, readers and comparators."""

from collections.abc import Callable, Iterator
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
    build_names_reader,
    build_number_reader,
    build_partial_date_value_reader,
    build_participants_reader,
    build_place_reader,
    build_relation_reader,
    build_row_value,
    build_rows_reader,
    build_text_reader,
)
from ecosystem.core.languages import LANG_TAGS, get_language_column
from ecosystem.models import AI, AmountBasis, District, Reach, Region
from ecosystem.models.initiative_states import State
from ecosystem.models.record_fields import FieldType, RecordField
from ecosystem.web.problem_details import ProblemError

ORGANISATION, INITIATIVE = "organisation", "initiative"
# Comparators by the type of the field; None for running text, which is not compared. Other values are compared as terms.
COMPARATORS: dict[FieldType, Comparator | None] = {
    FieldType.DATE: compare_partial_dates,
    FieldType.IDENTIFIER: compare_identifiers,
    FieldType.NAME: compare_names,
    FieldType.NAMES: compare_names,
    FieldType.NUMBER: compare_numbers,
    FieldType.PARTIAL_DATE: compare_partial_dates,
    FieldType.PROSE: None,
    FieldType.RECORD: compare_names,
    FieldType.ROLES: compare_names,
    FieldType.URL: compare_websites,
    FieldType.URLS: compare_websites,
}
# Builders of readers by the type of the field; other values are read as text.
READER_BUILDERS: dict[FieldType, Callable[[str], Callable]] = {
    FieldType.DATE: build_iso_date_reader,
    FieldType.NAMES: build_names_reader,
    FieldType.NUMBER: build_number_reader,
    FieldType.PARTIAL_DATE: build_partial_date_value_reader,
    FieldType.RECORD: build_relation_reader,
    FieldType.TERMS: build_rows_reader,
}
READERS: dict[str, Callable] = {
    "kind": lambda record: [build_choice_value(record.kinds(record.kind))],
    "ai": build_choice_reader("ai", AI),
    "amount_basis": build_choice_reader("amount_basis", AmountBasis),
    "state": build_choice_reader("state", State),
    "place": build_place_reader(lambda place: [build_row_value(place)]),
    "district": build_place_reader(
        lambda place: [build_choice_value(District(place.district))] if place.district else []
    ),
    "region": build_place_reader(lambda place: [build_choice_value(Region(place.region))]),
    "reach": lambda record: [build_choice_value(Reach(reach)) for reach in record.reach],
    "sources": lambda record: [PropertyValue(citation.source.url) for citation in record.numbered_citations],
}
# What is read with a queryset of records: the rows of these fields, or what the functions add.
RELATIONS_BY_PROPERTY = {"district": "place", "region": "place", "reach": "participants", "lead": "bodies"}
PREFETCHES: dict[str, Callable] = {
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
    """`refers_to` is the type of the records that are its values."""

    id: str
    label: object
    kinds: tuple[str, ...]
    read: Callable[[Any], list[PropertyValue]]
    # None for running text, which is not compared.
    compare: Comparator | None = compare_terms
    refers_to: str = ""
    # An identifier of another register.
    is_identifier: bool = False
    # A name of the record itself.
    is_name: bool = False

    def to_json(self) -> dict:
        return {"id": self.id, "name": capfirst(str(self.label))}


def read_property_values(prop: ReconciliationProperty, record) -> list[PropertyValue]:
    return prop.read(record) if record._meta.model_name in prop.kinds else []


def get_reconciliation_property(pid: str) -> ReconciliationProperty:
    if pid not in PROPERTIES:
        raise ProblemError(_("There is no property “%(property)s”.") % {"property": pid[:60]})
    return PROPERTIES[pid]


def list_properties_of_kind(kind: str) -> list[ReconciliationProperty]:
    return [prop for prop in PROPERTIES.values() if kind in prop.kinds]


def _iter_declared_properties() -> Iterator[ReconciliationProperty]:
    declared: dict[str, tuple[RecordField, list]] = {}
    for model in MODELS_BY_KIND.values():
        for field in model.record_fields:
            if field.is_reconciled:
                declared.setdefault(field.name, (field, []))[1].append(model)
    for field, models in declared.values():
        if field.is_translated and field.type == FieldType.NAME:
            for language in LANG_TAGS:
                column = get_language_column(field.name, language)
                yield _build_property(field, models, column, build_language_reader(field.name, language))
        else:
            yield _build_property(field, models, field.name, _get_reader(field))


def _build_property(field: RecordField, models: list, name: str, read: Callable) -> ReconciliationProperty:
    refers_to = {FieldType.ROLES: ORGANISATION}.get(field.type, "")
    if field.type == FieldType.RECORD:
        refers_to = models[0]._meta.get_field(name).related_model._meta.model_name
    return ReconciliationProperty(
        name,
        field.label if field.label and name == field.name else models[0]._meta.get_field(name).verbose_name,
        tuple(model._meta.model_name for model in models),
        read,
        COMPARATORS.get(field.type, compare_terms),
        refers_to=refers_to,
        is_identifier=field.type == FieldType.IDENTIFIER,
        is_name=field.name in {"name", "acronym", "aliases"},
    )


def _get_reader(field: RecordField) -> Callable:
    if field.type == FieldType.ROLES:
        return build_participants_reader(field.public_attribute)
    return READERS.get(field.name) or READER_BUILDERS.get(field.type, build_text_reader)(field.name)


_COMPUTED = (
    ReconciliationProperty(
        "parts",
        gettext_lazy("units"),
        (ORGANISATION,),
        lambda record: [build_entity_value(part) for part in record.public_parts],
        compare_names,
        refers_to=ORGANISATION,
    ),
    ReconciliationProperty(
        "lead",
        gettext_lazy("led or operated by"),
        (INITIATIVE,),
        build_participants_reader("public_involvements", ("lead", "operator")),
        compare_names,
        refers_to=ORGANISATION,
    ),
)
# Names first: clients show only the first properties at once.
PROPERTIES = {
    prop.id: prop for prop in sorted((*_iter_declared_properties(), *_COMPUTED), key=lambda prop: not prop.is_name)
}


def prefetch_properties(rows, kind: str, properties):
    names = [RELATIONS_BY_PROPERTY.get(prop.id, prop.id) for prop in properties if kind in prop.kinds]
    types = {field.name: field.type for field in rows.model.record_fields}
    for name in dict.fromkeys(names):
        if name in PREFETCHES:
            rows = PREFETCHES[name](rows)
        elif types.get(name) == FieldType.TERMS:
            rows = rows.prefetch_related(name)
        elif types.get(name) in {FieldType.RECORD, FieldType.PLACE}:
            rows = rows.select_related(name)
    return rows


def get_public_records_of_kind(kind: str):
    return MODELS_BY_KIND[kind].objects.published()
