"""The CSV datasets described in the data dictionary in addition to the tables of releases."""

from ecosystem.applications.export import APPLICATIONS_DATASET
from ecosystem.records.change_export import CHANGES_DATASET
from ecosystem.visuals.indicators.export import INDICATORS_DATASET
from ecosystem.visuals.map.export import MAP_DATASET
from ecosystem.visuals.network.export import NETWORK_DATASET
from ecosystem.visuals.timeline.export import TIMELINE_DATASET

# Sources and places have the columns of their tables in releases.
CSV_DATASETS = (
    APPLICATIONS_DATASET,
    MAP_DATASET,
    NETWORK_DATASET,
    TIMELINE_DATASET,
    INDICATORS_DATASET,
    CHANGES_DATASET,
)
