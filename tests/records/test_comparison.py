"""Facts side by side: which lines there are, and in which the records differ."""

from unittest import TestCase

from ecosystem.core.partial_dates import PartialDate
from ecosystem.models import Organisation
from ecosystem.records.comparison import ComparedValue, ComparisonCell, ComparisonRow


def line(*cells):
    return ComparisonRow("A fact", [ComparisonCell(Organisation(), list(pieces), "") for pieces in cells], "not known")


class DifferenceTests(TestCase):
    def test_is_none_between_the_same_texts_that_lead_elsewhere(self):
        self.assertFalse(line([ComparedValue("5", "/a/")], [ComparedValue("5", "/b/")]).has_differences)

    def test_is_none_between_the_same_words_in_another_order(self):
        self.assertFalse(
            line([ComparedValue("a"), ComparedValue("b")], [ComparedValue("b"), ComparedValue("a")]).has_differences
        )

    def test_is_none_where_none_has_anything(self):
        self.assertFalse(line([], []).has_differences)

    def test_is_one_where_only_some_have_something(self):
        self.assertTrue(line([ComparedValue("a")], []).has_differences)

    def test_is_one_between_a_year_and_a_day_of_it(self):
        days = [[ComparedValue(date=PartialDate(text))] for text in ("2020", "2020-01-01")]
        self.assertTrue(line(*days).has_differences)

    def test_is_one_between_addresses(self):
        self.assertTrue(
            line([ComparedValue(url="https://a.example/")], [ComparedValue(url="https://b.example/")]).has_differences
        )

    def test_is_one_between_amounts_that_are_counted_in_another_way(self):
        self.assertTrue(
            line([ComparedValue("HK$5", detail="In total")], [ComparedValue("HK$5", detail="Per year")]).has_differences
        )
