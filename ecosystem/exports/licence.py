"""The licence of the data."""

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
