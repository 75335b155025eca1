"""Reconciliation: matches a client's list with the records, by the W3C's Entity Reconciliation API 0.2."""
