"""Representations of a response: content codings and ETags (RFC 9110)."""

import re
import zlib
from collections.abc import Iterable, Iterator

import brotli

BROTLI, GZIP, IDENTITY = "br", "gzip", ""
# Higher ones take ten times as long for a tenth fewer bytes.
BROTLI_QUALITY, GZIP_LEVEL = 5, 6
# wbits of zlib for the gzip format.
GZIP_WBITS = zlib.MAX_WBITS | 16
COMPRESSIBLE = re.compile(
    r"text/|image/svg|application/(json|ld\+json|problem\+json|xml|atom\+xml|opensearchdescription\+xml"
    r"|x-suggestions\+json|x-bibtex|x-research-info-systems|javascript)",
)


def choose_encoding(accept_encoding: str) -> str:
    accepted = {}
    for part in accept_encoding.lower().split(","):
        name, _semicolon, parameter = part.partition(";")
        accepted[name.strip()] = parameter.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    for encoding in (BROTLI, GZIP):
        if accepted.get(encoding, accepted.get("*", False)):
            return encoding
    return IDENTITY


def is_compressible(content_type: str) -> bool:
    return COMPRESSIBLE.match(content_type) is not None


def compress(content: bytes, encoding: str) -> bytes:
    return b"".join(iter_compressed([content], encoding))


def iter_compressed(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Yield the chunks in a content coding, without holding them."""
    if encoding == IDENTITY:
        yield from chunks
        return
    if encoding == BROTLI:
        brotli_compressor = brotli.Compressor(quality=BROTLI_QUALITY)
        process, finish = brotli_compressor.process, brotli_compressor.finish
    else:
        gzip_compressor = zlib.compressobj(GZIP_LEVEL, wbits=GZIP_WBITS)
        process, finish = gzip_compressor.compress, gzip_compressor.flush
    for chunk in chunks:
        if compressed := process(chunk):
            yield compressed
    yield finish()


def decompress(content: bytes, encoding: str) -> bytes:
    if encoding == BROTLI:
        return brotli.decompress(content)
    return zlib.decompress(content, GZIP_WBITS) if encoding == GZIP else content


def build_etag(tag: str, encoding: str) -> str:
    """Return the strong ETag of a representation: other bytes have another one."""
    return f'"{tag}-{encoding}"' if encoding else f'"{tag}"'


def matches_etag(etag: str, header: str) -> bool:
    """Whether an If-None-Match header names the ETag; proxies may have made it weak."""
    return header.strip() == "*" or etag in [each.strip().removeprefix("W/") for each in header.split(",")]
