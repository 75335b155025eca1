"""The columns of records in exported files: stable, in all three languages, public data only."""

from collections.abc import Callable, Iterator

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy

from ecosystem.core import languages
from ecosystem.models import Collaboration, Initiative, Organisation, Record
from ecosystem.models.page_addresses import build_permalink

# Records fetched at a time, so that long lists need no more memory.
CHUNK_SIZE = 200
LIST_SEPARATOR = " | "
# File extensions of lists of records, each with its label.
FILE_FORMATS = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON", "atom": "Atom"}
# Initiatives have dates to come.
CALENDAR_FORMAT = {"ics": gettext_lazy("Calendar")}

ColumnReaders = dict[str, Callable]


def _build_text_readers(name: str) -> ColumnReaders:
    """Return a reader for each language of a text; empty Simplified Chinese is converted from Traditional."""

    def build_reader(language: str) -> Callable:
        return lambda record: getattr(type(record), name).get_own_text(record, language)

    return {languages.get_language_column(name, language): build_reader(language) for language in languages.LANG_TAGS}


def _build_slugs_reader(name: str) -> Callable:
    return lambda record: tuple(row.slug for row in getattr(record, name).all())


def _build_date_reader(name: str) -> Callable:
    return lambda record: date.text if (date := getattr(record, name)) else ""


def _build_public_slug_reader(name: str) -> Callable:
    """Return a reader of the slug of a related record, empty if that is not public."""
    return lambda record: other.slug if (other := getattr(record, name)) and other.is_public else ""


def _build_attribute_reader(name: str) -> Callable:
    return lambda record: getattr(record, name)


def _build_roles_reader(name: str) -> Callable:
    """Return a reader of the participants as `slug:role`."""
    return lambda record: tuple(f"{join.organisation.slug}:{join.role}" for join in getattr(record, name))


def _iter_disputed_values(record) -> Iterator[str]:
    """Yield the disputed values of a record as `field: value (source URL)`."""
    for citation in record.numbered_citations:
        for field, claim in citation.disputed_claims:
            yield f"{field}: {claim.value} ({citation.source.url})" if claim else f"{field}: ({citation.source.url})"


COMMON: ColumnReaders = {
    "slug": _build_attribute_reader("slug"),
    "page_url": build_permalink,
    "kind": _build_attribute_reader("kind"),
    **_build_text_readers("name"),
    **_build_text_readers("summary"),
    "website": _build_attribute_reader("website"),
    "ai": _build_attribute_reader("ai"),
    "themes": _build_slugs_reader("themes"),
    "applications": _build_slugs_reader("applications"),
}
ABOUT: ColumnReaders = {
    "sources": lambda record: tuple(citation.source.url for citation in record.numbered_citations),
    "sources_read_on": lambda record: record.last_read_on,
    "disputed": lambda record: tuple(_iter_disputed_values(record)),
    "verified_on": _build_attribute_reader("verified_on"),
    "updated_on": lambda record: record.updated_on,
}


def _build_place_reader(read: Callable) -> Callable:
    return lambda organisation: read(organisation.place) if organisation.place else ""


ORGANISATION: ColumnReaders = {
    **COMMON,
    "acronym": _build_attribute_reader("acronym"),
    "aliases": lambda organisation: tuple(organisation.aliases),
    "founded": _build_date_reader("founded"),
    "closed": _build_date_reader("closed"),
    "parent": _build_public_slug_reader("parent"),
    "successor": _build_public_slug_reader("successor"),
    "region": _build_place_reader(lambda place: place.region),
    "home_region": _build_attribute_reader("region"),
    "district": _build_place_reader(lambda place: place.district),
    "place": _build_place_reader(lambda place: place.slug),
    "precision": _build_place_reader(lambda place: place.precision),
    # Only a known site has coordinates.
    "latitude": _build_place_reader(lambda place: float(place.latitude) if place.is_site else ""),
    "longitude": _build_place_reader(lambda place: float(place.longitude) if place.is_site else ""),
    "address": _build_attribute_reader("address"),
    "support": _build_slugs_reader("support"),
    "ror": _build_attribute_reader("ror"),
    "wikidata": _build_attribute_reader("wikidata"),
    **ABOUT,
}
INITIATIVE: ColumnReaders = {
    **COMMON,
    "state": _build_attribute_reader("state"),
    "announced": _build_date_reader("announced"),
    "starts": _build_date_reader("starts"),
    "ends": _build_date_reader("ends"),
    "applications_close": _build_date_reader("applications_close"),
    "amount": _build_attribute_reader("amount"),
    "currency": lambda initiative: initiative.currency if initiative.amount is not None else "",
    "amount_basis": _build_attribute_reader("amount_basis"),
    "bodies": _build_roles_reader("public_involvements"),
    "audience": _build_slugs_reader("audience"),
    "support": _build_slugs_reader("support"),
    **_build_text_readers("eligibility"),
    "apply_url": _build_attribute_reader("apply_url"),
    "part_of": _build_public_slug_reader("part_of"),
    "builds_on": lambda initiative: tuple(row.slug for row in initiative.public_foundations),
    "acronym": _build_attribute_reader("acronym"),
    "aliases": lambda initiative: tuple(initiative.aliases),
    **ABOUT,
}
COLLABORATION: ColumnReaders = {
    **COMMON,
    "participants": _build_roles_reader("public_participations"),
    "reach": lambda collaboration: tuple(map(str, collaboration.reach)),
    "initiative": _build_public_slug_reader("initiative"),
    "announced": _build_date_reader("announced"),
    "starts": _build_date_reader("starts"),
    "ends": _build_date_reader("ends"),
    # Whether a name is our own description, which nobody else uses.
    "name_en_is_descriptive": _build_attribute_reader("name_en_is_descriptive"),
    "name_zh_hant_is_descriptive": _build_attribute_reader("name_zh_hant_is_descriptive"),
    **ABOUT,
}
COLUMNS = {Organisation: ORGANISATION, Initiative: INITIATIVE, Collaboration: COLLABORATION}


def get_record_header(model: type[Record]) -> list[str]:
    return list(COLUMNS[model])


def iter_record_rows(queryset) -> Iterator[list]:
    """Yield the rows of a queryset with lists as text."""
    for values in iter_typed_record_rows(queryset):
        yield [LIST_SEPARATOR.join(value) if isinstance(value, tuple) else value for value in values]


def iter_record_documents(queryset) -> Iterator[dict]:
    """Yield the rows as dicts for JSON, with lists as tuples and unknown values as None."""
    names = get_record_header(queryset.model)
    for values in iter_typed_record_rows(queryset):
        yield dict(zip(names, (None if value == "" else value for value in values), strict=True))


def iter_typed_record_rows(queryset) -> Iterator[list]:
    """Yield the rows with lists as tuples, fetched a chunk at a time."""
    columns = COLUMNS[queryset.model].values()
    for record in _prefetch_for_export(queryset).iterator(chunk_size=CHUNK_SIZE):
        yield [read(record) for read in columns]
        # A record and its prefetched rows refer to each other; without this, thousands of them
        # would wait for the garbage collector.
        vars(record).clear()


def _prefetch_for_export(queryset):
    model = queryset.model
    queryset = queryset.prefetch_related("themes", "applications").with_sources()
    if model is Organisation:
        return queryset.select_related("place", "parent", "successor").prefetch_related("support")
    if model is Initiative:
        bases = Prefetch("builds_on", Initiative.objects.published().only("slug"), "public_foundations")
        queryset = queryset.with_state().select_related("part_of").with_involvements()
        return queryset.prefetch_related("audience", "support", bases)
    return queryset.select_related("initiative").with_participations()
