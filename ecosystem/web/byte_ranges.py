"""Byte ranges (RFC 9110): a download that was cut off goes on where it stopped."""

import re
from collections.abc import Iterator
from typing import BinaryIO

BYTE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
CHUNK_BYTES = 64 * 1024


def find_requested_range(range_header: str, if_range: str, etag: str, size: int) -> range | None:
    """Return the range of bytes that a request asks for; None for the whole, an empty one if it is out of reach.

    `if_range` is the ETag that the client has begun with, if it said so. Several ranges are answered with the whole.
    """
    match = BYTE_RANGE.fullmatch(range_header.replace(" ", ""))
    if not match or match.groups() == ("", "") or if_range not in {"", etag}:
        return None
    first, last = match.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)


def iter_file_range(file: BinaryIO, wanted: range) -> Iterator[bytes]:
    with file:
        file.seek(wanted.start)
        left = len(wanted)
        while left and (chunk := file.read(min(CHUNK_BYTES, left))):
            left -= len(chunk)
            yield chunk
