"""Cursors: the place in a list after which its next page begins.

A cursor holds the key of the last row that was read, and nothing else. So it
stays good whatever is added or taken away meanwhile, and no row comes twice.
"""

import re

# The key in hexadecimal; of printable characters only, so that whatever has this form is a place in a list.
PATTERN = r"^(?:[2-7][0-9a-f]){1,60}$"
# Of a list by number.
NUMBER_PATTERN = r"^(?:3[0-9]){1,18}$"


def cursor(key: str | int) -> str:
    """Return the cursor that goes on after the row with this key."""
    return str(key).encode("ascii").hex()


def key(text: str, pattern: str = PATTERN) -> str:
    """Return the key that a cursor holds; raise ValueError for what is none."""
    if not re.fullmatch(pattern.removeprefix("^").removesuffix("$"), text, re.ASCII):
        raise ValueError(text)
    return bytes.fromhex(text).decode("ascii")
