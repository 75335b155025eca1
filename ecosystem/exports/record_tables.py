"""The tables of records in exported files, with the columns of `models/record_fields.py`; public data only."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from django.db.models import Prefetch

from ecosystem.exports.columns import (
    ExportColumn,
    build_field_column,
    build_partial_date_reader,
    build_slug_reader,
    build_slugs_reader,
    build_text_columns,
)
from ecosystem.exports.export_table import ExportTable
from ecosystem.models import (
    RECORD_MODELS,
    Application,
    Audience,
    Initiative,
    Organisation,
    Place,
    Record,
    Support,
    Theme,
)
from ecosystem.models.page_addresses import build_permalink
from ecosystem.models.record_fields import FieldType, RecordField

# The tables that fields refer to, by the model of their rows.
TABLE_NAMES = {
    Application: "applications",
    Audience: "audiences",
    Initiative: "initiatives",
    Organisation: "organisations",
    Place: "places",
    Support: "support",
    Theme: "themes",
}
# The types of columns that are not fields of the model.
COMPUTED_TYPES = {
    FieldType.CHOICES: "list",
    FieldType.DATE: "date",
    FieldType.NOTES: "list",
    FieldType.NUMBER: "number",
    FieldType.URLS: "list",
}


def _build_related_records_reader(field: RecordField) -> Callable:
    return lambda record: tuple(other.slug for other in getattr(record, field.public_attribute))


def _build_roles_reader(field: RecordField) -> Callable:
    return lambda record: tuple(
        f"{join.organisation.slug}:{join.role}" for join in getattr(record, field.public_attribute)
    )


def _build_tuple_reader(field: RecordField) -> Callable:
    return lambda record: tuple(map(str, getattr(record, field.name)))


# The readers of cells by the type of the field; others read the attribute with the field's name.
READERS_BY_TYPE: dict[FieldType, Callable[[RecordField], Callable]] = {
    FieldType.CHOICES: _build_tuple_reader,
    FieldType.NAMES: _build_tuple_reader,
    FieldType.PARTIAL_DATE: lambda field: build_partial_date_reader(field.name),
    FieldType.PLACE: lambda field: build_slug_reader(field.name),
    FieldType.RECORD: lambda field: build_slug_reader(field.name),
    FieldType.RECORDS: _build_related_records_reader,
    FieldType.ROLES: _build_roles_reader,
    FieldType.TERMS: lambda field: build_slugs_reader(field.name),
}


def _build_place_reader(read: Callable) -> Callable:
    return lambda organisation: read(organisation.place) if organisation.place else ""


def _iter_disputed_values(record) -> Iterator[str]:
    for citation in record.numbered_citations:
        for field, claim in citation.disputed_claims:
            yield f"{field}: {claim.value} ({citation.source.url})" if claim else f"{field}: ({citation.source.url})"


READERS_BY_NAME: dict[str, Callable] = {
    "page_url": build_permalink,
    "region": _build_place_reader(lambda place: place.region),
    "home_region": lambda organisation: organisation.region,
    "district": _build_place_reader(lambda place: place.district),
    "precision": _build_place_reader(lambda place: place.precision),
    # Only a known site has coordinates.
    "latitude": _build_place_reader(lambda place: float(place.latitude) if place.is_site else ""),
    "longitude": _build_place_reader(lambda place: float(place.longitude) if place.is_site else ""),
    "sources": lambda record: tuple(citation.source.url for citation in record.numbered_citations),
    "sources_read_on": lambda record: record.last_read_on,
    "disputed": lambda record: tuple(_iter_disputed_values(record)),
}


def build_record_columns(model: type[Record], field: RecordField) -> tuple[ExportColumn, ...]:
    if field.is_translated:
        columns = build_text_columns(field.name, model)
    else:
        read = READERS_BY_NAME.get(field.name)
        if read is None and field.type in READERS_BY_TYPE:
            read = READERS_BY_TYPE[field.type](field)
        names = {each.name for each in model._meta.get_fields()}
        column = build_field_column(field.name, model) if field.name in names else _build_computed_column(field)
        columns = (replace(column, names=_get_table_name(model, field), read=read),)
    return tuple(replace(column, description=field.meaning) for column in columns)


def _build_computed_column(field: RecordField) -> ExportColumn:
    return ExportColumn(
        field.name,
        COMPUTED_TYPES.get(field.type, "string"),
        form="uri" if field.type == FieldType.URL else "",
        choices=tuple(field.choices.choices) if field.choices else (),
        # Unlike a region or district, every initiative has one.
        is_required=field.name == "state",
    )


def _get_table_name(model: type[Record], field: RecordField) -> str:
    """Return the table that a column refers to; empty if to none, or not by slug alone."""
    if field.type == FieldType.URLS:
        return "sources"
    if field.type in {FieldType.TERMS, FieldType.PLACE, FieldType.RECORD, FieldType.RECORDS}:
        return TABLE_NAMES[model._meta.get_field(field.name).related_model]
    return ""


def _build_prefetch(model: type[Record]) -> Callable:
    names_by_type = {kind: [field.name for field in model.record_fields if field.type == kind] for kind in FieldType}

    def prefetch(rows):
        rows = rows.select_related(*names_by_type[FieldType.PLACE], *names_by_type[FieldType.RECORD])
        rows = rows.prefetch_related(*names_by_type[FieldType.TERMS]).with_sources()
        if model is Initiative:
            bases = Prefetch("builds_on", Initiative.objects.published().only("slug"), "public_foundations")
            return rows.with_state().with_involvements().prefetch_related(bases)
        return rows if model is Organisation else rows.with_participations()

    return prefetch


def _build_record_table(model: type[Record]) -> ExportTable:
    pairs = {FieldType.TERMS, FieldType.RECORDS, FieldType.ROLES, FieldType.URLS}
    return ExportTable(
        f"{model._meta.model_name}s",
        tuple(column for field in model.record_fields for column in build_record_columns(model, field)),
        lambda: model.objects.published().order_by("slug"),
        key=("slug",),
        lists=tuple(field.name for field in model.record_fields if field.type in pairs),
        prefetch=_build_prefetch(model),
    )


RECORD_TABLES = {model: _build_record_table(model) for model in RECORD_MODELS}


def iter_record_documents(queryset) -> Iterator[dict]:
    """Yield records as dicts for JSON, with lists as tuples and unknown values as None."""
    table = RECORD_TABLES[queryset.model]
    for values in table.iter_queryset_rows(queryset):
        yield dict(zip(table.header, (None if value == "" else value for value in values), strict=True))
