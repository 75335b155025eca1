"""Han characters under another code point: radicals, compatibility forms and variants meet the usual character."""

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


class TestSameCharacters:
    @pytest.mark.parametrize(("one", "other"), SAME)
    def test_have_one_comparison_key(self, one, other):
        assert fold_text(one) == fold_text(other)

    @pytest.mark.parametrize(("one", "other"), SAME)
    def test_are_one_term_in_documents_and_queries(self, one, other):
        assert extract_terms(one) == extract_terms(other)

    @pytest.mark.parametrize(("one", "other"), SAME[:9])
    @pytest.mark.parametrize("build_key", [stroke_sort_key, pinyin_sort_key])
    def test_have_one_place_in_the_order(self, build_key, one, other):
        assert build_key(one, instead="") == build_key(other, instead="")

    @pytest.mark.parametrize(("one", "other"), [("邨", "村"), ("沈", "沉"), ("甯", "寧"), ("堃", "坤")])
    def test_stay_apart_where_names_use_both(self, one, other):
        assert fold_text(one) != fold_text(other)

    @pytest.mark.parametrize(("one", "other"), [("着", "著"), ("尖沙咀", "尖沙嘴"), ("龢", "和")])
    def test_of_other_strokes_are_equal_in_a_search_alone(self, one, other):
        assert fold_text(one) == fold_text(other)
        assert stroke_sort_key(one, instead="") != stroke_sort_key(other, instead="")


class TestVariants:
    def test_lead_to_a_character_that_is_none_itself(self):
        variants = load_han_variants()
        assert not [usual for usual in variants.values() if usual.translate(variants) != usual]

    def test_leave_other_text_as_it_is(self):
        assert unify_han_characters("香港 Cyberport 2024") == "香港 Cyberport 2024"
