"""Latin letters in Chinese pages: those that are usual in Chinese, and those that are missing translations."""

import re

# Names and codes that Chinese readers write in Latin letters; AI only within the name of the site.
ALLOWED = (
    "HKAI", "SVG", "CSV", "香港AI", "CC BY 4.0", "OpenCC", "Unihan", "WCAG", "AA", "ROR", "Wikidata", "petaFLOPS", "ISO", "HKD",
    "BibTeX", "RIS", "SHA-256", "SQLite", "WGS", "Markdown", "schema.org",
    "MapSVG.com", "Natural Earth", "OpenStreetMap", "XLSX", "JSON", "Atom", "OpenRefine", "W3C", "OpenAPI", "HTTP", "RFC",
    "GET", "HEAD", "OPTIONS", "ETag", "If-None-Match", "If-Match", "If-Unmodified-Since", "Accept-Language", "RateLimit", "RateLimit-Policy", "Retry-After",
    "null", "API", "IP", "iCalendar", ".ics", "UID", "SEQUENCE", "Data Package", "Excel", "TOTP", "JavaScript", "CORS", "Not Modified", "Web内容",
    # Examples of what is typed, and a key of the API's answers.
    "name@example.hk", "hkma: lead", "「next」", "“next”",
    # Usual on the mainland.
    "Cookie",
    # Values of the API, which are the same in every language.
    "hong_kong", "grades",
)  # fmt: skip


LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")


# Values of the records in `interface_world`, which are in no language.
RECORD_VALUES = ("lab.example.hk", "apply.example.hk/scheme", "00q4vv597", "Q1234")


def find_latin_words(text):
    """Return the Latin words of a text that are not allowed."""
    # URLs are in no language.
    text = re.sub(r"https?://[!-~]+", "", text)
    for known in sorted((*ALLOWED, *RECORD_VALUES), key=len, reverse=True):
        text = text.replace(known, "")
    return LATIN.findall(text)
