"""Names in order: English by letters, 繁體 by strokes, 简体 by pinyin."""

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


class TestEnglishKey:
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
    def test_holds_letters_and_digits_without_case_or_accents(self, name, key):
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
    def test_keeps_an_article_anywhere_else(self, name, key):
        assert english_sort_key(name) == key


class TestStrokeKey:
    def test_puts_fewer_strokes_first(self):
        # 1, 2, 4, 5, 10 and 15 strokes.
        ordered = ["一國", "人工智能", "中銀香港", "立法會", "浸會大學", "數碼港"]
        assert in_order(stroke_sort_key, reversed(ordered)) == ordered

    def test_goes_on_with_the_next_character(self):
        # 香港 both times, then 大 (3 strokes) before 科 (9) before 數 (15).
        ordered = ["香港大學", "香港科技大學", "香港數碼廣播"]
        assert in_order(stroke_sort_key, reversed(ordered)) == ordered

    def test_puts_a_name_before_a_longer_one_that_begins_with_it(self):
        assert stroke_sort_key("香港大學", instead="") < stroke_sort_key("香港大學醫學院", instead="")

    def test_puts_latin_letters_before_all_characters(self):
        ordered = ["3D打印", "AI公司", "一國"]
        assert in_order(stroke_sort_key, reversed(ordered)) == ordered

    def test_counts_no_punctuation(self):
        assert stroke_sort_key("「一國」 兩制", instead="") == stroke_sort_key("一國兩制", instead="")

    @pytest.mark.parametrize(
        ("character", "number"), [("一", 1), ("人", 2), ("香", 9), ("港", 12), ("數", 15), ("龍", 16)]
    )
    def test_knows_the_strokes_of_a_character(self, character, number):
        assert load_stroke_counts()[character] == number


class TestPinyinKey:
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
    def test_reads_a_character_as_its_word_does(self, name, key):
        assert pinyin_sort_key(name, instead="") == key

    def test_is_the_same_for_both_scripts(self):
        assert pinyin_sort_key("數碼港", instead="") == pinyin_sort_key("数码港", instead="")

    def test_puts_a_shorter_syllable_before_a_longer_one(self):
        # mǎ, mǎi, mǎn
        ordered = ["馬會", "買方", "滿意"]
        assert in_order(pinyin_sort_key, reversed(ordered)) == ordered

    def test_goes_by_the_alphabet(self):
        # běi, chóng, shēn, xiāng
        ordered = ["北京", "重慶", "深圳", "香港"]
        assert in_order(pinyin_sort_key, reversed(ordered)) == ordered


class TestEveryKey:
    @pytest.mark.parametrize("key", [stroke_sort_key, pinyin_sort_key])
    def test_puts_bodies_without_a_chinese_name_last_by_their_english_one(self, key):
        names = [("數碼港", "Cyberport"), ("龘", "Many Strokes"), ("", "Alibaba"), ("", "The Bank")]
        keys = [key(chinese, instead=english) for chinese, english in names]
        assert max(keys[:2]) < keys[2] < keys[3]

    @pytest.mark.parametrize("name", NAMES)
    def test_holds_digits_and_small_letters_only(self, name):
        keys = english_sort_key(name), stroke_sort_key(name, instead=""), pinyin_sort_key(name, instead="")
        assert all(re.fullmatch("[0-9a-z]*", key) for key in keys)
