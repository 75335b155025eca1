"""Similarity of two names: exact in any script, and lower for each difference."""

from unittest import TestCase

from ecosystem.api.reconciliation.name_similarity import (
    HIGHEST_INEXACT_SCORE,
    compute_name_similarity,
    is_distinctive_name,
    normalize_entity_name,
)

HKUST = ("The Hong Kong University of Science and Technology", "香港科技大學", "HKUST", "科大")


class ExactNameSimilarityTests(TestCase):
    def test_case_punctuation_and_script_are_ignored(self):
        for text in (
            "the hong kong university of science and technology",
            "Hong Kong University of Science & Technology",
            "HONG KONG UNIVERSITY OF SCIENCE AND TECHNOLOGY.",
            "HK University of Science and Technology",
            "香港科技大學",
            "香港科技大学",
            " 香港 科技大學 ",
            "hkust",
            "ＨＫＵＳＴ",
        ):
            with self.subTest(text=text):
                self.assertEqual(
                    (compute_name_similarity(text, HKUST).score, compute_name_similarity(text, HKUST).is_exact),
                    (100.0, True),
                )

    def test_other_name_in_brackets_is_ignored(self):
        for text in (
            "Hong Kong University of Science and Technology (HKUST)",
            "香港科技大學（科大）",
            "HKUST [香港科技大學]",
        ):
            with self.subTest(text=text):
                self.assertTrue(compute_name_similarity(text, HKUST).is_exact)

    def test_other_text_in_brackets_is_not_exact(self):
        for text in ("Hong Kong University of Science and Technology (Guangzhou)", "香港科技大學（廣州）"):
            with self.subTest(text=text):
                self.assertFalse(compute_name_similarity(text, HKUST).is_exact)

    def test_accents_are_ignored(self):
        self.assertTrue(compute_name_similarity("Societe Generale", ["Société Générale"]).is_exact)


class InexactNameSimilarityTests(TestCase):
    def test_misspelt_names_are_similar_but_not_exact(self):
        for text in (
            "Hong Kong Univercity of Sciense and Technology",
            "University of Science and Technology, Hong Kong",
            "Hong Kong Univ. of Science and Tech.",
            "香港科技大字",
        ):
            with self.subTest(text=text):
                near = compute_name_similarity(text, HKUST)
                self.assertFalse(near.is_exact)
                self.assertGreaterEqual(near.score, 70)
                self.assertLessEqual(near.score, HIGHEST_INEXACT_SCORE)

    def test_same_beginning_scores_above_the_same_words(self):
        asked = "hong kong univeristy of science"
        for other in ("The University of Hong Kong", "Hong Kong Metropolitan University"):
            with self.subTest(other=other):
                self.assertGreater(
                    compute_name_similarity(asked, HKUST).score, compute_name_similarity(asked, [other]).score
                )

    def test_common_beginning_does_not_raise_the_score(self):
        asked = "Hong Kong University"
        self.assertGreater(
            compute_name_similarity(asked, ["The University of Hong Kong"]).score,
            compute_name_similarity(asked, HKUST).score,
        )

    def test_legal_forms_hardly_matter(self):
        for text, name in (("Acme", "Acme Holdings Limited"), ("商湯", "商湯集團股份有限公司")):
            with self.subTest(name=name):
                self.assertGreater(compute_name_similarity(text, [name]).score, 90)

    def test_same_legal_form_alone_is_not_similar(self):
        self.assertLess(compute_name_similarity("Zzyzx Corporation", ["MTR Corporation"]).score, 35)

    def test_different_names_score_low(self):
        for text in ("Cyberport", "數碼港", "HKU"):
            with self.subTest(text=text):
                self.assertLess(compute_name_similarity(text, ["The Hong Kong Jockey Club", "香港賽馬會"]).score, 50)

    def test_empty_names_score_0(self):
        for text in ("", "  ", "()", "—"):
            with self.subTest(text=text):
                self.assertEqual(compute_name_similarity(text, HKUST).score, 0)


class EntityNameNormalizationTests(TestCase):
    def test_chinese_is_joined_and_words_are_split(self):
        self.assertEqual(normalize_entity_name("The  香港 AI 實驗室, Ltd."), "香港ai实验室ltd")
        self.assertEqual(normalize_entity_name("The A.I. Lab"), "a i lab")

    def test_short_names_are_not_distinctive(self):
        self.assertEqual(
            [is_distinctive_name(name) for name in ("AI", "HKU", "港", "港大")], [False, True, False, True]
        )
