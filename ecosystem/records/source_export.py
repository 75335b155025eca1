"""The columns of the file of sources."""

from dataclasses import replace

from ecosystem.exports.dataset import Extract
from ecosystem.exports.releases import tables
from ecosystem.exports.releases.table import PAGE_URL
from ecosystem.models.page_addresses import identity

# A list holds those alone that have a page.
SOURCES = Extract(
    "sources.csv",
    tuple(
        replace(column, read=identity) if column.name == PAGE_URL.name else column for column in tables.SOURCE.columns
    ),
)
