"""Texts in three languages at once."""

from functools import lru_cache

from django.utils.translation import gettext_noop as _, override
from ninja import Schema
from pydantic import Field

from ecosystem.core.languages import ENGLISH, LANG_TAGS, SIMPLIFIED, TRADITIONAL, get_language_column
from ecosystem.models.definitions import find_definition


class Text(Schema):
    __doc__ = _("Text in three languages; null if there is none.")

    en: str | None = Field(description=_("In English"))
    zh_hant: str | None = Field(alias="zh-Hant", description=_("Traditional Chinese (Hong Kong)"))
    zh_hans: str | None = Field(alias="zh-Hans", description=_("Simplified Chinese, as shown on the website"))
    converted: bool = Field(
        description=_("Whether the Simplified Chinese was converted from Traditional Chinese with OpenCC")
    )


def serialize_text(row, name: str) -> dict:
    """A missing language is None, never replaced by another."""
    field = getattr(type(row), name)
    shown = {language: field.get_text(row, language) for language in LANG_TAGS}
    texts = {
        language: str(text) if text and text.lang == LANG_TAGS[language] else None for language, text in shown.items()
    }
    is_converted = texts[SIMPLIFIED] is not None and not getattr(row, get_language_column(field.name, SIMPLIFIED))
    return _build_text(texts, is_converted)


def serialize_text_or_none(row, name: str) -> dict | None:
    text = serialize_text(row, name)
    return text if any((text["en"], text["zh-Hant"], text["zh-Hans"])) else None


# Typed, because values of two enumerations may be equal: “deployment” is a type of initiatives and of collaborations.
@lru_cache(maxsize=None, typed=True)
def serialize_choice_label(choice) -> dict:
    return _serialize_message(choice.label)


@lru_cache(maxsize=None, typed=True)
def serialize_choice_definition(choice) -> dict | None:
    definition = find_definition(choice)
    return _serialize_message(definition) if definition else None


def _serialize_message(message) -> dict:
    texts = {}
    for language in LANG_TAGS:
        with override(language):
            texts[language] = str(message)
    return _build_text(texts, False)


def _build_text(texts, is_converted):
    return {
        "en": texts[ENGLISH],
        "zh-Hant": texts[TRADITIONAL],
        "zh-Hans": texts[SIMPLIFIED],
        "converted": is_converted,
    }
