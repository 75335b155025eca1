"""Snapshots of records, their differences, corrections, and redirects of former addresses."""
