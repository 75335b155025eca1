"""The public tables of the directory, as every form of a release holds them: rows, columns, keys."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.utils.translation import override

from ecosystem import downloads, translation
from ecosystem.introductions import linked as linked_text
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
from ecosystem.models.places import District
from ecosystem.querysets.initiatives import State
from ecosystem.releases.columns import Column, by_names, of_field
from ecosystem.releases.meanings import TITLES
from ecosystem.structured_data import identity


@dataclass(frozen=True)
class Table:
    """A table; `key` names the columns that tell its rows apart, `lists` those that other tables spell out."""

    name: str
    columns: tuple[Column, ...]
    queryset: Callable
    key: tuple[str, ...] = ("slug",)
    # Columns that tables of pairs hold as well, which a database therefore leaves out.
    lists: tuple[str, ...] = ()
    # Reads whole rows, where a list as a file has them already.
    read: Callable | None = field(default=None, compare=False)

    @property
    def title(self):
        return TITLES[self.name]

    def rows(self) -> Iterator[list]:
        """Return the rows in the order of their keys, a chunk at a time; what is not known is None."""
        for row in self._read():
            yield [None if value == "" or value == () else value for value in row]

    def _read(self) -> Iterator[list]:
        if self.read:
            yield from self.read(self.queryset())
            return
        readers = [column.read or _attribute(column.name) for column in self.columns]
        for row in self.queryset().iterator(chunk_size=downloads.CHUNK):
            yield [read(row) for read in readers]


def _attribute(name: str) -> Callable:
    return lambda row: getattr(row, name)


def _texts(name: str, model) -> list[Column]:
    """Return a column for each language of a text; Simplified is what readers see, converted where it must be."""
    field_of = {language: translation.column(name, language) for language in translation.LANG_TAGS}
    text = translation.Translated(name)
    text.__set_name__(model, name)

    def reads(language, tag):
        def read(row):
            found = text.read(row, language)
            return str(found) if found.lang == tag else ""

        return read

    return [
        of_field(column, model, read=reads(language, translation.LANG_TAGS[language]))
        for language, column in field_of.items()
    ]


def _linked(name: str, model) -> list[Column]:
    """Return the columns of a text in Markdown, in which links lead to pages of the site."""

    def linked(read):
        def read_linked(row):
            with override(translation.ENGLISH):
                return linked_text(read(row), settings.SITE_URL)

        return read_linked

    return [replace(column, read=linked(column.read)) for column in _texts(name, model)]


ADDRESS = Column("address", form="uri", read=identity)
UPDATED = Column("updated_on", "date")
SOURCES = Column("sources", "list", names="sources")
READ_ON = Column("sources_read_on", "date")


def _word(name: str, model, *more: Column) -> Table:
    columns = (of_field("slug", model), *_texts("name", model), *more, of_field("position", model))
    return Table(name, columns, lambda: model.objects.order_by("slug"))


def _records(name: str, model, of, computed, keys, lists) -> Table:
    shared = {column.name: column for column in (ADDRESS, SOURCES, READ_ON, UPDATED)}
    columns = by_names(downloads.header(model), model, of, shared | computed, keys)
    return Table(
        name, columns, lambda: model.objects.published().order_by("slug"), lists=lists, read=downloads.typed_rows
    )


def _pairs(name: str, model, field_name: str, names: tuple[str, str], columns: tuple[str, str]) -> Table:
    """Return the table of pairs that a list of a record makes; both ends are public."""
    relation = model._meta.get_field(field_name).remote_field.through
    own, other = (column.name for column in relation._meta.concrete_fields if column.is_relation)
    ends = {f"{own}__in": model.objects.published()}
    # Words of a vocabulary are all public; of records those are that have been published.
    to = relation._meta.get_field(other).related_model

    def queryset():
        rows = relation.objects.filter(**ends)
        if hasattr(to.objects, "published"):
            rows = rows.filter(**{f"{other}__in": to.objects.published()})
        return rows.select_related(own, other).only(f"{own}__slug", f"{other}__slug").order_by(
            f"{own}__slug", f"{other}__slug"
        )

    made = tuple(
        Column(column, names=table, is_required=True, read=lambda row, end=end: getattr(row, end).slug)
        for column, table, end in zip(columns, names, (own, other), strict=True)
    )
    return Table(name, made, queryset, key=columns)


def _parts(name: str, model, record: str, table: str) -> Table:
    """Return the table of who takes part in what, as what."""
    columns = (
        Column(record, names=table, is_required=True, read=lambda row: getattr(row, record).slug),
        Column("organisation", names="organisations", is_required=True, read=lambda row: row.organisation.slug),
        of_field("role", model),
    )

    def queryset():
        rows = model.objects.published().select_related(record, "organisation")
        rows = rows.only("role", f"{record}__slug", "organisation__slug")
        return rows.order_by(f"{record}__slug", "organisation__slug", "role")

    return Table(name, columns, queryset, key=(record, "organisation", "role"))


def _slug_of(name: str) -> Callable:
    """Read the slug of another row, where there is one that may be seen."""

    def read(row):
        other = getattr(row, name)
        return other.slug if other and getattr(other, "is_public", True) else None

    return read


def _date(name: str) -> Callable:
    return lambda row: date.text if (date := getattr(row, name)) else None


def _number(value):
    """Return a figure as a plain number, whole where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)


