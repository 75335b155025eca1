"""Sort keys of names: by letters in English, by strokes in Traditional and by pinyin in Simplified Chinese."""

import re

import pytest

from ecosystem.core.name_order import english_sort_key, load_stroke_counts, pinyin_sort_key, stroke_sort_key

NAMES = [
    "The Hong Kong Polytechnic University",
    "A.I. 公司",
    "數碼港",
    "École d’été",
    "中銀香港（控股）",
    "𠮷野家",
    "αβγ",
    "123",
]


def in_order(key, names):
    return sorted(names, key=lambda name: key(name, instead="unused"))


class TestEnglishSortKey:
    @pytest.mark.parametrize(
        ("name", "key"),
        [
            ("HKUST", "hkust"),
            ("A.I. Lab, Ltd", "ailabltd"),
            ("École Été", "ecoleete"),
            ("Straße 42", "strasse42"),
            ("ＡＩ", "ai"),
        ],
    )
    def test_contains_letters_and_digits_without_case_or_accents(self, name, key):
        assert english_sort_key(name) == key

    @pytest.mark.parametrize(
        "name", ["The Hong Kong Jockey Club", "the Hong Kong Jockey Club", "  The  Hong Kong Jockey Club"]
    )
    def test_drops_a_leading_article(self, name):
        assert english_sort_key(name) == "hongkongjockeyclub"

    @pytest.mark.parametrize(
        ("name", "key"),
        [
            ("Office of the Commissioner", "officeofthecommissioner"),
            ("Bathe House", "bathehouse"),
            ("Thermo", "thermo"),
        ],
    )
    def test_keeps_an_article_elsewhere(self, name, key):
        assert english_sort_key(name) == key


class TestStrokeSortKey:
    def test_sorts_fewer_strokes_first(self):
        # 1, 2, 4, 5, 10 and 15 strokes.
        ordered = ["一國", "人工智能", "中銀香港", "立法會", "浸會大學", "數碼港"]
        assert in_order(stroke_sort_key, reversed(ordered)) == ordered

    def test_compares_the_next_character_after_equal_ones(self):
        # 香港 both times, then 大 (3 strokes) before 科 (9) before 數 (15).
        ordered = ["香港大學", "香港科技大學", "香港數碼廣播"]
        assert in_order(stroke_sort_key, reversed(ordered)) == ordered

    def test_sorts_a_name_before_longer_names_that_begin_with_it(self):
        assert stroke_sort_key("香港大學", instead="") < stroke_sort_key("香港大學醫學院", instead="")

    def test_sorts_latin_letters_before_han_characters(self):
        ordered = ["3D打印", "AI公司", "一國"]
        assert in_order(stroke_sort_key, reversed(ordered)) == ordered

    def test_ignores_punctuation(self):
        assert stroke_sort_key("「一國」 兩制", instead="") == stroke_sort_key("一國兩制", instead="")

    @pytest.mark.parametrize(
        ("character", "number"), [("一", 1), ("人", 2), ("香", 9), ("港", 12), ("數", 15), ("龍", 16)]
    )
    def test_stroke_counts_are_correct(self, character, number):
        assert load_stroke_counts()[character] == number


class TestPinyinSortKey:
    @pytest.mark.parametrize(
        ("name", "key"),
        [
            ("銀行", "1yin20hang2"),
            ("重慶", "1chong20qing4"),
            ("音樂", "1yin10yue4"),
            ("長江", "1chang20jiang1"),
            ("数码港", "1shu40ma30gang3"),
        ],
    )
    def test_uses_the_pronunciation_within_the_word(self, name, key):
        assert pinyin_sort_key(name, instead="") == key

    def test_is_the_same_for_both_scripts(self):
        assert pinyin_sort_key("數碼港", instead="") == pinyin_sort_key("数码港", instead="")

    def test_sorts_shorter_syllables_first(self):
        # mǎ, mǎi, mǎn
        ordered = ["馬會", "買方", "滿意"]
        assert in_order(pinyin_sort_key, reversed(ordered)) == ordered

    def test_sorts_alphabetically(self):
        # běi, chóng, shēn, xiāng
        ordered = ["北京", "重慶", "深圳", "香港"]
        assert in_order(pinyin_sort_key, reversed(ordered)) == ordered


class TestAllSortKeys:
    @pytest.mark.parametrize("key", [stroke_sort_key, pinyin_sort_key])
    def test_names_without_chinese_sort_last_by_their_english_name(self, key):
        names = [("數碼港", "Cyberport"), ("龘", "Many Strokes"), ("", "Alibaba"), ("", "The Bank")]
        keys = [key(chinese, instead=english) for chinese, english in names]
        assert max(keys[:2]) < keys[2] < keys[3]

    @pytest.mark.parametrize("name", NAMES)
    def test_keys_contain_only_digits_and_lowercase_letters(self, name):
        keys = english_sort_key(name), stroke_sort_key(name, instead=""), pinyin_sort_key(name, instead="")
        assert all(re.fullmatch("[0-9a-z]*", key) for key in keys)
