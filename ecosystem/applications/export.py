"""Who uses AI for what as a table: each number of the matrix, with the list that it counts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _, override

from ecosystem.applications import counts as uses
from ecosystem.core import languages
from ecosystem.exports.columns import Column
from ecosystem.exports.dataset import Extract, texts
from ecosystem.models import Application
from ecosystem.models.page_addresses import identity
from ecosystem.visuals.heat_table import Cell

BY = {"kind": uses.by_kind, "theme": uses.by_theme}


@dataclass(frozen=True)
class Count:
    """A number of the matrix; `by` says what its columns are."""

    application: Application
    by: str
    cell: Cell

    @property
    def list_url(self) -> str:
        return settings.SITE_URL + self.cell.address if self.cell.address else ""


def counts(applications: Iterable[Application], by: str, ties: Iterable[str]) -> Iterator[Count]:
    """Return the numbers by kind or by theme of body, none left out, in the order of the matrix."""
    applications = list(applications)
    known = {application.slug: application for application in applications}
    with override(languages.ENGLISH):
        matrix = BY[by](applications, list(ties))
    for _sector, lines in matrix.groups:
        for line in lines:
            for cell in line.cells:
                yield Count(known[line.head.value], by, cell)


APPLICATIONS = Extract(
    "applications.csv",
    (
        Column("application", names="applications", is_required=True, read=lambda row: row.application.slug),
        *texts("name", lambda row: row.application),
        Column("sector", names="sectors", is_required=True, read=lambda row: row.application.sector.slug),
        Column(
            "by",
            choices=(("kind", _("Kind")), ("theme", _("Theme"))),
            read=lambda row: "" if row.cell.column.is_sum else row.by,
        ),
        Column("value", is_required=True, read=lambda row: row.cell.column.value),
        Column("count", "integer", is_required=True, read=lambda row: row.cell.count),
        Column("list_url", form="uri"),
        Column("page_url", form="uri", read=lambda row: identity(row.application)),
    ),
)
