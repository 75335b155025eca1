"""Redact texts in prose, wherever they occur as whole words."""

import re
from collections.abc import Iterable

from ecosystem.core.han_characters import HAN

# Shorter texts, such as a year or a district number, also occur with other meanings.
LEAST_LETTERS = 4
LEAST_HAN = 2


class TextRedaction:
    """Replaces each of `texts`; ignores those too short to be distinctive, unless `is_strict`."""

    MARK = "[…]"

    def __init__(self, texts: Iterable[str], *, is_strict: bool = False):
        stripped = {text.strip() for text in texts} - {""}
        distinctive = [text for text in stripped if is_strict or _is_distinctive(text)]
        # Longest first, because a shorter one may be a part of it.
        self.texts = sorted(distinctive, key=len, reverse=True)
        parts = "|".join(map(_build_pattern, self.texts))
        self._pattern = re.compile(parts, re.IGNORECASE) if parts else None

    def is_in(self, text: str) -> bool:
        return bool(self._pattern and self._pattern.search(text))

    def apply(self, text: str | None) -> str | None:
        return self._pattern.sub(self.MARK, text) if self._pattern and text else text


def _is_distinctive(text: str) -> bool:
    return len(text) >= LEAST_LETTERS or len(re.findall(HAN.pattern, text)) >= LEAST_HAN


def _build_pattern(text: str) -> str:
    """Match whole words; Chinese has no word boundaries."""
    before = "" if re.match(rf"\W|{HAN.pattern}", text) else r"(?<!\w)"
    after = "" if re.search(rf"(?:\W|{HAN.pattern})\Z", text) else r"(?!\w)"
    return before + r"\s+".join(map(re.escape, text.split())) + after
