"""Lists of records: query strings, facets, sort options, the comparison basket."""
