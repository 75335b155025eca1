"""Numbers as Hong Kong writes them in either language: 1,240."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
