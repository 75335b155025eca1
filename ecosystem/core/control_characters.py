"""Characters that no text should hold: nobody sees them, files refuse them, or they turn the words around them."""

import re
import unicodedata
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What XML 1.0 does not allow, and the one more control character of ASCII.
NOT_IN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# What turns the direction of a text: all that follows may read backwards, the words of others included.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
REFUSED = re.compile(f"{NOT_IN_TEXT.pattern}|{TURNING.pattern}")
# So much of a text is shown before what is wrong with it.
BEFORE = 20
_LINE_END = re.compile("\r\n?")
_BLANK = re.compile(r"\s+")
_ENDS = {"Cc", "Zl", "Zp"}


def writable(text: str) -> str:
    """Return a text as every kind of file can hold it: a blank in place of each character that is none.

    Words that were pasted come with such characters where the lines were broken, so a blank keeps them apart. What
    turns the direction stands within words as well, and goes without one.
    """
    return NOT_IN_TEXT.sub(" ", TURNING.sub("", text))


def line(text: str) -> str:
    """Return a text in one line, without what cannot be seen."""
    plain = "".join(" " if unicodedata.category(letter) in _ENDS else letter for letter in writable(text))
    return _BLANK.sub(" ", plain).strip()


def normalize_line_ends(text: str) -> str:
    """Return a text with one kind of line end; browsers send the two characters of Windows."""
    return _LINE_END.sub("\n", text)


def trim(value: object) -> object:
    """Return a text, or a value of JSON with all texts in it, as the forms take it: without blanks at either end.

    Names of objects stay as they are: two of them must not become one.
    """
    if isinstance(value, str):
        return normalize_line_ends(value).strip()
    if isinstance(value, list):
        return [trim(part) for part in value]
    return {name: trim(part) for name, part in value.items()} if isinstance(value, dict) else value


def check(value: object) -> None:
    """Refuse a text, or a value of JSON, with such a character, and say where it stands."""
    for text in texts_of(value):
        if found := REFUSED.search(text):
            told = {"code": f"U+{ord(found[0]):04X}", "before": text[max(0, found.start() - BEFORE) : found.start()]}
            said = _("A character that cannot be seen (%(code)s) stands behind “%(before)s”; take it out.") % told
            raise ValidationError(said, code="character")


def texts_of(value: object) -> Iterator[str]:
    """Yield all texts within a value of JSON, names of objects included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in (*value, *value.values()):
            yield from texts_of(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts_of(part)
