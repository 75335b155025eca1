"""Reading rules: what may be seen, what a page fetches, what is computed from the rows."""
