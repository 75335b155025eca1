"""Scores, and when one candidate is safely the one that was meant."""

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


def judged(pk=1, near=EXACT, **values):
    return ScoredCandidate(("organisation", pk), near, **values)


class ScoreTests(TestCase):
    def test_is_that_of_the_name_where_nothing_else_is_known(self):
        self.assertEqual((judged().score, judged(near=NameSimilarity(61.0)).score), (100.0, 61.0))

    def test_rises_where_properties_agree_and_falls_where_they_do_not(self):
        near = NameSimilarity(80.0)
        scores = [judged(near=near, agreements={"founded": agrees}).score for agrees in (0.0, 0.5, 1.0)]
        self.assertEqual(scores, [60.0, 72.5, 85.0])

    def test_is_never_that_of_a_sure_name_without_one(self):
        self.assertLess(judged(near=NameSimilarity(95.0), agreements={"founded": 1.0}).score, 100)

    def test_is_decided_by_an_identifier(self):
        self.assertEqual(judged(near=NameSimilarity(20.0), has_same_identifier=True).score, 100.0)
        self.assertEqual(judged(has_same_identifier=False).score, OTHER_IDENTIFIER_SCORE)

    def test_is_that_of_the_properties_where_no_name_was_asked_for(self):
        self.assertEqual(judged(near=NameSimilarity(0.0), agreements={"website": 0.7}).score, 70.0)


class MatchTests(TestCase):
    def choice(self, *candidates):
        found = find_safe_match(rank_scored_candidates(candidates))
        return found and found.key[1]

    def test_takes_the_only_one_of_that_name(self):
        self.assertEqual(self.choice(judged(1), judged(2, NameSimilarity(95.0))), 1)

    def test_takes_none_of_two_of_one_name(self):
        self.assertIsNone(self.choice(judged(1, prominence=9), judged(2)))

    def test_takes_that_of_two_of_one_name_with_which_the_properties_agree(self):
        agrees, differs = {"founded": 1.0}, {"founded": 0.0}
        self.assertEqual(self.choice(judged(1, agreements=differs), judged(2, agreements=agrees)), 2)

    def test_takes_none_of_two_of_one_name_where_the_properties_of_one_are_not_known(self):
        self.assertIsNone(self.choice(judged(1, agreements={"founded": 1.0}), judged(2)))

    def test_does_not_take_what_is_merely_near(self):
        self.assertIsNone(self.choice(judged(1, NameSimilarity(95.0))))

    def test_does_not_take_what_the_properties_speak_against(self):
        self.assertIsNone(self.choice(judged(1, agreements={"founded": 0.0, "website": 0.3})))

    def test_does_not_take_what_is_of_another_type_nor_is_kept_by_it_from_taking(self):
        self.assertIsNone(self.choice(judged(1, has_type=False)))
        self.assertEqual(self.choice(judged(1, has_type=False), judged(2)), 2)

    def test_does_not_take_a_name_that_is_too_short_to_tell(self):
        self.assertIsNone(self.choice(judged(1, is_distinctive=False)))

    def test_takes_what_bears_the_identifier_whatever_it_is_called(self):
        self.assertEqual(
            self.choice(
                judged(1, has_same_identifier=False), judged(2, NameSimilarity(10.0), has_same_identifier=True)
            ),
            2,
        )

    def test_shows_nothing_that_has_little_more_than_a_word_in_common(self):
        self.assertEqual(rank_scored_candidates([judged(near=NameSimilarity(LOWEST_SHOWN_SCORE - 1))]), [])
