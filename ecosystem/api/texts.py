"""A text in the three languages of the directory, at once."""

from functools import cache

from django.utils.translation import gettext_noop as _, override
from ninja import Schema
from pydantic import Field

from ecosystem.core.languages import ENGLISH, LANG_TAGS, SIMPLIFIED, TRADITIONAL, column


class Text(Schema):
    __doc__ = _("One text in three languages; null where there is none.")

    en: str | None = Field(description=_("In English"))
    zh_hant: str | None = Field(alias="zh-Hant", description=_("In Traditional Chinese, as Hong Kong writes it"))
    zh_hans: str | None = Field(alias="zh-Hans", description=_("In Simplified Chinese, as readers see it"))
    converted: bool = Field(description=_("Whether the Simplified text is the Traditional one, converted by OpenCC"))


def text(thing, name: str) -> dict:
    """Return a text of a row; nothing stands in for a language that it lacks."""
    field = getattr(type(thing), name)
    said = {language: field.read(thing, language) for language in LANG_TAGS}
    own = {
        language: str(found) if found and found.lang == LANG_TAGS[language] else None
        for language, found in said.items()
    }
    is_converted = own[SIMPLIFIED] is not None and not getattr(thing, column(field.name, SIMPLIFIED))
    return _text(own, is_converted)


def text_or_none(thing, name: str) -> dict | None:
    """Return a text that may be missing altogether."""
    found = text(thing, name)
    return found if any((found["en"], found["zh-Hant"], found["zh-Hans"])) else None


@cache
def label(choice) -> dict:
    """Return the word for a choice as the pages have it; the same as long as the process lives."""
    own = {}
    for language in LANG_TAGS:
        with override(language):
            own[language] = str(choice.label)
    return _text(own, False)


def _text(own, is_converted):
    return {
        "en": own[ENGLISH],
        "zh-Hant": own[TRADITIONAL],
        "zh-Hans": own[SIMPLIFIED],
        "converted": is_converted,
    }
