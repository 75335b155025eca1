"""The records chosen for comparison: up to four organisations, or up to four initiatives."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

from ecosystem.models import Initiative, Organisation, Record

MAX_COMPARED = 4
COMPARABLE_MODELS = {model._meta.model_name: model for model in (Organisation, Initiative)}


class ComparisonBasket:
    """The chosen slugs of one kind of record, in the order of the address; at most the first four."""

    def __init__(self, kind: str, values: Iterable[str]):
        self.kind = kind
        self.requested_slugs = list(dict.fromkeys(value.strip() for value in values if value.strip()))
        self.slugs = self.requested_slugs[:MAX_COMPARED]

    @property
    def is_overfull(self) -> bool:
        return len(self.requested_slugs) > MAX_COMPARED

    @property
    def query(self) -> str:
        return urlencode([(self.kind, slug) for slug in self.slugs])

    @property
    def list_address(self) -> str:
        return reverse(f"{self.kind}-list")

    def get_comparison_address(self, *, but: str = "") -> str:
        query = ComparisonBasket(self.kind, (slug for slug in self.slugs if slug != but)).query
        return reverse("comparison") + (f"?{query}" if query else "")

    def find_records(self, rows) -> dict[str, Record]:
        """Return records by their requested slugs, in the order of the basket."""
        records = rows.map_by_slug(self.slugs)
        return {slug: records[slug] for slug in self.slugs if slug in records}

    def with_current_slugs(self, records: dict[str, Record]) -> "ComparisonBasket":
        return ComparisonBasket(self.kind, (records[slug].slug if slug in records else slug for slug in self.slugs))

    def list_records_off_page(self, rows: Iterable[Record]) -> list[Record]:
        """Return public records only; make no query if there can be none."""
        shown = {record.slug for record in rows}
        rest = ComparisonBasket(self.kind, (slug for slug in self.slugs if slug not in shown))
        return list(rest.find_records(COMPARABLE_MODELS[self.kind].objects.published().only_names()).values())
