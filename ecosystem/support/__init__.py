"""The support finder."""
