"""Matching somebody's own list with the records: the W3C's Entity Reconciliation API 0.2, over the search."""
