"""Suggestions of the reconciliation service for a typed prefix."""

from tests.support.reconciliation_world import ReconciliationRecordsTestCase


class ReconciliationSuggestTests(ReconciliationRecordsTestCase):
    def test_records_are_suggested_by_the_beginning_of_any_name(self):
        for typed in ("harb", "海港", "hbk", "organisation.bank"):
            with self.subTest(typed=typed):
                found = self.fetch("/suggest/entity", "suggest-entities-response", prefix=typed)["result"]
                self.assertIn("organisation.bank", [one["id"] for one in found])

    def test_records_are_filtered_by_type(self):
        found = self.fetch("/suggest/entity", "suggest-entities-response", prefix="harbour", type="initiative")
        self.assertEqual([one["id"] for one in found["result"]], ["initiative.fund"])

    def test_types_are_suggested_by_name_in_any_language(self):
        for typed in ("univ", "大學", "organisation:uni"):
            with self.subTest(typed=typed):
                found = self.fetch("/suggest/type", "suggest-types-response", prefix=typed)["result"]
                self.assertEqual(found[0]["id"], "organisation:university")
                self.assertEqual(found[0]["broader"][0]["id"], "organisation")

    def test_properties_are_suggested_by_name_in_any_language(self):
        for typed in ("web", "網站"):
            with self.subTest(typed=typed):
                found = self.fetch("/suggest/property", "suggest-properties-response", prefix=typed)["result"]
                self.assertIn("website", [one["id"] for one in found])

    def test_cursor_continues_the_list(self):
        path, schema = "/suggest/property", "suggest-properties-response"
        pages = [[one["id"] for one in self.fetch(path, schema, prefix="", cursor=n)["result"]] for n in (0, 10, 999)]
        self.assertEqual((len({*pages[0], *pages[1]}), pages[2]), (20, []))

    def test_unpublished_records_are_not_suggested(self):
        for typed in ("harbour secret", "organisation.secret", "harbour gone"):
            with self.subTest(typed=typed):
                found = self.fetch("/suggest/entity", "suggest-entities-response", prefix=typed)["result"]
                self.assertFalse({"organisation.secret", "organisation.gone"} & {one["id"] for one in found})
