"""The public tables of the directory, the same in every format of a release."""

from dataclasses import replace

from django.db.models import BooleanField, ExpressionWrapper, F, Q

from ecosystem.core.languages import LANG_TAGS, get_language_column
from ecosystem.exports.columns import ExportColumn, build_field_column
from ecosystem.exports.releases.release_table import (
    PAGE_URL_COLUMN,
    ReleaseTable,
    build_date_column_reader,
    build_linked_text_columns,
    build_pair_table,
    build_participation_table,
    build_record_table,
    build_slug_reader,
    build_table_text_columns,
    build_vocabulary_table,
)
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
    Precision,
    Reach,
    Region,
    Sector,
    Source,
    Support,
    Theme,
)
from ecosystem.models.citations import CITATION_TARGETS
from ecosystem.models.claims import Claim
from ecosystem.models.initiative_states import State
from ecosystem.models.page_addresses import build_permalink
from ecosystem.models.places import District


def _simplify_number(value):
    """Return a Decimal as int if it is whole, else as float."""
    return int(value) if value == value.to_integral_value() else float(value)


STATE_COLUMN = ExportColumn("state", choices=tuple(State.choices), is_required=True)
ORGANISATIONS_TABLE = build_record_table(
    "organisations",
    Organisation,
    computed={
        "region": ExportColumn("region", choices=tuple(Region.choices)),
        "district": ExportColumn("district", choices=tuple(District.choices)),
        "precision": ExportColumn("precision", choices=tuple(Precision.choices)),
        "latitude": ExportColumn("latitude", "number"),
        "longitude": ExportColumn("longitude", "number"),
    },
    keys={
        "parent": "organisations", "successor": "organisations", "place": "places", "themes": "themes",
        "applications": "applications", "support": "support",
    },
    lists=("themes", "applications", "support", "sources"),
)  # fmt: skip
INITIATIVES_TABLE = build_record_table(
    "initiatives",
    Initiative,
    computed={"state": STATE_COLUMN, "bodies": ExportColumn("bodies", "list")},
    keys={
        "part_of": "initiatives", "builds_on": "initiatives", "audience": "audiences", "support": "support",
        "themes": "themes", "applications": "applications",
    },
    lists=("themes", "applications", "bodies", "audience", "support", "builds_on", "sources"),
)  # fmt: skip
COLLABORATIONS_TABLE = build_record_table(
    "collaborations",
    Collaboration,
    computed={
        "participants": ExportColumn("participants", "list"),
        "reach": ExportColumn("reach", "list", choices=tuple(Reach.choices)),
    },
    keys={"initiative": "initiatives", "themes": "themes", "applications": "applications"},
    lists=("themes", "applications", "participants", "sources"),
)
PLACES_TABLE = ReleaseTable(
    "places",
    (
        build_field_column("slug", Place),
        PAGE_URL_COLUMN,
        *build_table_text_columns("name", Place),
        *(build_field_column(name, Place) for name in ("region", "precision", "district")),
        *build_table_text_columns("city", Place),
        build_field_column("country", Place),
        build_field_column("latitude", Place, read=lambda place: float(place.latitude)),
        build_field_column("longitude", Place, read=lambda place: float(place.longitude)),
        build_field_column("verified_on", Place),
    ),
    lambda: Place.objects.order_by("slug"),
)


def _get_sources_queryset():
    """Return all cited sources; those cited only by an observation have no page."""
    has_page = Q(pk__in=Source.objects.published().values("pk"))
    has_observations = Q(pk__in=Observation.objects.values("source"))
    rows = Source.objects.filter(has_page | has_observations)
    return rows.annotate(has_page=ExpressionWrapper(has_page, BooleanField())).order_by("url")


SOURCES_TABLE = ReleaseTable(
    "sources",
    (
        build_field_column("url", Source),
        replace(PAGE_URL_COLUMN, read=lambda source: build_permalink(source) if source.has_page else None),
        *(build_field_column(name, Source) for name in ("title", "publisher")),
        build_field_column("published", Source, read=build_date_column_reader("published")),
        *(build_field_column(name, Source) for name in ("read_on", "grade", "link_status", "link_checked_on")),
    ),
    _get_sources_queryset,
    key=("url",),
)


def _list_claims(citation):
    """Return the claims of the source about disputed fields as `field: value`."""
    return tuple(f"{field}: {claim.value}" for field, claim in citation.disputed_claims if claim)


