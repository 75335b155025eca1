"""Made-up data for measurements: the facts of fixtures/ many times over, with other names and texts.

`templates` reads the facts, `words` writes names and texts, `plan` says which record stands where, and `blocks`,
`search_rows` and `history_rows` build rows, which `fill` inserts in one transaction.
"""
