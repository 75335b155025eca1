"""Han characters with several code points: radicals, compatibility forms and variants equal the usual character."""

import pytest

from ecosystem.core.han_characters import load_han_variants, unify_han_characters
from ecosystem.core.languages import fold_text
from ecosystem.core.name_order import pinyin_sort_key, stroke_sort_key
from ecosystem.core.tokens import extract_terms

SAME = [
    ("靑年", "青年"),
    ("⻘年", "青年"),
    ("⾭年", "青年"),
    ("報吿", "報告"),
    ("策畧", "策略"),
    ("淸潔", "清潔"),
    ("⻄貢", "西貢"),
    ("鄕郊", "鄉郊"),
    ("敎育", "教育"),
    ("眞實", "真實"),
    ("戸外", "戶外"),
    ("羣組", "群組"),
    ("峯會", "峰會"),
    ("豈有", "豈有"),
    ("科技劵", "科技券"),
    ("擧辦", "舉辦"),
    ("機噐人", "機器人"),
    ("葛\U000e0100洪", "葛洪"),
]


class TestEquivalentHanCharacters:
    @pytest.mark.parametrize(("one", "other"), SAME)
    def test_have_the_same_comparison_key(self, one, other):
        assert fold_text(one) == fold_text(other)

    @pytest.mark.parametrize(("one", "other"), SAME)
    def test_are_the_same_search_term(self, one, other):
        assert extract_terms(one) == extract_terms(other)

    @pytest.mark.parametrize(("one", "other"), SAME[:9])
    @pytest.mark.parametrize("build_key", [stroke_sort_key, pinyin_sort_key])
    def test_have_the_same_sort_keys(self, build_key, one, other):
        assert build_key(one, instead="") == build_key(other, instead="")

    @pytest.mark.parametrize(("one", "other"), [("邨", "村"), ("沈", "沉"), ("甯", "寧"), ("堃", "坤")])
    def test_characters_used_differently_in_names_stay_different(self, one, other):
        assert fold_text(one) != fold_text(other)

    @pytest.mark.parametrize(("one", "other"), [("着", "著"), ("尖沙咀", "尖沙嘴"), ("龢", "和")])
    def test_variants_with_other_strokes_match_in_search_but_sort_differently(self, one, other):
        assert fold_text(one) == fold_text(other)
        assert stroke_sort_key(one, instead="") != stroke_sort_key(other, instead="")


class TestHanVariantTable:
    def test_targets_are_not_variants_themselves(self):
        variants = load_han_variants()
        assert not [usual for usual in variants.values() if usual.translate(variants) != usual]

    def test_other_text_is_unchanged(self):
        assert unify_han_characters("香港 Cyberport 2024") == "香港 Cyberport 2024"
