"""Tables of what pages show beside the lists of records: a tie, an event, a figure a row; what each column holds."""

from ecosystem.applications.export import APPLICATIONS
from ecosystem.records.change_export import CHANGES
from ecosystem.visuals.indicators.export import INDICATORS
from ecosystem.visuals.map.export import MAP
from ecosystem.visuals.network.export import NETWORK
from ecosystem.visuals.timeline.export import TIMELINE

# What is in no release; sources and places have the columns that they have there.
EXTRACTS = (APPLICATIONS, MAP, NETWORK, TIMELINE, INDICATORS, CHANGES)
