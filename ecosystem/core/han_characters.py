"""Han characters, and those that are the same word under another code point: radicals, compatibility forms, variants."""

import re
import unicodedata
from functools import cache
from pathlib import Path

HAN = re.compile(r"[\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
# The first code point of these; beyond it are other characters of East Asia too.
FIRST_HAN = 0x2E80
# Unicode's Equivalent_Unified_Ideograph, version 15.0.0, unchanged. Licence: LICENSE-UNICODE.txt beside it.
RADICALS = Path(__file__).with_name("equivalent_unified_ideographs.txt")
VARIANTS = Path(__file__).with_name("han_variants.txt")
# Written for each other in Hong Kong, but with different strokes or readings: equal in a search, not in an order.
SEARCH_VARIANTS = str.maketrans({"著": "着", "咀": "嘴", "龢": "和", "喆": "哲"})


def unify_han_characters(text: str) -> str:
    """Use NFKC and the usual character for each radical and variant: ⻘年 and 靑年 become 青年."""
    return unicodedata.normalize("NFKC", text).translate(load_han_variants())


@cache
def load_han_variants() -> dict[int, str]:
    """Return the usual character by the code point of each radical, stroke and variant."""
    variants = {}
    for line in _iter_data_lines(VARIANTS):
        usual, others = line.split("\t")
        variants |= dict.fromkeys(map(ord, others), usual)
    radicals = {}
    for line in _iter_data_lines(RADICALS):
        codes, usual = (part.strip() for part in line.split(";"))
        first, _dots, last = codes.partition("..")
        target = int(usual, 16)
        radicals |= dict.fromkeys(range(int(first, 16), int(last or first, 16) + 1), variants.get(target, chr(target)))
    return radicals | variants


def _iter_data_lines(path: Path):
    for line in path.read_text(encoding="utf-8").splitlines():
        if data := line.partition("#")[0].strip():
            yield data
