"""The public tables of the directory, as every form of a release holds them."""

from dataclasses import replace

from django.db.models import BooleanField, ExpressionWrapper, F, Q

from ecosystem.core.languages import LANG_TAGS, column
from ecosystem.exports.columns import Column, of_field
from ecosystem.exports.releases.table import (
    PAGE_URL,
    Table,
    date_of,
    linked_texts,
    of_pairs,
    of_parts,
    of_records,
    of_words,
    slug_of,
    texts,
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
from ecosystem.models.citations import TARGETS
from ecosystem.models.claims import Claim
from ecosystem.models.initiatives import State
from ecosystem.models.page_addresses import identity
from ecosystem.models.places import District


def _number(value):
    """Return a figure as a plain number, whole where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)


STATE = Column("state", choices=tuple(State.choices), is_required=True)
ORGANISATIONS = of_records(
    "organisations",
    Organisation,
    computed={
        "region": Column("region", choices=tuple(Region.choices)),
        "district": Column("district", choices=tuple(District.choices)),
        "precision": Column("precision", choices=tuple(Precision.choices)),
        "latitude": Column("latitude", "number"),
        "longitude": Column("longitude", "number"),
    },
    keys={
        "parent": "organisations", "successor": "organisations", "place": "places", "themes": "themes",
        "applications": "applications", "support": "support",
    },
    lists=("themes", "applications", "support", "sources"),
)  # fmt: skip
INITIATIVES = of_records(
    "initiatives",
    Initiative,
    computed={"state": STATE, "bodies": Column("bodies", "list")},
    keys={
        "part_of": "initiatives", "builds_on": "initiatives", "audience": "audiences", "support": "support",
        "themes": "themes", "applications": "applications",
    },
    lists=("themes", "applications", "bodies", "audience", "support", "builds_on", "sources"),
)  # fmt: skip
COLLABORATIONS = of_records(
    "collaborations",
    Collaboration,
    computed={
        "participants": Column("participants", "list"),
        "reach": Column("reach", "list", choices=tuple(Reach.choices)),
    },
    keys={"initiative": "initiatives", "themes": "themes", "applications": "applications"},
    lists=("themes", "applications", "participants", "sources"),
)
PLACES = Table(
    "places",
    (
        of_field("slug", Place),
        PAGE_URL,
        *texts("name", Place),
        *(of_field(name, Place) for name in ("region", "precision", "district")),
        *texts("city", Place),
        of_field("country", Place),
        of_field("latitude", Place, read=lambda place: float(place.latitude)),
        of_field("longitude", Place, read=lambda place: float(place.longitude)),
        of_field("verified_on", Place),
    ),
    lambda: Place.objects.order_by("slug"),
)


def _sources():
    """Return what anything public rests on; where a figure alone does, the source has no page of its own."""
    has_page = Q(pk__in=Source.objects.published().values("pk"))
    of_figures = Q(pk__in=Observation.objects.values("source"))
    rows = Source.objects.filter(has_page | of_figures)
    return rows.annotate(has_page=ExpressionWrapper(has_page, BooleanField())).order_by("url")


SOURCE = Table(
    "sources",
    (
        of_field("url", Source),
        replace(PAGE_URL, read=lambda source: identity(source) if source.has_page else None),
        *(of_field(name, Source) for name in ("title", "publisher")),
        of_field("published", Source, read=date_of("published")),
        *(of_field(name, Source) for name in ("read_on", "grade", "link_status", "link_checked_on")),
    ),
    _sources,
    key=("url",),
)


def _claims(citation):
    """Return what the source says of each field that it disputes, as `field: value`."""
    return tuple(f"{field}: {claim.value}" for field, claim in citation.disputed if claim)


def _reasons(language):
    """Return what reads why the source is not followed, as `field: reason`; what is missing in a language is left out."""

    def read(citation):
        said = ((field, Claim.reason.own(claim, language)) for field, claim in citation.disputed if claim)
        return tuple(f"{field}: {reason}" for field, reason in said if reason)

    return read


CITATIONS = Table(
    "citations",
    (
        *(Column(name, names=f"{name}s", read=slug_of(name)) for name in TARGETS),
        Column("source", names="sources", is_required=True, read=lambda citation: citation.source.url),
        of_field("position", Citation),
        of_field("supports", Citation, read=lambda citation: tuple(citation.supports)),
        of_field("disputes", Citation, read=lambda citation: tuple(citation.disputes)),
        Column("claims", "list", read=_claims),
        *(Column(column("reason", name), "list", read=_reasons(name)) for name in LANG_TAGS),
    ),
    lambda: (
        Citation.objects.published()
        .select_related("source", *TARGETS)
        .order_by(*(F(f"{name}__slug").asc(nulls_last=True) for name in TARGETS), "position", "source__url")
    ),
    key=(),
)
INDICATORS = Table(
    "indicators",
    (
        of_field("slug", Indicator),
        PAGE_URL,
        *texts("name", Indicator),
        of_field("unit", Indicator),
        *texts("unit", Indicator),
        Column("organisation", names="organisations", read=slug_of("organisation")),
        Column("themes", "list", names="themes", read=lambda row: tuple(theme.slug for theme in row.themes.all())),
        of_field("verified_on", Indicator),
    ),
    lambda: Indicator.objects.published().select_related("organisation").prefetch_related("themes").order_by("slug"),
    lists=("themes",),
)
OBSERVATIONS = Table(
    "observations",
    (
        Column("indicator", names="indicators", is_required=True, read=slug_of("indicator")),
        Column("period", form="partial_date", is_required=True, read=date_of("period")),
        of_field("value", Observation, read=lambda row: _number(row.value)),
        of_field("qualifier", Observation),
        Column("source", names="sources", is_required=True, read=lambda row: row.source.url),
    ),
    lambda: Observation.objects.select_related("indicator", "source").order_by("indicator__slug", "period"),
    key=("indicator", "period"),
)
WORDS = (
    of_words("themes", Theme, PAGE_URL, *texts("tagline", Theme), *linked_texts("introduction", Theme)),
    of_words("sectors", Sector),
    of_words(
        "applications",
        Application,
        PAGE_URL,
        Column("sector", names="sectors", is_required=True, read=slug_of("sector")),
        *texts("description", Application),
    ),
    of_words("support", Support),
    of_words("audiences", Audience),
)
PAIRS = (
    *(
        of_pairs(f"{kind}_{name}", model, name, (f"{kind}s", name), (kind, name.removesuffix("s")))
        for kind, model in (("organisation", Organisation), ("initiative", Initiative), ("collaboration", Collaboration))
        for name in ("themes", "applications")
    ),
    of_pairs("organisation_support", Organisation, "support", ("organisations", "support"), ("organisation", "support")),
    of_pairs("initiative_support", Initiative, "support", ("initiatives", "support"), ("initiative", "support")),
    of_pairs("initiative_audiences", Initiative, "audience", ("initiatives", "audiences"), ("initiative", "audience")),
    of_pairs("initiative_foundations", Initiative, "builds_on", ("initiatives", "initiatives"), ("initiative", "builds_on")),
    of_pairs("indicator_themes", Indicator, "themes", ("indicators", "themes"), ("indicator", "theme")),
)  # fmt: skip
# In this order each table finds what it refers to in itself or in one before it.
TABLES = (
    *WORDS,
    PLACES,
    ORGANISATIONS,
    INITIATIVES,
    COLLABORATIONS,
    of_parts("initiative_bodies", InitiativeBody, "initiative", "initiatives"),
    of_parts("collaboration_participants", Participation, "collaboration", "collaborations"),
    INDICATORS,
    SOURCE,
    OBSERVATIONS,
    CITATIONS,
    *PAIRS,
)
BY_NAME = {table.name: table for table in TABLES}
# What people look for first.
MAIN = ("organisations", "initiatives", "collaborations", "places", "indicators", "observations", "sources")
