"""Three languages: which one to show, what stands in where a text lacks it, and Chinese script conversion."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

import opencc
from django.utils.translation import get_language, get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

ENGLISH, TRADITIONAL, SIMPLIFIED = "en", "zh-hant", "zh-hans"
# What stands in the lang attribute: Hong Kong's Traditional Chinese says so, for fonts and voices.
LANG_TAGS = {ENGLISH: "en", TRADITIONAL: "zh-Hant-HK", SIMPLIFIED: "zh-Hans"}
# In which order another language stands in for the reader's own.
FALLBACKS = {
    ENGLISH: (ENGLISH, TRADITIONAL, SIMPLIFIED),
    TRADITIONAL: (TRADITIONAL, SIMPLIFIED, ENGLISH),
    SIMPLIFIED: (SIMPLIFIED, TRADITIONAL, ENGLISH),
}
HAN = re.compile(r"[\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")

# Words that hk2s converts by their characters, or takes for a name, but which nobody writes so.
MAINLAND_WORDS = {"甚么": "什么", "连系": "联系", "於伦敦": "于伦敦"}

_to_simplified = opencc.OpenCC("hk2s")


class Text(str):
    """A text that knows its language: `lang` is a BCP 47 tag, such as zh-Hant-HK."""

    lang: str

    def __new__(cls, value: str, lang: str) -> "Text":
        text = super().__new__(cls, value)
        text.lang = lang
        return text

    def __getnewargs__(self):
        return str(self), self.lang

    def __deepcopy__(self, memo):
        return self


class Translated:
    """Reads `<name>_en`, `<name>_zh_hant` and `<name>_zh_hans` as one text in the reader's language.

    An empty Simplified text is the Traditional one converted; a text that the
    reader's language lacks comes in another one, and its `lang` says which.
    """

    def __init__(self, name: str = ""):
        self.name = name

    def __set_name__(self, owner, name):
        self.name = self.name or name
        # Put together once: pages read some hundred texts each.
        self.columns = {
            language: [(code, column(self.name, code)) for code in codes] for language, codes in FALLBACKS.items()
        }

    def __get__(self, instance, owner=None):
        return self if instance is None else self.read(instance, current())

    def read(self, instance, language: str) -> Text:
        for code, name in self.columns[language]:
            if value := getattr(instance, name):
                if language == SIMPLIFIED and code == TRADITIONAL:
                    return Text(simplified(value), LANG_TAGS[SIMPLIFIED])
                return Text(value, LANG_TAGS[code])
        return Text("", LANG_TAGS[language])

    def own(self, instance, language: str) -> str:
        """Return the text only where there is one in this language; Simplified is what readers see, converted where it must be."""
        text = self.read(instance, language)
        return str(text) if text.lang == LANG_TAGS[language] else ""


def current() -> str:
    """Return the reader's language as one of the three codes."""
    language = get_language() or ENGLISH
    return language if language in LANG_TAGS else ENGLISH


def list_separator() -> str:
    """Return what stands between the items of a list in the reader's language."""
    return ", " if current() == ENGLISH else "、"


def column(name: str, language: str) -> str:
    return f"{name}_{language.replace('-', '_')}"


def parted(name: str) -> tuple[str, str]:
    """Return a column's name without its language, and the tag of that; an empty one where it is in none."""
    for language, tag in LANG_TAGS.items():
        if name.endswith(ending := column("", language)):
            return name.removesuffix(ending), tag
    return name, ""


@lru_cache(maxsize=8192)
def simplified(text: str) -> str:
    """Convert Hong Kong's Traditional characters to Simplified ones; other text stays as it is."""
    converted = _to_simplified.convert(text)
    for hong_kong, mainland in MAINLAND_WORDS.items():
        converted = converted.replace(hong_kong, mainland)
    return converted


def in_reading_script(text: str) -> str:
    """Return a text of folded characters as the reader's language writes it; a guess, good enough for a suggestion."""
    return _traditional(text) if current() != SIMPLIFIED else text


def _traditional(text: str) -> str:
    for converter in _to_traditional():
        text = converter.convert(text)
    return text


@cache
def _to_traditional() -> tuple[opencc.OpenCC, ...]:
    """Return what converts to Hong Kong's characters in two steps; in one, s2hk would take half as much memory again.

    Loaded late, for the phrases of the first take 27 MB and few texts need them.
    """
    return opencc.OpenCC("s2t"), opencc.OpenCC("t2hk")


@cache
def _simplified_forms() -> frozenset[str]:
    """Return every character that another one is simplified to; of some, such as 后, it is not the only use."""
    characters = map(chr, range(0x4E00, 0xA000))
    return frozenset(form for c in characters if (form := _to_simplified.convert(c)) != c)


def _is_in_big5(characters: Iterable[str]) -> bool:
    try:
        "".join(characters).encode("big5")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=8192)
def lang_of(text: str) -> str:
    """Return the lang tag of a text of unknown language, by its characters alone."""
    if not HAN.search(text):
        return LANG_TAGS[ENGLISH]
    if simplified(text) != text:
        return "zh-Hant"
    forms = _simplified_forms().intersection(text)
    if not forms:
        return "zh"
    # What Big5 lacks nobody writes in Traditional Chinese; of the rest only the words around it tell.
    return "zh-Hans" if not _is_in_big5(forms) or _traditional(text) != text else "zh"


def fold(text: str) -> str:
    """Return `text` as finding compares it: one width, one case, one script.

    數碼港 and 数码港, 衞 and 衛, 裏 and 里 come out alike.
    """
    return simplified(unicodedata.normalize("NFKC", text).casefold())


def preferred(accept_language: str) -> str:
    """Return the language that an Accept-Language header asks for, English if none of ours.

    Cantonese (yue) and every Traditional variant is served in Traditional Chinese.
    """
    for tag, _quality in parse_accept_lang_header(accept_language):
        if tag == "*":
            break
        if tag == "yue" or tag.startswith("yue-"):
            return SIMPLIFIED if "hans" in tag else TRADITIONAL
        try:
            return get_supported_language_variant(tag)
        except LookupError:
            continue
    return ENGLISH
