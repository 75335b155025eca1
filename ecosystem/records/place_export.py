"""The columns of the file of places."""

from ecosystem.exports.dataset import Extract
from ecosystem.exports.releases import tables

PLACES = Extract("places.csv", tables.PLACES.columns)
