"""Scores of related records, without a database."""

from unittest import TestCase

from ecosystem.records.related import RecordTraits, TraitIndex


def traits(applications=(), partners=(), themes=()):
    return RecordTraits(frozenset(applications), frozenset(partners), frozenset(themes))


class RelatedRecordScoreTests(TestCase):
    def points(self, **shared):
        return traits(**shared).points

    def test_application_counts_three_partner_two_and_theme_one(self):
        found = [self.points(**{name: [1]}) for name in ("applications", "partners", "themes")]
        self.assertEqual(found, [3, 2, 1])

    def test_scores_are_summed(self):
        self.assertEqual(self.points(applications=[1, 2], partners=[3], themes=[4, 5]), 10)


class RelatedRecordRankingTests(TestCase):
    def order(self, known, **options):
        return [key for key, _shared in TraitIndex(known).find_related(1, 6, **options)]

    def test_highest_score_comes_first(self):
        own = traits([1, 2], [3], [4])
        known = {1: own, 2: traits(partners=[3]), 3: traits([1]), 4: traits([1, 2], [3], [4])}
        self.assertEqual(self.order(known), [4, 3, 2])

    def test_equal_scores_keep_the_given_order(self):
        self.assertEqual(self.order({3: traits([1]), 1: traits([1]), 2: traits([1])}), [3, 2])

    def test_shared_themes_alone_are_not_enough(self):
        self.assertEqual(self.order({1: traits(themes=[1, 2]), 2: traits(themes=[1, 2])}), [])

    def test_excluded_records_are_left_out(self):
        self.assertEqual(self.order({n: traits([1]) for n in (1, 2, 3)}, but={2}), [3])

    def test_returns_the_shared_traits_only(self):
        known = {1: traits([1, 2], [3], [4]), 2: traits([2, 5], [6], [4])}
        self.assertEqual(TraitIndex(known).find_related(1, 6), [(2, traits([2], [], [4]))])

    def test_result_is_limited(self):
        known = {key: traits([1]) for key in range(1, 5)}
        self.assertEqual([key for key, _shared in TraitIndex(known).find_related(1, 2)], [2, 3])

    def test_unknown_record_has_no_related_records(self):
        self.assertEqual(self.order({2: traits([1])}), [])
