"""Tables of what pages show beside the lists of records: a tie, an event, a figure a row; what each column holds."""

from dataclasses import replace

from ecosystem.extracts.applications import APPLICATIONS
from ecosystem.extracts.changes import CHANGES
from ecosystem.extracts.extract import Extract
from ecosystem.extracts.indicators import INDICATORS
from ecosystem.extracts.map import MAP
from ecosystem.extracts.network import NETWORK
from ecosystem.extracts.timeline import TIMELINE
from ecosystem.releases import tables
from ecosystem.releases.table import PAGE_URL
from ecosystem.structured_data import identity

# A list holds those alone that have a page.
SOURCES = Extract(
    "sources.csv",
    tuple(
        replace(column, read=identity) if column.name == PAGE_URL.name else column for column in tables.SOURCE.columns
    ),
)
PLACES = Extract("places.csv", tables.PLACES.columns)
# What is in no release; sources and places have the columns that they have there.
EXTRACTS = (APPLICATIONS, MAP, NETWORK, TIMELINE, INDICATORS, CHANGES)
