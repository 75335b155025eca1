"""The score by which records are related, without a database."""

from unittest import TestCase

from ecosystem.records.related import RecordTraits, TraitIndex


def traits(applications=(), partners=(), themes=()):
    return RecordTraits(frozenset(applications), frozenset(partners), frozenset(themes))


class ScoreTests(TestCase):
    def points(self, **shared):
        return traits(**shared).points

    def test_counts_three_for_an_application_two_for_a_partner_and_one_for_a_theme(self):
        found = [self.points(**{name: [1]}) for name in ("applications", "partners", "themes")]
        self.assertEqual(found, [3, 2, 1])

    def test_adds_up(self):
        self.assertEqual(self.points(applications=[1, 2], partners=[3], themes=[4, 5]), 10)


class RankTests(TestCase):
    def order(self, known, **options):
        return [key for key, _shared in TraitIndex(known).find_related(1, 6, **options)]

    def test_puts_most_points_first(self):
        own = traits([1, 2], [3], [4])
        known = {1: own, 2: traits(partners=[3]), 3: traits([1]), 4: traits([1, 2], [3], [4])}
        self.assertEqual(self.order(known), [4, 3, 2])

    def test_keeps_the_given_order_where_points_are_equal(self):
        self.assertEqual(self.order({3: traits([1]), 1: traits([1]), 2: traits([1])}), [3, 2])

    def test_finds_nothing_by_themes_alone(self):
        self.assertEqual(self.order({1: traits(themes=[1, 2]), 2: traits(themes=[1, 2])}), [])

    def test_leaves_out_what_the_page_shows_anyhow(self):
        self.assertEqual(self.order({n: traits([1]) for n in (1, 2, 3)}, but={2}), [3])

    def test_says_what_is_shared_and_nothing_else(self):
        known = {1: traits([1, 2], [3], [4]), 2: traits([2, 5], [6], [4])}
        self.assertEqual(TraitIndex(known).find_related(1, 6), [(2, traits([2], [], [4]))])

    def test_returns_so_many_and_no_more(self):
        known = {key: traits([1]) for key in range(1, 5)}
        self.assertEqual([key for key, _shared in TraitIndex(known).find_related(1, 2)], [2, 3])

    def test_finds_nothing_for_what_is_unknown(self):
        self.assertEqual(self.order({2: traits([1])}), [])
