"""Identifiers of other registers, as they are copied: from an address, in any case, with blanks."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ecosystem.core.control_characters import remove_ignorable_characters

_ROR = re.compile(
    r"(?:ror(?:id)?:?)?(?:(?:(?:https?:)?//)?(?:(?:www\.)?ror\.org|api\.ror\.org/(?:v\d/)?organizations)/)?"
    r"(0[a-z0-9]{6}\d{2})/?(?:[?#].*)?"
)
_WIKIDATA = re.compile(
    r"(?:(?:wikidata|wd|d|qid)(?:id)?:?)?(?:(?:(?:https?:)?//)?(?:www\.|m\.|www\.m\.)?wikidata\.org/"
    r"(?:(?:wiki|entity)/(?:item:|special:entity(?:data|page)/)?|w/index\.php\?(?:[^#]*&)?title=(?:item:)?))?"
    r"(q[1-9]\d*)(?:\.(?:json|rdf|ttl|nt))?/?(?:[?#&].*)?"
)
# A label before an identifier, by which a text of several words is one.
_REGISTERS = re.compile(r"(?:ror|wikidata|wd|qid)\b", re.IGNORECASE)
# Brackets, quotation marks and the punctuation of a sentence.
_AROUND = "<>()[]{}（）「」『』“”‘’\"'`.,;:。，；：、 "
# Crockford's alphabet, which ROR's identifiers use: without i, l, o and u.
_BASE_32 = "0123456789abcdefghjkmnpqrstvwxyz"


def parse_ror(text: str) -> str:
    """Accept an identifier or its address; return an empty text for any other."""
    match = _ROR.fullmatch(_simplify(text))
    return match[1] if match else ""


def parse_wikidata(text: str) -> str:
    """Accept an item such as Q1234 or its address; return an empty text for any other."""
    match = _WIKIDATA.fullmatch(_simplify(text))
    return match[1].upper() if match else ""


def parse_identifier(text: str) -> str:
    """Return the stored form; empty for any other text, such as Q4 2024."""
    words = text.split()
    if len(words) > 1 and _REGISTERS.match(text.lstrip(_AROUND)) is None:
        return ""
    return parse_ror(text) or parse_wikidata(text)


def has_valid_ror_checksum(ror: str) -> bool:
    """Whether the last two digits fit the others (ISO/IEC 7064, MOD 97-10)."""
    number = 0
    for character in ror[:7]:
        if character not in _BASE_32:
            return False
        number = number * 32 + _BASE_32.index(character)
    return ror[7:] == f"{98 - number * 100 % 97:02d}"


def validate_ror_checksum(ror: str):
    if parse_ror(ror) == ror and not has_valid_ror_checksum(ror):
        message = _("%(ror)s is not a ROR identifier: its last two digits do not fit the others. Check each character.")
        raise ValidationError(message, code="checksum", params={"ror": ror})


def _simplify(text: str) -> str:
    """Remove blanks, invisible characters and what stands around an identifier in a sentence."""
    plain = "".join(unicodedata.normalize("NFKC", remove_ignorable_characters(text)).lower().split())
    return plain.strip(_AROUND)
