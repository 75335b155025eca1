"""Sources as a CSV dataset."""

from dataclasses import replace

from ecosystem.exports.dataset import CsvDataset
from ecosystem.exports.releases import tables
from ecosystem.exports.releases.release_table import PAGE_URL_COLUMN
from ecosystem.models.page_addresses import build_permalink

# All listed sources have a page.
SOURCES_DATASET = CsvDataset(
    "sources.csv",
    tuple(
        replace(column, read=build_permalink) if column.name == PAGE_URL_COLUMN.name else column
        for column in tables.SOURCES_TABLE.columns
    ),
)
