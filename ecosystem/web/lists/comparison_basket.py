"""What an address holds for comparing: up to four organisations, or up to four initiatives."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

from ecosystem.models import Initiative, Organisation, Record

MOST = 4
KINDS = {model._meta.model_name: model for model in (Organisation, Initiative)}


class Basket:
    """Slugs of one kind of record, in the order of the address; of more than four the first four."""

    def __init__(self, kind: str, values: Iterable[str]):
        self.kind = kind
        self.given = list(dict.fromkeys(value.strip() for value in values if value.strip()))
        self.slugs = self.given[:MOST]

    @property
    def is_overfull(self) -> bool:
        return len(self.given) > MOST

    @property
    def query(self) -> str:
        return urlencode([(self.kind, slug) for slug in self.slugs])

    @property
    def list_address(self) -> str:
        return reverse(f"{self.kind}-list")

    def address(self, *, but: str = "") -> str:
        """Return the comparison of what it holds, or of all but one."""
        query = Basket(self.kind, (slug for slug in self.slugs if slug != but)).query
        return reverse("comparison") + (f"?{query}" if query else "")

    def found(self, rows) -> dict[str, Record]:
        """Return those of these rows that it holds, by the slugs that it holds them by, in its own order."""
        found = rows.at(self.slugs)
        return {slug: found[slug] for slug in self.slugs if slug in found}

    def led_on(self, found: dict[str, Record]) -> "Basket":
        """Return the basket of the same records by their present slugs."""
        return Basket(self.kind, (found[slug].slug if slug in found else slug for slug in self.slugs))

    def beside(self, rows: Iterable[Record]) -> list[Record]:
        """Return the public records that it holds besides these; no query where there can be none."""
        shown = {record.slug for record in rows}
        rest = Basket(self.kind, (slug for slug in self.slugs if slug not in shown))
        return list(rest.found(KINDS[self.kind].objects.published().only_names()).values())
