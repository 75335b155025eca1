"""How near two names are: the very name in any script, and less where something differs."""

from unittest import TestCase

from ecosystem.api.reconciliation.name_similarity import (
    HIGHEST_INEXACT_SCORE,
    compute_name_similarity,
    is_distinctive_name,
    normalize_entity_name,
)

HKUST = ("The Hong Kong University of Science and Technology", "香港科技大學", "HKUST", "科大")


class ExactTests(TestCase):
    def test_is_the_very_name_however_it_is_written(self):
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

    def test_is_the_very_name_with_another_in_brackets(self):
        for text in (
            "Hong Kong University of Science and Technology (HKUST)",
            "香港科技大學（科大）",
            "HKUST [香港科技大學]",
        ):
            with self.subTest(text=text):
                self.assertTrue(compute_name_similarity(text, HKUST).is_exact)

    def test_is_not_with_something_else_in_brackets(self):
        for text in ("Hong Kong University of Science and Technology (Guangzhou)", "香港科技大學（廣州）"):
            with self.subTest(text=text):
                self.assertFalse(compute_name_similarity(text, HKUST).is_exact)

    def test_forgives_accents(self):
        self.assertTrue(compute_name_similarity("Societe Generale", ["Société Générale"]).is_exact)


class NearTests(TestCase):
    def test_is_near_but_never_sure_where_letters_or_words_differ(self):
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

    def test_is_nearer_to_what_begins_so_than_to_what_has_the_same_words(self):
        asked = "hong kong univeristy of science"
        for other in ("The University of Hong Kong", "Hong Kong Metropolitan University"):
            with self.subTest(other=other):
                self.assertGreater(
                    compute_name_similarity(asked, HKUST).score, compute_name_similarity(asked, [other]).score
                )

    def test_is_no_nearer_for_a_beginning_that_many_names_have(self):
        asked = "Hong Kong University"
        self.assertGreater(
            compute_name_similarity(asked, ["The University of Hong Kong"]).score,
            compute_name_similarity(asked, HKUST).score,
        )

    def test_looks_past_how_a_firm_is_constituted(self):
        for text, name in (("Acme", "Acme Holdings Limited"), ("商湯", "商湯集團股份有限公司")):
            with self.subTest(name=name):
                self.assertGreater(compute_name_similarity(text, [name]).score, 90)

    def test_takes_firms_for_no_kin_because_both_are_firms(self):
        self.assertLess(compute_name_similarity("Zzyzx Corporation", ["MTR Corporation"]).score, 35)

    def test_is_far_from_what_is_called_otherwise(self):
        for text in ("Cyberport", "數碼港", "HKU"):
            with self.subTest(text=text):
                self.assertLess(compute_name_similarity(text, ["The Hong Kong Jockey Club", "香港賽馬會"]).score, 50)

    def test_is_nothing_where_nothing_is_asked(self):
        for text in ("", "  ", "()", "—"):
            with self.subTest(text=text):
                self.assertEqual(compute_name_similarity(text, HKUST).score, 0)


class BareTests(TestCase):
    def test_joins_chinese_characters_and_parts_words(self):
        self.assertEqual(normalize_entity_name("The  香港 AI 實驗室, Ltd."), "香港ai实验室ltd")
        self.assertEqual(normalize_entity_name("The A.I. Lab"), "a i lab")

    def test_takes_a_short_name_for_too_little_to_decide(self):
        self.assertEqual(
            [is_distinctive_name(name) for name in ("AI", "HKU", "港", "港大")], [False, True, False, True]
        )
