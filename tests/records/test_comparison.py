"""Rows of the comparison table: in which of them the compared records differ."""

from unittest import TestCase

from ecosystem.core.partial_dates import PartialDate
from ecosystem.models import Organisation
from ecosystem.records.comparison import ComparedValue, ComparisonCell, ComparisonRow


def line(*cells):
    return ComparisonRow("A fact", [ComparisonCell(Organisation(), list(pieces), "") for pieces in cells], "not known")


class ComparisonRowDifferenceTests(TestCase):
    def test_same_texts_with_different_links_are_equal(self):
        self.assertFalse(line([ComparedValue("5", "/a/")], [ComparedValue("5", "/b/")]).has_differences)

    def test_same_values_in_another_order_are_equal(self):
        self.assertFalse(
            line([ComparedValue("a"), ComparedValue("b")], [ComparedValue("b"), ComparedValue("a")]).has_differences
        )

    def test_empty_cells_are_equal(self):
        self.assertFalse(line([], []).has_differences)

    def test_value_and_empty_cell_differ(self):
        self.assertTrue(line([ComparedValue("a")], []).has_differences)

    def test_year_and_a_day_in_it_differ(self):
        days = [[ComparedValue(date=PartialDate(text))] for text in ("2020", "2020-01-01")]
        self.assertTrue(line(*days).has_differences)

    def test_different_urls_differ(self):
        self.assertTrue(
            line([ComparedValue(url="https://a.example/")], [ComparedValue(url="https://b.example/")]).has_differences
        )

    def test_same_amounts_with_different_bases_differ(self):
        self.assertTrue(
            line([ComparedValue("HK$5", detail="In total")], [ComparedValue("HK$5", detail="Per year")]).has_differences
        )
