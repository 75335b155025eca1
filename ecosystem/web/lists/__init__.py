"""Lists of records: the query string, facets, sorting, the comparison basket."""
