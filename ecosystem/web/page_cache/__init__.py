"""A cache of whole public responses, in front of Django: one render for each edition, then bytes from a file."""
