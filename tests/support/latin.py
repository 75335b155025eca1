"""Latin letters in Chinese texts: which ones Chinese readers write themselves."""

import re

# Names and codes that Chinese readers write in Latin letters; AI only within the name of the site.
ALLOWED = (
    "HKAI", "SVG", "CSV", "香港AI", "CC BY 4.0", "OpenCC", "Unihan", "WCAG", "AA", "ROR", "Wikidata", "petaFLOPS", "ISO", "HKD",
    "BibTeX", "RIS", "SHA-256", "SQLite", "WGS", "Markdown", "schema.org",
    "MapSVG.com", "Natural Earth", "OpenStreetMap", "XLSX", "JSON", "Atom", "OpenRefine", "W3C", "OpenAPI", "HTTP", "RFC",
    "GET", "HEAD", "OPTIONS", "ETag", "If-None-Match", "If-Match", "If-Unmodified-Since", "Accept-Language", "RateLimit", "RateLimit-Policy", "Retry-After",
    "null",
    # On the mainland it has no other name.
    "Cookie",
    # Values of the API, which are the same in every language.
    "hong_kong", "grades",
)  # fmt: skip


LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")


# Latin letters of the rows below that a page shows without a language, as no words of any.
OF_ROWS = ("lab.example.hk", "apply.example.hk/scheme", "00q4vv597", "Q1234")


def latin_in(text):
    """Return the Latin words of a text that neither the list above nor the rows below account for."""
    # An address is in no language.
    text = re.sub(r"https?://[!-~]+", "", text)
    for known in sorted((*ALLOWED, *OF_ROWS), key=len, reverse=True):
        text = text.replace(known, "")
    return LATIN.findall(text)
