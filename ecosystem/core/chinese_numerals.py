"""Numbers below ten thousand in Chinese numerals, and their digits: 十五, 一百零三, 廿一, 二〇二四."""

DIGITS = "〇零一二三四五六七八九"
TENS = "十廿卅"
# How a number can begin, and go on.
FIRST = f"{DIGITS}兩两{TENS}"
FURTHER = f"{FIRST}百千"

_VALUES = {character: max(0, position - 1) for position, character in enumerate(DIGITS)} | {"兩": 2, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def convert_chinese_numeral(text: str) -> str:
    """Return a number in Chinese numerals in digits, also one that is a row of digits: 二〇二四 as 2024.

    A digit right after a hundred or thousand counts the next lower unit: 一百五 is 150, 一百零五 is 105.
    """
    text = text.replace("廿", "二十").replace("卅", "三十")
    if _UNITS.keys().isdisjoint(text):
        return "".join(str(_VALUES[character]) for character in text)
    total, digit, unit = 0, None, 10
    for character in text:
        if character in _UNITS:
            unit = _UNITS[character]
            total += (1 if digit is None else digit) * unit
            digit = None
        else:
            unit = 10 if digit == 0 else unit
            digit = _VALUES[character]
    return str(total + (digit or 0) * unit // 10)
