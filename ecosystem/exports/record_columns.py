"""Lists as rows for machines: stable columns, all three languages, only what is public; the same for every file."""

from collections.abc import Callable, Iterator

from django.db.models import Prefetch

from ecosystem.core import languages
from ecosystem.models import Collaboration, Initiative, Organisation
from ecosystem.models.page_addresses import identity

# So many records are fetched at once, so that a list of any length takes the same memory.
CHUNK = 200
LISTED = " | "
# The forms of a list of records, each with its word.
FORMS = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON", "atom": "Atom"}

Columns = dict[str, Callable]


def _texts(name: str) -> Columns:
    """Return a column for each language of a text; Simplified is what readers see, converted where it must be."""

    def reads(language):
        return lambda record: getattr(type(record), name).own(record, language)

    return {languages.column(name, language): reads(language) for language in languages.LANG_TAGS}


def _slugs(name: str) -> Callable:
    return lambda record: tuple(row.slug for row in getattr(record, name).all())


def _date(name: str) -> Callable:
    return lambda record: date.text if (date := getattr(record, name)) else ""


def _public(name: str) -> Callable:
    """Return the slug of another record, if that is public."""
    return lambda record: other.slug if (other := getattr(record, name)) and other.is_public else ""


def _plain(name: str) -> Callable:
    return lambda record: getattr(record, name)


def _bodies(name: str) -> Callable:
    """Return who takes part, each as `slug:role`."""
    return lambda record: tuple(f"{join.organisation.slug}:{join.role}" for join in getattr(record, name))


def _disputed(record) -> Iterator[str]:
    """Return what other sources say of fields, each as `field: value (address)`."""
    for citation in record.numbered_citations:
        for field, claim in citation.disputed:
            yield f"{field}: {claim.value} ({citation.source.url})" if claim else f"{field}: ({citation.source.url})"


COMMON: Columns = {
    "slug": _plain("slug"),
    "page_url": identity,
    "kind": _plain("kind"),
    **_texts("name"),
    **_texts("summary"),
    "website": _plain("website"),
    "ai": _plain("ai"),
    "themes": _slugs("themes"),
    "applications": _slugs("applications"),
}
ABOUT: Columns = {
    "sources": lambda record: tuple(citation.source.url for citation in record.numbered_citations),
    "sources_read_on": lambda record: record.last_read_on,
    "disputed": lambda record: tuple(_disputed(record)),
    "verified_on": _plain("verified_on"),
    "updated_on": lambda record: record.updated_on,
}


def _place(read: Callable) -> Callable:
    return lambda body: read(body.place) if body.place else ""


ORGANISATION: Columns = {
    **COMMON,
    "acronym": _plain("acronym"),
    "aliases": lambda body: tuple(body.aliases),
    "founded": _date("founded"),
    "closed": _date("closed"),
    "parent": _public("parent"),
    "successor": _public("successor"),
    "region": _place(lambda place: place.region),
    "home_region": _plain("region"),
    "district": _place(lambda place: place.district),
    "place": _place(lambda place: place.slug),
    "precision": _place(lambda place: place.precision),
    # Only what stands at a known site has a point.
    "latitude": _place(lambda place: float(place.latitude) if place.is_site else ""),
    "longitude": _place(lambda place: float(place.longitude) if place.is_site else ""),
    "address": _plain("address"),
    "support": _slugs("support"),
    "ror": _plain("ror"),
    "wikidata": _plain("wikidata"),
    **ABOUT,
}
INITIATIVE: Columns = {
    **COMMON,
    "state": _plain("state"),
    "announced": _date("announced"),
    "starts": _date("starts"),
    "ends": _date("ends"),
    "applications_close": _date("applications_close"),
    "amount": _plain("amount"),
    "currency": lambda initiative: initiative.currency if initiative.amount is not None else "",
    "amount_basis": _plain("amount_basis"),
    "bodies": _bodies("public_involvements"),
    "audience": _slugs("audience"),
    "support": _slugs("support"),
    **_texts("eligibility"),
    "apply_url": _plain("apply_url"),
    "part_of": _public("part_of"),
    "builds_on": lambda initiative: tuple(row.slug for row in initiative.public_foundations),
    "acronym": _plain("acronym"),
    "aliases": lambda initiative: tuple(initiative.aliases),
    **ABOUT,
}
COLLABORATION: Columns = {
    **COMMON,
    "participants": _bodies("public_participations"),
    "reach": lambda collaboration: tuple(map(str, collaboration.reach)),
    "initiative": _public("initiative"),
    "announced": _date("announced"),
    "starts": _date("starts"),
    "ends": _date("ends"),
    # Whether a name is a description of our own, which nobody else uses.
    "name_en_is_descriptive": _plain("name_en_is_descriptive"),
    "name_zh_hant_is_descriptive": _plain("name_zh_hant_is_descriptive"),
    **ABOUT,
}
COLUMNS = {Organisation: ORGANISATION, Initiative: INITIATIVE, Collaboration: COLLABORATION}


def header(model) -> list[str]:
    return list(COLUMNS[model])


def rows(queryset) -> Iterator[list]:
    """Return the rows of a list, in its order, a chunk at a time."""
    for values in typed_rows(queryset):
        yield [LISTED.join(value) if isinstance(value, tuple) else value for value in values]


def documents(queryset) -> Iterator[dict]:
    """Return the same rows for JSON: each value under its column, a list as a list, null where nothing is known."""
    names = header(queryset.model)
    for values in typed_rows(queryset):
        yield dict(zip(names, (None if value == "" else value for value in values), strict=True))


def typed_rows(queryset) -> Iterator[list]:
    """Return the same rows for what has lists of its own: a list of words stays one, as a tuple."""
    columns = COLUMNS[queryset.model].values()
    for record in _fetched(queryset).iterator(chunk_size=CHUNK):
        yield [read(record) for read in columns]
        # A record and what was fetched with it refer to each other: unless that ends here, they wait in
        # thousands for the collector of garbage.
        vars(record).clear()


def _fetched(queryset):
    model = queryset.model
    queryset = queryset.prefetch_related("themes", "applications").with_sources()
    if model is Organisation:
        return queryset.select_related("place", "parent", "successor").prefetch_related("support")
    if model is Initiative:
        bases = Prefetch("builds_on", Initiative.objects.published().only("slug"), "public_foundations")
        queryset = queryset.with_state().select_related("part_of").with_bodies()
        return queryset.prefetch_related("audience", "support", bases)
    return queryset.select_related("initiative").with_parties()
