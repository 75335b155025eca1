"""Cleaning of text: characters that it may not contain (invisible, invalid in files), width, line ends."""

import re
import unicodedata
from collections.abc import Callable, Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ecosystem.core.han_characters import HAN

# What XML 1.0 does not allow, and DEL.
CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Bidirectional controls: they can make all following text, also that of others, read backwards.
DIRECTION_CHARACTERS = re.compile("[\u202a-\u202e\u2066-\u2069]")
REFUSED_CHARACTERS = re.compile(f"{CONTROL_CHARACTERS.pattern}|{DIRECTION_CHARACTERS.pattern}")
# The number of characters shown before an invalid one.
BEFORE = 20
# Default_Ignorable_Code_Point of Unicode 15, and interlinear annotation: no letter, no space, nothing to be seen.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Scripts in which joiners choose the form of a letter: Arabic and its relatives, Indic, Tibetan, Burmese, Khmer,
# Mongolian (Unicode 15, section 23.2).
_JOINING = (
    "\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00010fff"
    "\U00011000-\U00011fff"
)
_EMOJI = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff"
)
_NEEDED = "|".join(
    [
        f"(?<=[{_JOINING}])[\u200c\u200d]",
        # 👩‍🔬 is one picture, ❤️ is coloured, 1️⃣ is a key, 🏴󠁧󠁢󠁳󠁣󠁴󠁿 a flag.
        f"(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])",
        f"(?<=[{_EMOJI}])[\ufe0e\ufe0f]",
        "(?<=[0-9#*])\ufe0f(?=\u20e3)",
        "(?<=\U0001f3f4)[\U000e0020-\U000e007e]+\U000e007f",
        "(?<=[\u1820-\u18aa])[\u180b-\u180d\u180f]",
        # The form of a Han character in which a name is written (Unicode's Ideographic Variation Database).
        f"(?<={HAN.pattern})[\ufe00-\ufe02\U000e0100-\U000e01ef]",
    ]
)
_INVISIBLE_UNLESS_NEEDED = re.compile(f"({_NEEDED})|[{INVISIBLE}]")
_INVISIBLE_ANYWHERE = re.compile(f"[{INVISIBLE}]")
_LINE_END = re.compile("\r\n?")
_BLANK = re.compile(r"\s+")
_ENDS = {"Cc", "Zl", "Zp"}


def replace_control_characters(text: str) -> str:
    """Replace control characters by spaces, and remove invisible characters.

    Pasted text has control characters in place of line breaks, so a space keeps words apart; invisible characters
    also occur within words.
    """
    return CONTROL_CHARACTERS.sub(" ", remove_invisible_characters(text))


def remove_invisible_characters(text: str) -> str:
    """Remove soft hyphens, zero-width spaces, marks of direction and the like, which come with copied text.

    Joiners and variation selectors stay where a script, an emoji or the form of a Han character needs them.
    """
    return _INVISIBLE_UNLESS_NEEDED.sub(r"\1", text)


def remove_ignorable_characters(text: str) -> str:
    """Remove all invisible characters, for comparison."""
    return _INVISIBLE_ANYWHERE.sub("", text)


def narrow_text(text: str) -> str:
    """Return letters and digits of full width as usual ones, without blanks at the ends: ２０２４ as 2024."""
    return unicodedata.normalize("NFKC", text).strip()


def remove_accents(text: str) -> str:
    if text.isascii():
        return text
    letters = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", "".join(letters))


def format_single_line(text: str) -> str:
    plain = "".join(
        " " if unicodedata.category(letter) in _ENDS else letter for letter in replace_control_characters(text)
    )
    return _BLANK.sub(" ", plain).strip()


def normalize_line_ends(text: str) -> str:
    """Browsers send CRLF."""
    return _LINE_END.sub("\n", text)


def clean_text(text: str) -> str:
    """Clean a text as forms do."""
    return normalize_line_ends(remove_invisible_characters(text)).strip()


def map_json_texts(value: object, change: Callable[[str], str]) -> object:
    """Names of objects stay as they are, because two could become equal."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [map_json_texts(part, change) for part in value]
    return {name: map_json_texts(part, change) for name, part in value.items()} if isinstance(value, dict) else value


def validate_no_control_characters(value: object) -> None:
    for text in iter_json_texts(value):
        if match := REFUSED_CHARACTERS.search(text):
            values = {"code": f"U+{ord(match[0]):04X}", "before": text[max(0, match.start() - BEFORE) : match.start()]}
            message = _("There is an invisible character (%(code)s) after “%(before)s”. Remove it.") % values
            raise ValidationError(message, code="character")


def iter_json_texts(value: object) -> Iterator[str]:
    """Include the names of objects."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in (*value, *value.values()):
            yield from iter_json_texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from iter_json_texts(part)
