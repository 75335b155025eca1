"""The public tables of the directory, the same in every format of a release."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.utils.translation import override

from ecosystem.core import languages
from ecosystem.core.languages import LANG_TAGS, get_language_column
from ecosystem.editing.theme_introductions import resolve_introduction_links
from ecosystem.exports.columns import (
    ExportColumn,
    build_field_column,
    build_partial_date_reader,
    build_slug_reader,
    build_slugs_reader,
    build_text_columns,
)
from ecosystem.exports.export_table import ExportTable
from ecosystem.exports.record_tables import RECORD_TABLES
from ecosystem.models import (
    Application,
    Audience,
    Citation,
    Collaboration,
    Indicator,
    Initiative,
    InitiativeBody,
    Observation,
    Organisation,
    Participation,
    Place,
    Sector,
    Source,
    Support,
    Theme,
)
from ecosystem.models.claims import Claim
from ecosystem.models.page_addresses import build_permalink
from ecosystem.models.record_targets import RECORD_AND_INDICATOR_KINDS


def _simplify_number(value):
    return int(value) if value == value.to_integral_value() else float(value)


PAGE_URL_COLUMN = ExportColumn("page_url", form="uri", read=build_permalink)


def _build_linked_text_columns(name: str, model) -> Iterator[ExportColumn]:
    def link(read, row):
        with override(languages.ENGLISH):
            return resolve_introduction_links(read(row), settings.SITE_URL)

    for column in build_text_columns(name, model):
        yield replace(column, read=partial(link, column.read))


def _build_vocabulary_table(name: str, model, *more: ExportColumn) -> ExportTable:
    columns = (
        build_field_column("slug", model),
        *build_text_columns("name", model),
        *more,
        build_field_column("position", model),
    )
    return ExportTable(name, columns, lambda: model.objects.order_by("slug"), key=("slug",))


def _build_pair_table(
    name: str, model, field_name: str, names: tuple[str, str], columns: tuple[str, str]
) -> ExportTable:
    """Return the table of a many-to-many field, with public rows at both ends."""
    relation = model._meta.get_field(field_name).remote_field.through
    own, other = (column.name for column in relation._meta.concrete_fields if column.is_relation)
    # Terms of a vocabulary are all public, records only if published.
    target = relation._meta.get_field(other).related_model

    def get_queryset():
        rows = relation.objects.filter(**{f"{own}__in": model.objects.published()})
        if hasattr(target.objects, "published"):
            rows = rows.filter(**{f"{other}__in": target.objects.published()})
        return (
            rows.select_related(own, other)
            .only(f"{own}__slug", f"{other}__slug")
            .order_by(f"{own}__slug", f"{other}__slug")
        )

    pair_columns = tuple(
        ExportColumn(column, names=table, is_required=True, read=lambda row, end=end: getattr(row, end).slug)
        for column, table, end in zip(columns, names, (own, other), strict=True)
    )
    return ExportTable(name, pair_columns, get_queryset, key=columns)


def _build_participation_table(name: str, model, record: str, table: str) -> ExportTable:
    columns = (
        ExportColumn(record, names=table, is_required=True, read=lambda row: getattr(row, record).slug),
        ExportColumn("organisation", names="organisations", is_required=True, read=lambda row: row.organisation.slug),
        build_field_column("role", model),
    )

    def get_queryset():
        rows = model.objects.published().select_related(record, "organisation")
        rows = rows.only("role", f"{record}__slug", "organisation__slug")
        return rows.order_by(f"{record}__slug", "organisation__slug", "role")

    return ExportTable(name, columns, get_queryset, key=(record, "organisation", "role"))


PLACES_TABLE = ExportTable(
    "places",
    (
        build_field_column("slug", Place),
        PAGE_URL_COLUMN,
        *build_text_columns("name", Place),
        *(build_field_column(name, Place) for name in ("region", "precision", "district")),
        *build_text_columns("city", Place),
        build_field_column("country", Place),
        build_field_column("latitude", Place, read=lambda place: float(place.latitude)),
        build_field_column("longitude", Place, read=lambda place: float(place.longitude)),
        build_field_column("verified_on", Place),
    ),
    lambda: Place.objects.order_by("slug"),
    key=("slug",),
)


def _get_sources_queryset():
    """Return all cited sources; those cited only by an observation have no page."""
    has_page = Q(pk__in=Source.objects.published().values("pk"))
    has_observations = Q(pk__in=Observation.objects.values("source"))
    rows = Source.objects.filter(has_page | has_observations)
    return rows.annotate(has_page=ExpressionWrapper(has_page, BooleanField())).order_by("url")


SOURCES_TABLE = ExportTable(
    "sources",
    (
        build_field_column("url", Source),
        replace(PAGE_URL_COLUMN, read=lambda source: build_permalink(source) if source.has_page else None),
        *(build_field_column(name, Source) for name in ("title", "publisher")),
        build_field_column("published", Source, read=build_partial_date_reader("published")),
        *(build_field_column(name, Source) for name in ("read_on", "grade", "link_status", "link_checked_on")),
    ),
    _get_sources_queryset,
    key=("url",),
)


def _list_claims(citation):
    return tuple(f"{field}: {claim.value}" for field, claim in citation.disputed_claims if claim)


def _build_reasons_reader(language):
    def read(citation):
        reasons = (
            (field, Claim.reason.get_own_text(claim, language)) for field, claim in citation.disputed_claims if claim
        )
        return tuple(f"{field}: {reason}" for field, reason in reasons if reason)

    return read


CITATIONS_TABLE = ExportTable(
    "citations",
    (
        *(ExportColumn(name, names=f"{name}s", read=build_slug_reader(name)) for name in RECORD_AND_INDICATOR_KINDS),
        ExportColumn("source", names="sources", is_required=True, read=lambda citation: citation.source.url),
        build_field_column("position", Citation),
        build_field_column("supports", Citation, read=lambda citation: tuple(citation.supports)),
        build_field_column("disputes", Citation, read=lambda citation: tuple(citation.disputes)),
        ExportColumn("claims", "list", read=_list_claims),
        *(
            ExportColumn(get_language_column("reason", name), "list", read=_build_reasons_reader(name))
            for name in LANG_TAGS
        ),
        build_field_column("outcome_only", Citation),
    ),
    lambda: (
        Citation.objects.published()
        .select_related("source", *RECORD_AND_INDICATOR_KINDS)
        .order_by(
            *(F(f"{name}__slug").asc(nulls_last=True) for name in RECORD_AND_INDICATOR_KINDS), "position", "source__url"
        )
    ),
)
INDICATORS_TABLE = ExportTable(
    "indicators",
    (
        build_field_column("slug", Indicator),
        PAGE_URL_COLUMN,
        *build_text_columns("name", Indicator),
        build_field_column("unit", Indicator),
        *build_text_columns("unit", Indicator),
        ExportColumn("organisation", names="organisations", read=build_slug_reader("organisation")),
        ExportColumn("themes", "list", names="themes", read=build_slugs_reader("themes")),
        ExportColumn(
            "initiatives", "list", names="initiatives", read=lambda row: tuple(i.slug for i in row.public_initiatives)
        ),
        build_field_column("verified_on", Indicator),
    ),
    lambda: (
        Indicator.objects.published()
        .with_public_initiatives()
        .select_related("organisation")
        .prefetch_related("themes")
        .order_by("slug")
    ),
    key=("slug",),
    lists=("themes", "initiatives"),
)
OBSERVATIONS_TABLE = ExportTable(
    "observations",
    (
        ExportColumn("indicator", names="indicators", is_required=True, read=build_slug_reader("indicator")),
        ExportColumn("period", form="partial_date", is_required=True, read=build_partial_date_reader("period")),
        build_field_column("value", Observation, read=lambda row: _simplify_number(row.value)),
        build_field_column("qualifier", Observation),
        ExportColumn("source", names="sources", is_required=True, read=lambda row: row.source.url),
    ),
    lambda: Observation.objects.select_related("indicator", "source").order_by("indicator__slug", "period"),
    key=("indicator", "period"),
)
VOCABULARY_TABLES = (
    _build_vocabulary_table(
        "themes",
        Theme,
        PAGE_URL_COLUMN,
        *build_text_columns("tagline", Theme),
        *_build_linked_text_columns("introduction", Theme),
    ),
    _build_vocabulary_table("sectors", Sector),
    _build_vocabulary_table(
        "applications",
        Application,
        PAGE_URL_COLUMN,
        ExportColumn("sector", names="sectors", is_required=True, read=build_slug_reader("sector")),
        *build_text_columns("description", Application),
    ),
    _build_vocabulary_table("support", Support, *build_text_columns("description", Support)),
    _build_vocabulary_table("audiences", Audience, *build_text_columns("description", Audience)),
)
PAIR_TABLES = (
    *(
        _build_pair_table(f"{kind}_{name}", model, name, (f"{kind}s", name), (kind, name.removesuffix("s")))
        for kind, model in (
            ("organisation", Organisation),
            ("initiative", Initiative),
            ("collaboration", Collaboration),
        )
        for name in ("themes", "applications")
    ),
    _build_pair_table(
        "organisation_support", Organisation, "support", ("organisations", "support"), ("organisation", "support")
    ),
    _build_pair_table(
        "initiative_support", Initiative, "support", ("initiatives", "support"), ("initiative", "support")
    ),
    _build_pair_table(
        "initiative_audiences", Initiative, "audience", ("initiatives", "audiences"), ("initiative", "audience")
    ),
    _build_pair_table(
        "initiative_foundations", Initiative, "builds_on", ("initiatives", "initiatives"), ("initiative", "builds_on")
    ),
    _build_pair_table("indicator_themes", Indicator, "themes", ("indicators", "themes"), ("indicator", "theme")),
    _build_pair_table(
        "indicator_initiatives",
        Indicator,
        "initiatives",
        ("indicators", "initiatives"),
        ("indicator", "initiative"),
    ),
)
# In this order, tables refer only to themselves and earlier tables.
TABLES = (
    *VOCABULARY_TABLES,
    PLACES_TABLE,
    *RECORD_TABLES.values(),
    _build_participation_table("initiative_bodies", InitiativeBody, "initiative", "initiatives"),
    _build_participation_table("collaboration_participants", Participation, "collaboration", "collaborations"),
    INDICATORS_TABLE,
    SOURCES_TABLE,
    OBSERVATIONS_TABLE,
    CITATIONS_TABLE,
    *PAIR_TABLES,
)
TABLES_BY_NAME = {table.name: table for table in TABLES}
# The tables that readers look for first.
MAIN_TABLES = ("organisations", "initiatives", "collaborations", "places", "indicators", "observations", "sources")
