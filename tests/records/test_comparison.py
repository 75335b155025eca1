"""Facts side by side: which lines there are, and in which the records differ."""

from unittest import TestCase

from ecosystem.core.partial_dates import PartialDate
from ecosystem.models import Organisation
from ecosystem.records.comparison import Cell, Line, Piece


def line(*cells):
    return Line("A fact", [Cell(Organisation(), list(pieces), "") for pieces in cells], "not known")


class DifferenceTests(TestCase):
    def test_is_none_between_the_same_texts_that_lead_elsewhere(self):
        self.assertFalse(line([Piece("5", "/a/")], [Piece("5", "/b/")]).differs)

    def test_is_none_between_the_same_words_in_another_order(self):
        self.assertFalse(line([Piece("a"), Piece("b")], [Piece("b"), Piece("a")]).differs)

    def test_is_none_where_none_has_anything(self):
        self.assertFalse(line([], []).differs)

    def test_is_one_where_only_some_have_something(self):
        self.assertTrue(line([Piece("a")], []).differs)

    def test_is_one_between_a_year_and_a_day_of_it(self):
        days = [[Piece(date=PartialDate(text))] for text in ("2020", "2020-01-01")]
        self.assertTrue(line(*days).differs)

    def test_is_one_between_addresses(self):
        self.assertTrue(line([Piece(url="https://a.example/")], [Piece(url="https://b.example/")]).differs)

    def test_is_one_between_amounts_that_are_counted_in_another_way(self):
        self.assertTrue(line([Piece("HK$5", detail="In total")], [Piece("HK$5", detail="Per year")]).differs)
