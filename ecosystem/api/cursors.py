"""Cursors: the place in a list after which its next page begins.

A cursor holds the number of the last row that was read in the database, and
nothing else. That never changes, as names and slugs do. So it stays good
whatever is added, renamed or taken away meanwhile, and no row comes twice.
"""

import re

# The number's digits in hexadecimal, so that whatever has this form is a place in a list.
PATTERN = r"^(?:3[0-9]){1,18}$"


def cursor(key: int) -> str:
    """Return the cursor that goes on after the row with this number."""
    return str(key).encode("ascii").hex()


def key(text: str) -> int:
    """Return the number that a cursor holds; raise ValueError for what is none."""
    if not re.fullmatch(PATTERN.removeprefix("^").removesuffix("$"), text, re.ASCII):
        raise ValueError(text)
    return int(bytes.fromhex(text))
