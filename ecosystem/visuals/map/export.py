"""The map as a table: where each organisation stands, with the pages that say so."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ecosystem.exports.columns import Column, of_field
from ecosystem.exports.dataset import Extract, texts
from ecosystem.models import Citation, Organisation, Place
from ecosystem.models.page_addresses import identity


@dataclass(frozen=True)
class Standing:
    """An organisation with its place; how many collaborations join it with the other side of the boundary."""

    body: Organisation
    collaborations_across: int
    sources: tuple[str, ...]

    @property
    def place(self) -> Place | None:
        return self.body.place


def standings(bodies: Iterable[Organisation], shared: dict) -> Iterator[Standing]:
    """Return where these bodies stand; one query for the pages that bear it out."""
    addresses = Citation.objects.published().addresses_by_field("organisation")
    for body in bodies:
        yield Standing(body, len(shared.get(body.pk, ())), addresses.get((body.pk, "place"), ()))


def _of_place(name: str) -> Column:
    column = of_field(name, Place, read=lambda row: getattr(row.place, name) if row.place else "")
    return replace(column, is_required=False)


def _point(name: str) -> Column:
    return Column(name, "number", read=lambda row: getattr(row.place, name) if row.place and row.place.is_site else "")


MAP = Extract(
    "map.csv",
    (
        Column("organisation", names="organisations", is_required=True, read=lambda row: row.body.slug),
        *texts("name", lambda row: row.body),
        of_field("kind", Organisation, read=lambda row: row.body.kind),
        of_field("home_region", Organisation, read=lambda row: row.body.region),
        Column("place", names="places", read=lambda row: row.place.slug if row.place else ""),
        *texts("place_name", lambda row: row.place),
        *map(_of_place, ("precision", "region", "district")),
        *texts("city", lambda row: row.place, "city"),
        *map(_point, ("latitude", "longitude")),
        Column("collaborations_across", "integer"),
        Column("page_url", form="uri", read=lambda row: identity(row.body)),
        Column("sources", "list", names="sources"),
    ),
)
