"""Three languages: which text is read, in which script, and what it says of itself."""

import copy
import pickle

import pytest
from django.utils import translation as django_translation

from ecosystem.core.languages import (
    LocalizedText,
    TranslatedAttribute,
    convert_to_simplified,
    detect_lang_tag,
    fold_text,
    get_current_language,
    get_language_column,
    get_preferred_language,
)


class Thing:
    name = TranslatedAttribute()
    label = TranslatedAttribute("unit")

    def __init__(self, en="", zh_hant="", zh_hans=""):
        self.name_en = self.unit_en = en
        self.name_zh_hant = self.unit_zh_hant = zh_hant
        self.name_zh_hans = self.unit_zh_hans = zh_hans


def read(language, **texts):
    with django_translation.override(language):
        name = Thing(**texts).name
    return str(name), name.lang


class TestTranslated:
    @pytest.mark.parametrize(
        ("language", "expected"),
        [
            ("en", ("Cyberport", "en")),
            ("zh-hant", ("數碼港", "zh-Hant-HK")),
            ("zh-hans", ("数码港 (官方)", "zh-Hans")),
        ],
    )
    def test_is_read_in_the_readers_language(self, language, expected):
        assert read(language, en="Cyberport", zh_hant="數碼港", zh_hans="数码港 (官方)") == expected

    def test_converts_the_traditional_text_where_the_simplified_is_empty(self):
        assert read("zh-hans", en="Cyberport", zh_hant="數碼港") == ("数码港", "zh-Hans")

    @pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
    def test_stands_in_english_where_there_is_no_chinese(self, language):
        assert read(language, en="Cyberport") == ("Cyberport", "en")

    def test_stands_in_chinese_where_there_is_no_english(self):
        assert read("en", zh_hant="數碼港") == ("數碼港", "zh-Hant-HK")

    def test_leaves_a_simplified_text_as_it_is_for_a_traditional_reader(self):
        assert read("zh-hant", en="Cyberport", zh_hans="数码港") == ("数码港", "zh-Hans")

    def test_is_empty_in_the_readers_language_where_there_is_nothing(self):
        assert read("zh-hant") == ("", "zh-Hant-HK")

    def test_may_read_columns_of_another_name(self):
        with django_translation.override("en"):
            assert Thing(en="companies").label == "companies"

    def test_is_itself_on_the_class(self):
        assert isinstance(Thing.name, TranslatedAttribute)

    def test_may_be_read_in_a_named_language(self):
        assert Thing.name.get_text(Thing(en="Cyberport", zh_hant="數碼港"), "zh-hans") == "数码港"

    @pytest.mark.parametrize(("language", "expected"), [("en", ""), ("zh-hant", "數碼港"), ("zh-hans", "数码港")])
    def test_is_its_own_only_where_there_is_one_in_that_language(self, language, expected):
        assert Thing.name.get_own_text(Thing(zh_hant="數碼港"), language) == expected


class TestText:
    @pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda text: pickle.loads(pickle.dumps(text))])  # noqa: S301
    def test_keeps_its_language_when_it_is_copied(self, again):
        text = again(LocalizedText("數碼港", "zh-Hant-HK"))
        assert (text, text.lang) == ("數碼港", "zh-Hant-HK")


class TestCurrent:
    @pytest.mark.parametrize(("active", "expected"), [("zh-hans", "zh-hans"), ("fr", "en"), (None, "en")])
    def test_is_one_of_the_three(self, active, expected):
        with django_translation.override(active):
            assert get_current_language() == expected

    def test_names_the_column_of_a_text(self):
        assert get_language_column("summary", "zh-hant") == "summary_zh_hant"


class TestScripts:
    @pytest.mark.parametrize(
        ("traditional", "expected"),
        [
            ("衞生署", "卫生署"),
            ("裏面", "里面"),
            ("位於倫敦", "位于伦敦"),
            # Hong Kong's words stay: only the characters change.
            ("軟件、網絡及的士", "软件、网络及的士"),
            ("HKUST 2024", "HKUST 2024"),
        ],
    )
    def test_are_converted_by_characters(self, traditional, expected):
        assert convert_to_simplified(traditional) == expected

    @pytest.mark.parametrize(
        ("text", "lang"),
        [
            ("Cyberport", "en"),
            ("數碼港", "zh-Hant"),
            ("数码港", "zh-Hans"),
            ("中文", "zh"),
            ("2024年", "zh"),
            ("", "en"),
        ],
    )
    def test_show_the_language_of_a_text(self, text, lang):
        assert detect_lang_tag(text) == lang

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("數碼港", "数码港"),
            ("衞", "衛"),
            ("裏", "里"),
            ("HKUST", "hkust"),
            ("ＨＫＵ", "hku"),
            ("Straße", "STRASSE"),
        ],
    )
    def test_fold_alike_for_finding(self, one, other):
        assert fold_text(one) == fold_text(other)


class TestPreferred:
    @pytest.mark.parametrize(
        ("header", "language"),
        [
            ("", "en"),
            ("*", "en"),
            ("fr", "en"),
            ("en-GB,en;q=0.8", "en"),
            ("zh", "zh-hant"),
            ("zh-CN", "zh-hans"),
            ("zh-SG", "zh-hans"),
            ("zh-Hans-HK", "zh-hans"),
            ("zh-HK", "zh-hant"),
            ("zh-TW", "zh-hant"),
            ("zh-MO", "zh-hant"),
            ("zh-Hant-MO", "zh-hant"),
            ("yue", "zh-hant"),
            ("yue-HK", "zh-hant"),
            ("yue-Hans-CN", "zh-hans"),
            ("fr, zh-HK;q=0.8, en;q=0.5", "zh-hant"),
            ("en;q=0.2, yue;q=0.9", "zh-hant"),
            ("no sense; at=all, ,,;", "en"),
        ],
    )
    def test_is_the_language_that_a_browser_asks_for(self, header, language):
        assert get_preferred_language(header) == language
