"""Take given texts out of running text, wherever they stand in it as words of their own."""

import re
from collections.abc import Iterable

from ecosystem.core.languages import HAN

# Shorter texts, such as a year or a district number, stand in sentences that mean something else.
LEAST_LETTERS = 4
LEAST_HAN = 2


class Redaction:
    """Replaces each of `texts`; those that are too short to be told from other words it leaves alone, unless `is_strict`."""

    MARK = "[…]"

    def __init__(self, texts: Iterable[str], *, is_strict: bool = False):
        found = {text.strip() for text in texts} - {""}
        kept = [text for text in found if is_strict or _is_distinctive(text)]
        # The longest first, for a shorter one may be a part of it.
        self.texts = sorted(kept, key=len, reverse=True)
        parts = "|".join(map(_pattern, self.texts))
        self._pattern = re.compile(parts, re.IGNORECASE) if parts else None

    def is_in(self, text: str) -> bool:
        return bool(self._pattern and self._pattern.search(text))

    def apply(self, text: str | None) -> str | None:
        return self._pattern.sub(self.MARK, text) if self._pattern and text else text


def _is_distinctive(text):
    return len(text) >= LEAST_LETTERS or len(re.findall(HAN.pattern, text)) >= LEAST_HAN


def _pattern(text):
    """Return the pattern of a text; in scripts that part words it must not be a part of one."""
    before = "" if re.match(rf"\W|{HAN.pattern}", text) else r"(?<!\w)"
    after = "" if re.search(rf"(?:\W|{HAN.pattern})\Z", text) else r"(?!\w)"
    return before + r"\s+".join(map(re.escape, text.split())) + after
