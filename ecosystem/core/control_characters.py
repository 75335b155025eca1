"""Characters that no text may contain: invisible ones, those invalid in files, and those that change direction."""

import re
import unicodedata
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What XML 1.0 does not allow, and DEL.
CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Bidirectional controls: they can make all following text, also that of others, read backwards.
DIRECTION_CHARACTERS = re.compile("[\u202a-\u202e\u2066-\u2069]")
REFUSED_CHARACTERS = re.compile(f"{CONTROL_CHARACTERS.pattern}|{DIRECTION_CHARACTERS.pattern}")
# The number of characters shown before an invalid one.
BEFORE = 20
_LINE_END = re.compile("\r\n?")
_BLANK = re.compile(r"\s+")
_ENDS = {"Cc", "Zl", "Zp"}


def replace_control_characters(text: str) -> str:
    """Replace control characters by spaces, and remove bidirectional controls.

    Pasted text has control characters in place of line breaks, so a space keeps words apart; bidirectional controls
    also occur within words.
    """
    return CONTROL_CHARACTERS.sub(" ", DIRECTION_CHARACTERS.sub("", text))


def format_single_line(text: str) -> str:
    """Return a text as one line, without invisible characters."""
    plain = "".join(
        " " if unicodedata.category(letter) in _ENDS else letter for letter in replace_control_characters(text)
    )
    return _BLANK.sub(" ", plain).strip()


def normalize_line_ends(text: str) -> str:
    """Return a text with LF line ends; browsers send CRLF."""
    return _LINE_END.sub("\n", text)


def trim_json_texts(value: object) -> object:
    """Strip all texts in a JSON value and normalize their line ends, as forms do.

    Names of objects stay as they are, because two could become equal.
    """
    if isinstance(value, str):
        return normalize_line_ends(value).strip()
    if isinstance(value, list):
        return [trim_json_texts(part) for part in value]
    return {name: trim_json_texts(part) for name, part in value.items()} if isinstance(value, dict) else value


def validate_no_control_characters(value: object) -> None:
    """Raise ValidationError for a text or JSON value with a control character, with its position."""
    for text in iter_json_texts(value):
        if match := REFUSED_CHARACTERS.search(text):
            values = {"code": f"U+{ord(match[0]):04X}", "before": text[max(0, match.start() - BEFORE) : match.start()]}
            message = _("There is an invisible character (%(code)s) after “%(before)s”. Remove it.") % values
            raise ValidationError(message, code="character")


def iter_json_texts(value: object) -> Iterator[str]:
    """Yield all texts in a JSON value, names of objects included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in (*value, *value.values()):
            yield from iter_json_texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from iter_json_texts(part)