def _build_reasons_reader(language):
    """Return a reader of the reasons for not following the source, as `field: reason` in one language."""

    def read(citation):
        reasons = (
            (field, Claim.reason.get_own_text(claim, language)) for field, claim in citation.disputed_claims if claim
        )
        return tuple(f"{field}: {reason}" for field, reason in reasons if reason)

    return read


CITATIONS_TABLE = ReleaseTable(
    "citations",
    (
        *(ExportColumn(name, names=f"{name}s", read=build_slug_reader(name)) for name in CITATION_TARGETS),
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
        .select_related("source", *CITATION_TARGETS)
        .order_by(*(F(f"{name}__slug").asc(nulls_last=True) for name in CITATION_TARGETS), "position", "source__url")
    ),
    key=(),
)
INDICATORS_TABLE = ReleaseTable(
    "indicators",
    (
        build_field_column("slug", Indicator),
        PAGE_URL_COLUMN,
        *build_table_text_columns("name", Indicator),
        build_field_column("unit", Indicator),
        *build_table_text_columns("unit", Indicator),
        ExportColumn("organisation", names="organisations", read=build_slug_reader("organisation")),
        ExportColumn(
            "themes", "list", names="themes", read=lambda row: tuple(theme.slug for theme in row.themes.all())
        ),
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
    lists=("themes", "initiatives"),
)
OBSERVATIONS_TABLE = ReleaseTable(
    "observations",
    (
        ExportColumn("indicator", names="indicators", is_required=True, read=build_slug_reader("indicator")),
        ExportColumn("period", form="partial_date", is_required=True, read=build_date_column_reader("period")),
        build_field_column("value", Observation, read=lambda row: _simplify_number(row.value)),
        build_field_column("qualifier", Observation),
        ExportColumn("source", names="sources", is_required=True, read=lambda row: row.source.url),
    ),
    lambda: Observation.objects.select_related("indicator", "source").order_by("indicator__slug", "period"),
    key=("indicator", "period"),
)
VOCABULARY_TABLES = (
    build_vocabulary_table(
        "themes",
        Theme,
        PAGE_URL_COLUMN,
        *build_table_text_columns("tagline", Theme),
        *build_linked_text_columns("introduction", Theme),
    ),
    build_vocabulary_table("sectors", Sector),
    build_vocabulary_table(
        "applications",
        Application,
        PAGE_URL_COLUMN,
        ExportColumn("sector", names="sectors", is_required=True, read=build_slug_reader("sector")),
        *build_table_text_columns("description", Application),
    ),
    build_vocabulary_table("support", Support, *build_table_text_columns("description", Support)),
    build_vocabulary_table("audiences", Audience, *build_table_text_columns("description", Audience)),
)
PAIR_TABLES = (
    *(
        build_pair_table(f"{kind}_{name}", model, name, (f"{kind}s", name), (kind, name.removesuffix("s")))
        for kind, model in (
            ("organisation", Organisation),
            ("initiative", Initiative),
            ("collaboration", Collaboration),
        )
        for name in ("themes", "applications")
    ),
    build_pair_table(
        "organisation_support", Organisation, "support", ("organisations", "support"), ("organisation", "support")
    ),
    build_pair_table(
        "initiative_support", Initiative, "support", ("initiatives", "support"), ("initiative", "support")
    ),
    build_pair_table(
        "initiative_audiences", Initiative, "audience", ("initiatives", "audiences"), ("initiative", "audience")
    ),
    build_pair_table(
        "initiative_foundations", Initiative, "builds_on", ("initiatives", "initiatives"), ("initiative", "builds_on")
    ),
    build_pair_table("indicator_themes", Indicator, "themes", ("indicators", "themes"), ("indicator", "theme")),
    build_pair_table(
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
    ORGANISATIONS_TABLE,
    INITIATIVES_TABLE,
    COLLABORATIONS_TABLE,
    build_participation_table("initiative_bodies", InitiativeBody, "initiative", "initiatives"),
    build_participation_table("collaboration_participants", Participation, "collaboration", "collaborations"),
    INDICATORS_TABLE,
    SOURCES_TABLE,
    OBSERVATIONS_TABLE,
    CITATIONS_TABLE,
    *PAIR_TABLES,
)
TABLES_BY_NAME = {table.name: table for table in TABLES}
# The tables that readers look for first.
MAIN_TABLES = ("organisations", "initiatives", "collaborations", "places", "indicators", "observations", "sources")
