"""The application heat table as a CSV dataset: each count with the address of the counted list."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _, override

from ecosystem.applications.counts import build_kind_heat_table, build_theme_heat_table
from ecosystem.core import languages
from ecosystem.exports.columns import ExportColumn, build_related_text_columns
from ecosystem.exports.export_table import ExportTable
from ecosystem.models import Application
from ecosystem.models.page_addresses import build_permalink
from ecosystem.visuals.heat_table import HeatTableCell

HEAT_TABLE_BUILDERS = {"kind": build_kind_heat_table, "theme": build_theme_heat_table}


@dataclass(frozen=True)
class ApplicationCount:
    """`by` is `kind` or `theme`."""

    application: Application
    by: str
    cell: HeatTableCell

    @property
    def list_url(self) -> str:
        return settings.SITE_URL + self.cell.address if self.cell.address else ""


def iter_application_counts(
    applications: Iterable[Application], by: str, relationships: Iterable[str]
) -> Iterator[ApplicationCount]:
    """Include empty cells."""
    applications = list(applications)
    applications_by_slug = {application.slug: application for application in applications}
    with override(languages.ENGLISH):
        heat_table = HEAT_TABLE_BUILDERS[by](applications, list(relationships))
    for _sector, rows in heat_table.groups:
        for row in rows:
            for cell in row.cells:
                yield ApplicationCount(applications_by_slug[row.head.value], by, cell)


APPLICATIONS_DATASET = ExportTable(
    "applications.csv",
    (
        ExportColumn("application", names="applications", is_required=True, read=lambda row: row.application.slug),
        *build_related_text_columns("name", lambda row: row.application),
        ExportColumn("sector", names="sectors", is_required=True, read=lambda row: row.application.sector.slug),
        ExportColumn(
            "by",
            choices=(("kind", _("Type")), ("theme", _("Theme"))),
            read=lambda row: "" if row.cell.column.is_sum else row.by,
        ),
        ExportColumn("value", is_required=True, read=lambda row: row.cell.column.value),
        ExportColumn("count", "integer", is_required=True, read=lambda row: row.cell.count),
        ExportColumn("list_url", form="uri"),
        ExportColumn("page_url", form="uri", read=lambda row: build_permalink(row.application)),
    ),
)
