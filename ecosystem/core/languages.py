"""The three languages: selection, fallbacks of translated texts, and Chinese script conversion."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

import opencc
from django.utils.translation import get_language, get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from ecosystem.core.control_characters import remove_ignorable_characters
from ecosystem.core.han_characters import HAN, SEARCH_VARIANTS, unify_han_characters

ENGLISH, TRADITIONAL, SIMPLIFIED = "en", "zh-hant", "zh-hans"
# Values of the lang attribute; zh-Hant-HK selects Hong Kong's fonts and voices.
LANG_TAGS = {ENGLISH: "en", TRADITIONAL: "zh-Hant-HK", SIMPLIFIED: "zh-Hans"}
# The order of languages in which a text is looked up.
FALLBACKS = {
    ENGLISH: (ENGLISH, TRADITIONAL, SIMPLIFIED),
    TRADITIONAL: (TRADITIONAL, SIMPLIFIED, ENGLISH),
    SIMPLIFIED: (SIMPLIFIED, TRADITIONAL, ENGLISH),
}

# Words that hk2s converts by single characters, or takes for a name, and gets wrong.
MAINLAND_WORDS = {"甚么": "什么", "连系": "联系", "於伦敦": "于伦敦"}

# Titles in brackets, which keep their words as names do.
DOCUMENT_TITLE = "《[^》]*》"

_to_simplified = opencc.OpenCC("hk2s")
_to_mainland_terms = opencc.OpenCC(str(Path(__file__).with_name("mainland_terms.json")))


class LocalizedText(str):
    """`lang` is a BCP 47 tag, such as zh-Hant-HK."""

    lang: str

    def __new__(cls, value: str, lang: str) -> "LocalizedText":
        text = super().__new__(cls, value)
        text.lang = lang
        return text

    def __getnewargs__(self):
        return str(self), self.lang

    def __deepcopy__(self, memo):
        return self


class TranslatedAttribute:
    """Returns `<name>_en`, `<name>_zh_hant` or `<name>_zh_hans` in the reader's language.

    An empty Simplified text is converted from Traditional. A text missing in the reader's language is returned in
    another, as its `lang` shows.
    """

    def __init__(self, name: str = ""):
        self.name = name

    def __set_name__(self, owner, name):
        self.name = self.name or name
        # Computed once, because pages read some hundred texts each.
        self.columns = {
            language: [(code, get_language_column(self.name, code)) for code in codes]
            for language, codes in FALLBACKS.items()
        }

    def __get__(self, instance, owner=None):
        return self if instance is None else self.get_text(instance, get_current_language())

    def get_text(self, instance, language: str) -> LocalizedText:
        for code, name in self.columns[language]:
            if value := getattr(instance, name):
                if language == SIMPLIFIED and code == TRADITIONAL:
                    return LocalizedText(self.simplify(value), LANG_TAGS[SIMPLIFIED])
                return LocalizedText(value, LANG_TAGS[code])
        return LocalizedText("", LANG_TAGS[language])

    def get_own_text(self, instance, language: str) -> str:
        """Convert a missing Simplified text; return an empty text if there is only another language."""
        text = self.get_text(instance, language)
        return str(text) if text.lang == LANG_TAGS[language] else ""

    def simplify(self, text: str) -> str:
        """Convert a Traditional text, as readers see it where the Simplified one is empty."""
        return convert_to_simplified(text)


def get_translated_attribute(owner: type, name: str) -> TranslatedAttribute:
    """Find the attribute that reads the columns `<name>_en` and so on; it may have another name."""
    attributes = (value for base in owner.__mro__ for value in vars(base).values())
    return next(one for one in attributes if isinstance(one, TranslatedAttribute) and one.name == name)


def get_current_language() -> str:
    language = get_language() or ENGLISH
    return language if language in LANG_TAGS else ENGLISH


def get_list_separator() -> str:
    return ", " if get_current_language() == ENGLISH else "、"


def get_language_column(name: str, language: str) -> str:
    return f"{name}_{language.replace('-', '_')}"


def split_language_column(name: str) -> tuple[str, str]:
    """Return the name without its language, and the language's tag; an empty tag if it has none."""
    for language, tag in LANG_TAGS.items():
        if name.endswith(ending := get_language_column("", language)):
            return name.removesuffix(ending), tag
    return name, ""


