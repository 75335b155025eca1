"""The published series: charts, file and pages."""
