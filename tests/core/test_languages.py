"""Texts in three languages: fallbacks, scripts, language tags and conversion to Simplified Chinese."""

import copy
import pickle
from pathlib import Path

import pytest
from django.utils import translation as django_translation

from ecosystem.core import languages
from ecosystem.core.languages import (
    LocalizedText,
    TranslatedAttribute,
    compile_names_pattern,
    convert_to_mainland_prose,
    convert_to_simplified,
    detect_lang_tag,
    fold_text,
    get_current_language,
    get_language_column,
    get_preferred_language,
    get_translated_attribute,
    has_hong_kong_terms,
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


class TestTranslatedText:
    @pytest.mark.parametrize(
        ("language", "expected"),
        [
            ("en", ("Cyberport", "en")),
            ("zh-hant", ("數碼港", "zh-Hant-HK")),
            ("zh-hans", ("数码港 (官方)", "zh-Hans")),
        ],
    )
    def test_uses_the_active_language(self, language, expected):
        assert read(language, en="Cyberport", zh_hant="數碼港", zh_hans="数码港 (官方)") == expected

    def test_converts_traditional_text_if_simplified_is_empty(self):
        assert read("zh-hans", en="Cyberport", zh_hant="數碼港") == ("数码港", "zh-Hans")

    @pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
    def test_falls_back_to_english(self, language):
        assert read(language, en="Cyberport") == ("Cyberport", "en")

    def test_falls_back_to_chinese(self):
        assert read("en", zh_hant="數碼港") == ("數碼港", "zh-Hant-HK")

    def test_shows_simplified_text_unchanged_to_traditional_readers(self):
        assert read("zh-hant", en="Cyberport", zh_hans="数码港") == ("数码港", "zh-Hans")

    def test_empty_text_has_the_active_language(self):
        assert read("zh-hant") == ("", "zh-Hant-HK")

    def test_can_use_columns_of_another_name(self):
        with django_translation.override("en"):
            assert Thing(en="companies").label == "companies"

    def test_class_access_returns_the_descriptor(self):
        assert isinstance(Thing.name, TranslatedAttribute)

    def test_can_be_read_in_a_given_language(self):
        assert Thing.name.get_text(Thing(en="Cyberport", zh_hant="數碼港"), "zh-hans") == "数码港"

    @pytest.mark.parametrize(("language", "expected"), [("en", ""), ("zh-hant", "數碼港"), ("zh-hans", "数码港")])
    def test_own_text_falls_back_between_chinese_scripts_only(self, language, expected):
        assert Thing.name.get_own_text(Thing(zh_hant="數碼港"), language) == expected


class TestGetTranslatedAttribute:
    @pytest.mark.parametrize(("columns", "attribute"), [("name", Thing.name), ("unit", Thing.label)])
    def test_finds_the_attribute_by_its_columns(self, columns, attribute):
        assert get_translated_attribute(Thing, columns) is attribute


class TestLocalizedText:
    @pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda text: pickle.loads(pickle.dumps(text))])  # noqa: S301
    def test_keeps_its_language_when_copied(self, again):
        text = again(LocalizedText("數碼港", "zh-Hant-HK"))
        assert (text, text.lang) == ("數碼港", "zh-Hant-HK")


class TestCurrentLanguage:
    @pytest.mark.parametrize(("active", "expected"), [("zh-hans", "zh-hans"), ("fr", "en"), (None, "en")])
    def test_is_one_of_the_three_languages(self, active, expected):
        with django_translation.override(active):
            assert get_current_language() == expected

    def test_column_name_ends_with_the_language(self):
        assert get_language_column("summary", "zh-hant") == "summary_zh_hant"


class TestChineseScripts:
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
    def test_traditional_text_is_converted_by_characters_only(self, traditional, expected):
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
    def test_language_tag_is_detected_from_the_script(self, text, lang):
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
    def test_folded_text_ignores_script_case_and_width(self, one, other):
        assert fold_text(one) == fold_text(other)


class TestMainlandChineseConversion:
    @pytest.mark.parametrize(
        ("traditional", "expected"),
        [
            ("以電腦視覺及機械人檢查基建", "以计算机视觉及机器人检查基础设施"),
            ("程式買賣、私隱、培育計劃及傀儡戶口", "程序化交易、隐私、孵化计划及傀儡账户"),
            # The longest term decides.
            ("中小企業及中小企的雲端運算", "中小企业及中小企业的云计算"),
            # A term across two words is none.
            ("期間公司的方程式", "期间公司的方程式"),
            ("香港創業及私募投資協會", "香港创业及私募投资协会"),
            ("稱為「智方便」", "称为“智方便”"),
            ("HKUST 2024", "HKUST 2024"),
        ],
    )
    def test_replaces_hong_kong_terms(self, traditional, expected):
        assert convert_to_mainland_prose(traditional, compile_names_pattern(())) == expected

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("數碼港", "数码港"),
            ("數碼通", "数码通"),
            ("數碼轉型支援先導計劃", "数码转型支援先导计划"),
            ("香港物流機械人研究中心", "香港物流机械人研究中心"),
            ("「拍住上」金融科技概念驗證測試資助計劃", "「拍住上」金融科技概念验证测试资助计划"),
        ],
    )
    def test_keeps_names(self, name, expected):
        names = compile_names_pattern([name])
        text = convert_to_mainland_prose(f"數碼平台{name}支援機械人", names)
        assert text == f"数字平台{expected}支持机器人"

    def test_keeps_the_longer_of_two_names(self):
        names = compile_names_pattern(["數碼港", "數碼港培育計劃"])
        assert convert_to_mainland_prose("數碼港培育計劃", names) == "数码港培育计划"

    def test_keeps_titles_of_documents(self):
        text = convert_to_mainland_prose("《電腦系統條例》及電腦", compile_names_pattern(()))
        assert text == "《电脑系统条例》及计算机"

    def test_names_pattern_contains_only_names_that_would_change(self):
        assert "商湯" not in compile_names_pattern(["商湯", "數碼港"]).pattern

    @pytest.mark.parametrize(("text", "expected"), [("電腦", True), ("研究人工智能", False), ("", False)])
    def test_detects_hong_kong_terms(self, text, expected):
        assert has_hong_kong_terms(text) == expected


class TestMainlandTermsFile:
    lines = Path(languages.__file__).with_name("mainland_terms.txt").read_text(encoding="utf-8").splitlines()
    terms = [line.split("\t") for line in lines if line and not line.startswith("#")]

    def test_terms_are_pairs(self):
        assert [term for term in self.terms if len(term) != 2 or not all(term)] == []

    def test_terms_are_unique(self):
        assert len({hong_kong for hong_kong, _mainland in self.terms}) == len(self.terms)

    def test_mainland_terms_are_in_simplified_characters(self):
        assert [
            mainland
            for hong_kong, mainland in self.terms
            if mainland not in (hong_kong, convert_to_simplified(mainland))
        ] == []

    def test_terms_are_sorted_in_each_section(self):
        sections = "\n".join(self.lines).split("\n\n")[1:]
        assert [section for section in sections if sorted(section.splitlines()[1:]) != section.splitlines()[1:]] == []


class TestPreferredLanguage:
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
    def test_follows_the_accept_language_header(self, header, language):
        assert get_preferred_language(header) == language
