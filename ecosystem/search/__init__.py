"""Search: indexing, query parsing, synonyms, spelling, ranking, highlighting."""
