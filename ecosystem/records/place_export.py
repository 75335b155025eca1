"""Places as a CSV dataset."""

from ecosystem.exports.dataset import CsvDataset
from ecosystem.exports.releases import tables

PLACES_DATASET = CsvDataset("places.csv", tables.PLACES_TABLE.columns)
