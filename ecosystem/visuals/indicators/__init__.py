"""Indicators: charts, CSV file and pages."""