@lru_cache(maxsize=1024)
def convert_to_simplified(text: str) -> str:
    """Convert Hong Kong's characters; other characters and all words stay."""
    return _convert_characters(text)


def _convert_characters(text: str) -> str:
    converted = _to_simplified.convert(text)
    for hong_kong, mainland in MAINLAND_WORDS.items():
        converted = converted.replace(hong_kong, mainland)
    return converted


@lru_cache(maxsize=1024)
def has_hong_kong_terms(text: str) -> bool:
    return _to_mainland_terms.convert(text) != text


@lru_cache(maxsize=1024)
def convert_to_mainland_prose(text: str, names: re.Pattern) -> str:
    """Convert terms and characters; only characters in `names`, a pattern by `compile_names_pattern()`."""
    # Every other part is a name.
    parts = enumerate(names.split(text))
    return "".join(_convert_characters(part if i % 2 else _to_mainland_terms.convert(part)) for i, part in parts)


def compile_names_pattern(names: Iterable[str]) -> re.Pattern:
    """Match document titles and the names that contain terms to be converted, longest first."""
    longest_first = sorted(filter(has_hong_kong_terms, set(names)), key=lambda name: (-len(name), name))
    return re.compile(f"({'|'.join([DOCUMENT_TITLE, *map(re.escape, longest_first)])})")


def convert_to_reader_script(text: str) -> str:
    """Convert folded text; not exact, but good enough for a suggestion."""
    return _convert_to_traditional(text) if get_current_language() != SIMPLIFIED else text


def _convert_to_traditional(text: str) -> str:
    for converter in _load_traditional_converters():
        text = converter.convert(text)
    return text


@cache
def _load_traditional_converters() -> tuple[opencc.OpenCC, ...]:
    """Return the converters to Hong Kong's characters, in two steps, because s2hk would take 50 % more memory.

    Loaded when needed, because the phrases of the first take 27 MB and few texts need them.
    """
    return opencc.OpenCC("s2t"), opencc.OpenCC("t2hk")


@cache
def _list_simplified_characters() -> frozenset[str]:
    """Include those that are also Traditional, such as 后."""
    characters = map(chr, range(0x4E00, 0xA000))
    return frozenset(form for c in characters if (form := _to_simplified.convert(c)) != c)


def _is_in_big5(characters: Iterable[str]) -> bool:
    try:
        "".join(characters).encode("big5")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=1024)
def detect_lang_tag(text: str) -> str:
    """Judge by the characters alone; zh if they do not tell the script."""
    if not HAN.search(text):
        return LANG_TAGS[ENGLISH]
    if convert_to_simplified(text) != text:
        return "zh-Hant"
    forms = _list_simplified_characters().intersection(text)
    if not forms:
        return "zh"
    # Characters that Big5 lacks are not Traditional; of the others only the context decides.
    return "zh-Hans" if not _is_in_big5(forms) or _convert_to_traditional(text) != text else "zh"


def fold_text(text: str) -> str:
    """Return the comparison key of a name or another text in any language; texts with equal keys are the same.

    One width, one case and one script, each run of blanks as one space, without invisible characters:
    數碼港 and 数码港, 衞 and 衛, 靑年 and 青年, Cyber\u00adport and cyberport become equal. Accents and punctuation stay.
    """
    folded = convert_to_simplified(unify_han_characters(remove_ignorable_characters(text)).casefold())
    return " ".join(folded.translate(SEARCH_VARIANTS).split())


def get_preferred_language(accept_language: str) -> str:
    """Choose Traditional for Cantonese (yue) and every Traditional variant; English if none matches."""
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
