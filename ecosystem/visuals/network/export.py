"""The network as a table: what ties each two organisations, with the pages that say so."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ecosystem.exports.columns import Column
from ecosystem.exports.dataset import Extract, texts
from ecosystem.models import Citation, Organisation
from ecosystem.models.page_addresses import identity
from ecosystem.visuals.network.graph import Network, Tie, TieKind
from ecosystem.visuals.network.paths import FIELDS, MODELS, bearer

TIES = {
    TieKind.COLLABORATION: _("Both are parties of a collaboration"),
    TieKind.INITIATIVE: _("One leads an initiative that the other takes part in"),
    TieKind.PART: _("One is a part of the other"),
}


@dataclass(frozen=True)
class Row:
    """A tie with its two ends."""

    a: Organisation
    b: Organisation
    tie: Tie
    across: bool
    sources: tuple[str, ...]

    @property
    def record(self):
        return self.tie.record

    @property
    def bearer(self):
        """What has a page that tells of the tie: the record that it comes from, else the part."""
        return self.tie.record or self.b


def tied(shown: Network) -> Iterator[Row]:
    """Return the ties of what is shown; one query for each kind of tie, for the pages that bear it out."""
    addresses = {
        kind: Citation.objects.published().addresses_by_field(model._meta.model_name) for kind, model in MODELS.items()
    }
    for tie in shown.ties:
        found = addresses[tie.kind].get((bearer(tie), FIELDS[tie.kind]), ())
        yield Row(shown.bodies[tie.a], shown.bodies[tie.b], tie, shown.is_across(tie.a, tie.b), found)


def _date(name: str) -> Column:
    return Column(
        name, form="partial_date", read=lambda row: date.text if (date := getattr(row.record, name, None)) else ""
    )


NETWORK = Extract(
    "network.csv",
    (
        Column("a", names="organisations", is_required=True, read=lambda row: row.a.slug),
        *texts("a_name", lambda row: row.a),
        Column("b", names="organisations", is_required=True, read=lambda row: row.b.slug),
        *texts("b_name", lambda row: row.b),
        Column(
            "tie",
            choices=tuple((kind.value, label) for kind, label in TIES.items()),
            is_required=True,
            read=lambda row: row.tie.kind.value,
        ),
        Column("record", read=lambda row: row.record.slug if row.record else ""),
        *texts("record_name", lambda row: row.record),
        *map(_date, ("announced", "starts")),
        Column("across", "boolean"),
        Column("page_url", form="uri", read=lambda row: identity(row.bearer)),
        Column("sources", "list", names="sources"),
    ),
)
