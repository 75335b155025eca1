"""Revisions and snapshots of records, their differences, corrections, and redirects of former slugs."""
