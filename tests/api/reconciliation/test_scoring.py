"""Scores of reconciliation candidates, and when one is a safe match."""

from unittest import TestCase

from ecosystem.api.reconciliation.name_similarity import NameSimilarity
from ecosystem.api.reconciliation.scoring import (
    LOWEST_SHOWN_SCORE,
    OTHER_IDENTIFIER_SCORE,
    ScoredCandidate,
    find_safe_match,
    rank_scored_candidates,
)

EXACT = NameSimilarity(100.0, is_exact=True)


def build_candidate(pk=1, near=EXACT, **values):
    return ScoredCandidate(("organisation", pk), near, **values)


class ReconciliationScoreTests(TestCase):
    def test_score_without_properties_is_that_of_the_name(self):
        self.assertEqual((build_candidate().score, build_candidate(near=NameSimilarity(61.0)).score), (100.0, 61.0))

    def test_agreeing_properties_raise_the_score(self):
        near = NameSimilarity(80.0)
        scores = [build_candidate(near=near, agreements={"founded": agrees}).score for agrees in (0.0, 0.5, 1.0)]
        self.assertEqual(scores, [60.0, 72.5, 85.0])

    def test_inexact_name_scores_below_100(self):
        self.assertLess(build_candidate(near=NameSimilarity(95.0), agreements={"founded": 1.0}).score, 100)

    def test_identifier_decides_the_score(self):
        self.assertEqual(build_candidate(near=NameSimilarity(20.0), has_same_identifier=True).score, 100.0)
        self.assertEqual(build_candidate(has_same_identifier=False).score, OTHER_IDENTIFIER_SCORE)

    def test_score_without_a_name_is_that_of_the_properties(self):
        self.assertEqual(build_candidate(near=NameSimilarity(0.0), agreements={"website": 0.7}).score, 70.0)


class ReconciliationSafeMatchTests(TestCase):
    def choice(self, *candidates):
        found = find_safe_match(rank_scored_candidates(candidates))
        return found and found.key[1]

    def test_single_exact_name_matches(self):
        self.assertEqual(self.choice(build_candidate(1), build_candidate(2, NameSimilarity(95.0))), 1)

    def test_two_equal_names_do_not_match(self):
        self.assertIsNone(self.choice(build_candidate(1, prominence=9), build_candidate(2)))

    def test_properties_decide_between_equal_names(self):
        agrees, differs = {"founded": 1.0}, {"founded": 0.0}
        self.assertEqual(self.choice(build_candidate(1, agreements=differs), build_candidate(2, agreements=agrees)), 2)

    def test_unknown_properties_do_not_decide_between_equal_names(self):
        self.assertIsNone(self.choice(build_candidate(1, agreements={"founded": 1.0}), build_candidate(2)))

    def test_similar_name_does_not_match(self):
        self.assertIsNone(self.choice(build_candidate(1, NameSimilarity(95.0))))

    def test_contradicting_properties_prevent_a_match(self):
        self.assertIsNone(self.choice(build_candidate(1, agreements={"founded": 0.0, "website": 0.3})))

    def test_candidates_of_another_type_are_ignored(self):
        self.assertIsNone(self.choice(build_candidate(1, has_type=False)))
        self.assertEqual(self.choice(build_candidate(1, has_type=False), build_candidate(2)), 2)

    def test_too_short_name_does_not_match(self):
        self.assertIsNone(self.choice(build_candidate(1, is_distinctive=False)))

    def test_same_identifier_matches_whatever_the_name(self):
        self.assertEqual(
            self.choice(
                build_candidate(1, has_same_identifier=False),
                build_candidate(2, NameSimilarity(10.0), has_same_identifier=True),
            ),
            2,
        )

    def test_low_scores_are_left_out(self):
        self.assertEqual(rank_scored_candidates([build_candidate(near=NameSimilarity(LOWEST_SHOWN_SCORE - 1))]), [])
