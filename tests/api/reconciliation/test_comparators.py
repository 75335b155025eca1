"""How well the properties in a reconciliation query agree with those of a record."""

from unittest import TestCase

from ecosystem.api.reconciliation import comparators
from ecosystem.api.reconciliation.comparators import PropertyValue, compute_agreement


class ReconciliationComparatorTests(TestCase):
    def test_websites_agree_by_their_hosts(self):
        for asked, known, agrees in (
            ("https://www.bank.hk/about", "https://bank.hk/", 1.0),
            ("bank.hk", "https://bank.hk/", 1.0),
            ("https://lab.uni.edu.hk", "https://uni.edu.hk", comparators.RELATED_HOST_AGREEMENT),
            ("https://edu.hk", "https://uni.edu.hk", 0.0),
            ("https://other.hk", "https://bank.hk/", 0.0),
            ("no address", "https://bank.hk/", 0.0),
            ("http://[broken", "https://bank.hk/", 0.0),
        ):
            with self.subTest(asked=asked):
                self.assertEqual(comparators.compare_websites(asked, PropertyValue(known)), agrees)

    def test_dates_agree_if_their_periods_overlap(self):
        for asked, known, agrees in (
            ("1991", "1991-10", 1.0),
            ("1991-10-02", "1991-10", 1.0),
            ("1991-10-02T00:00:00Z", "1991", 1.0),
            ("1991-03", "1991-10", comparators.SAME_YEAR_AGREEMENT),
            ("1992", "1991-10", comparators.NEXT_YEAR_AGREEMENT),
            ("2001", "1991-10", 0.0),
            ("October 1991", "1991-10", 1.0),
            ("1991年10月", "1991-10", 1.0),
            ("１９９１", "1991-10", 1.0),
            ("some time", "1991-10", 0.0),
        ):
            with self.subTest(asked=asked):
                self.assertEqual(comparators.compare_partial_dates(asked, PropertyValue(known)), agrees)

    def test_terms_agree_in_any_language_or_as_slugs(self):
        value = PropertyValue("大學", ("university", "University", "大学"))
        for asked, agrees in (("university", 1.0), ("大学", 1.0), ("大學", 1.0), ("bank", 0.0), ("", 0.0)):
            with self.subTest(asked=asked):
                self.assertEqual(comparators.compare_terms(asked, value), agrees)

    def test_identifiers_agree_alone_or_in_a_url(self):
        for asked, agrees in (
            ("00q4vv597", 1.0),
            ("https://ror.org/00q4vv597/", 1.0),
            ("ROR 00q4vv597.", 1.0),
            ("00q4vv598", 0.0),
        ):
            with self.subTest(asked=asked):
                self.assertEqual(comparators.compare_identifiers(asked, PropertyValue("00q4vv597")), agrees)

    def test_numbers_agree_if_nearly_equal(self):
        value = PropertyValue("1000000", number=1000000)
        for asked, agrees in (
            ("1,000,000", 1.0),
            ("995000", 1.0),
            ("HK$1m", 1.0),
            ("100萬", 1.0),
            ("2000000", 0.0),
            ("nan", 0.0),
        ):
            with self.subTest(asked=asked):
                self.assertEqual(comparators.compare_numbers(asked, value), agrees)

    def test_entities_agree_by_identifier_or_name(self):
        value = PropertyValue("Cyberport", ("數碼港",), id="organisation.cyberport")
        for asked in ("organisation.cyberport", "数码港"):
            with self.subTest(asked=asked):
                self.assertEqual(comparators.compare_names(asked, value), 1.0)

    def test_similar_names_agree_partly(self):
        value = PropertyValue("Harbour Research Institute")
        self.assertTrue(
            comparators.LOWEST_NAME_AGREEMENT
            < comparators.compare_names("Institute of Harbour Research", value)
            <= comparators.HIGHEST_INEXACT_AGREEMENT
        )
        self.assertEqual([comparators.compare_names(text, value) for text in ("Cyberport", "", "—")], [0.0, 0.0, 0.0])

    def test_best_of_several_values_counts(self):
        self.assertEqual(
            compute_agreement(["x", "b"], [PropertyValue("a"), PropertyValue("b")], comparators.compare_terms), 1.0
        )

    def test_unknown_values_have_no_agreement(self):
        self.assertIsNone(compute_agreement(["x"], [], comparators.compare_terms))
        self.assertIsNone(compute_agreement([" "], [PropertyValue("a")], comparators.compare_terms))