STATE = Column("state", choices=tuple(State.choices), is_required=True)
ORGANISATIONS = _records(
    "organisations",
    Organisation,
    of={"part_of": "parent", "replaced_by": "successor", "postal_address": "address", "gives": "support"},
    computed={
        "region": Column("region", choices=tuple(Region.choices)),
        "district": Column("district", choices=tuple(District.choices)),
        "precision": Column("precision", choices=tuple(Precision.choices)),
        "latitude": Column("latitude", "number"),
        "longitude": Column("longitude", "number"),
    },
    keys={
        "part_of": "organisations", "replaced_by": "organisations", "place": "places", "themes": "themes",
        "applications": "applications", "gives": "support",
    },
    lists=("themes", "applications", "gives", "sources"),
)  # fmt: skip
INITIATIVES = _records(
    "initiatives",
    Initiative,
    of={"for": "audience", "gives": "support", "apply_at": "apply_url"},
    computed={"state": STATE, "bodies": Column("bodies", "list")},
    keys={
        "part_of": "initiatives", "builds_on": "initiatives", "for": "audiences", "gives": "support",
        "themes": "themes", "applications": "applications",
    },
    lists=("themes", "applications", "bodies", "for", "gives", "builds_on", "sources"),
)  # fmt: skip
COLLABORATIONS = _records(
    "collaborations",
    Collaboration,
    of={"under": "initiative"},
    computed={"parties": Column("parties", "list"), "reach": Column("reach", "list", choices=tuple(Reach.choices))},
    keys={"under": "initiatives", "themes": "themes", "applications": "applications"},
    lists=("themes", "applications", "parties", "sources"),
)
PLACES = Table(
    "places",
    (
        of_field("slug", Place),
        ADDRESS,
        *_texts("name", Place),
        *(of_field(name, Place) for name in ("region", "precision", "district")),
        *_texts("city", Place),
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
        replace(ADDRESS, read=lambda source: identity(source) if source.has_page else None),
        *(of_field(name, Source) for name in ("title", "publisher")),
        of_field("published", Source, read=_date("published")),
        *(of_field(name, Source) for name in ("read_on", "grade", "link_status", "link_checked_on")),
    ),
    _sources,
    key=("url",),
)
CITATIONS = Table(
    "citations",
    (
        *(Column(name, names=f"{name}s", read=_slug_of(name)) for name in TARGETS),
        Column("source", names="sources", is_required=True, read=lambda citation: citation.source.url),
        of_field("position", Citation),
        of_field("supports", Citation, read=lambda citation: tuple(citation.supports)),
        of_field("disputes", Citation, read=lambda citation: tuple(citation.disputes)),
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
        ADDRESS,
        *_texts("name", Indicator),
        of_field("unit", Indicator),
        *_texts("unit", Indicator),
        Column("published_by", names="organisations", read=_slug_of("organisation")),
        Column("themes", "list", names="themes", read=lambda row: tuple(theme.slug for theme in row.themes.all())),
        of_field("verified_on", Indicator),
    ),
    lambda: (
        Indicator.objects.published().select_related("organisation").prefetch_related("themes").order_by("slug")
    ),
    lists=("themes",),
)
OBSERVATIONS = Table(
    "observations",
    (
        Column("indicator", names="indicators", is_required=True, read=_slug_of("indicator")),
        Column("period", form="partial_date", is_required=True, read=_date("period")),
        of_field("value", Observation, read=lambda row: _number(row.value)),
        of_field("qualifier", Observation),
        Column("source", names="sources", is_required=True, read=lambda row: row.source.url),
    ),
    lambda: Observation.objects.select_related("indicator", "source").order_by("indicator__slug", "period"),
    key=("indicator", "period"),
)
WORDS = (
    _word("themes", Theme, ADDRESS, *_texts("tagline", Theme), *_linked("introduction", Theme)),
    _word("sectors", Sector),
    _word(
        "applications",
        Application,
        ADDRESS,
        Column("sector", names="sectors", is_required=True, read=_slug_of("sector")),
        *_texts("description", Application),
    ),
    _word("support", Support),
    _word("audiences", Audience),
)
PAIRS = (
    *(
        _pairs(f"{kind}_{name}", model, name, (f"{kind}s", name), (kind, name.removesuffix("s")))
        for kind, model in (("organisation", Organisation), ("initiative", Initiative), ("collaboration", Collaboration))
        for name in ("themes", "applications")
    ),
    _pairs("organisation_support", Organisation, "support", ("organisations", "support"), ("organisation", "support")),
    _pairs("initiative_support", Initiative, "support", ("initiatives", "support"), ("initiative", "support")),
    _pairs("initiative_audiences", Initiative, "audience", ("initiatives", "audiences"), ("initiative", "audience")),
    _pairs("initiative_foundations", Initiative, "builds_on", ("initiatives", "initiatives"), ("initiative", "builds_on")),
    _pairs("indicator_themes", Indicator, "themes", ("indicators", "themes"), ("indicator", "theme")),
)  # fmt: skip
# In this order each table finds what it refers to in itself or in one before it.
TABLES = (
    *WORDS,
    PLACES,
    ORGANISATIONS,
    INITIATIVES,
    COLLABORATIONS,
    _parts("initiative_bodies", InitiativeBody, "initiative", "initiatives"),
    _parts("collaboration_parties", Participation, "collaboration", "collaborations"),
    INDICATORS,
    SOURCE,
    OBSERVATIONS,
    CITATIONS,
    *PAIRS,
)
BY_NAME = {table.name: table for table in TABLES}
# What people look for first.
MAIN = ("organisations", "initiatives", "collaborations", "places", "indicators", "observations", "sources")
