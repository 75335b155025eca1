"""Export formats and releases of the data."""
