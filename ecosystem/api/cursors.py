"""Cursors of keyset pagination.

A cursor holds the primary key of the last row that was read. Keys never change, as names and slugs do,
so a cursor remains valid whatever is added, renamed or deleted, and no row is listed twice.
"""

import re

# The digits of the key, each in hexadecimal; every text of this pattern is a valid cursor.
CURSOR_PATTERN = r"^(?:3[0-9]){1,18}$"


def encode_cursor(key: int) -> str:
    """Return the cursor of the page after this row."""
    return str(key).encode("ascii").hex()


def decode_cursor(text: str) -> int:
    """Raise ValueError for an invalid cursor."""
    if not re.fullmatch(CURSOR_PATTERN.removeprefix("^").removesuffix("$"), text, re.ASCII):
        raise ValueError(text)
    return int(bytes.fromhex(text))
