"""Possible duplicates of records, and pairs that an editor marked as distinct."""

from django.db import IntegrityError, transaction
from django.test import TestCase

from ecosystem.editing import merging
from ecosystem.editing.duplicates import find_possible_duplicates
from ecosystem.models import DistinctPair, Organisation
from tests.support import factories, users


class DuplicateRecordTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.heron = factories.organisation(
            slug="heron", name_en="Heron Robotics Limited", name_zh_hant="白鷺機械人", acronym="HRL",
            aliases=["Heronbot"], website="https://www.heron.example/", ror="00q4vv597", wikidata="Q5",
        )  # fmt: skip

    def find(self, **values):
        defaults = {"name_en": "Another", "slug": "another", "kind": "company", "ai": "core"}
        return [found.record.slug for found in find_possible_duplicates(Organisation(**defaults | values))]


class DuplicateFinderTests(DuplicateRecordTestCase):
    def test_names_are_compared_in_every_language_and_form(self):
        for values in (
            {"name_en": "HERON ROBOTICS LTD."},
            {"name_en": "The Heron-Robotics"},
            {"name_zh_hant": "白鷺機械人有限公司"},
            {"name_zh_hans": "白鹭机械人"},
            {"name_en": "Heronbot"},
            {"acronym": "hrl"},
            {"aliases": ["Heron\u00ad Robotics"]},
        ):
            with self.subTest(values=values):
                self.assertEqual(self.find(**values), ["heron"])

    def test_websites_and_identifiers_are_compared(self):
        for values in (
            {"website": "http://heron.example"},
            {"website": "https://heron.example/about?utm_source=x"},
            {"ror": "00q4vv597"},
            {"wikidata": "Q5"},
        ):
            with self.subTest(values=values):
                self.assertEqual(self.find(**values), ["heron"])

    def test_partial_matches_are_not_duplicates(self):
        for values in (
            {"name_en": "Heron"},
            {"name_en": "Robotics Limited"},
            {"name_zh_hant": "白鷺"},
            {"website": "https://lab.heron.example/"},
            {"website": "https://www.linkedin.com/company/heron"},
        ):
            with self.subTest(values=values):
                self.assertEqual(self.find(**values), [])

    def test_parts_and_archived_records_are_left_out(self):
        part = factories.organisation(parent=self.heron, website="https://heron.example/lab")
        self.assertEqual(find_possible_duplicates(part), [])
        self.assertEqual(find_possible_duplicates(self.heron), [])
        Organisation.objects.filter(pk=self.heron.pk).update(status="archived")
        self.assertEqual(self.find(name_en="Heronbot"), [])

    def test_search_needs_two_queries(self):
        for _number in range(3):
            factories.organisation(name_en="Heron Robotics", name_zh_hant="")
        with self.assertNumQueries(2):
            self.assertEqual(len(find_possible_duplicates(self.heron)), 3)


class DuplicateNameVariantTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for slug, names in {
            "hkma": {"name_en": "Hong Kong Monetary Authority", "name_zh_hant": "香港金融管理局", "acronym": "HKMA"},
            "hkust": {"name_en": "The Hong Kong University of Science and Technology", "acronym": "HKUST"},
            "cyberport": {"name_en": "Cyberport", "name_zh_hant": "數碼港"},
            "sensetime": {"name_en": "SenseTime", "name_zh_hant": "商湯"},
            "blue-lake": {"name_en": "Blue Lake Robotics (Hong Kong) Co., Ltd."},
            "voucher": {"name_en": "Technology Voucher Programme", "name_zh_hant": "科技券"},
            "mgi": {"name_en": "Medical Genomics Institute", "acronym": "M.G.I."},
            "ecole": {"name_en": "École Zürich"},
            "deep-sea": {"name_en": "Deep Sea", "name_zh_hant": "深海 智能"},
        }.items():
            factories.organisation(slug=slug, **{"name_zh_hant": ""} | names)

    def find(self, name):
        column = "name_en" if name.isascii() else "name_zh_hant"
        return [found.record.slug for found in find_possible_duplicates(Organisation(**{column: name}))]

    def assert_all_find(self, slug, *names):
        for name in names:
            with self.subTest(name=name):
                self.assertEqual(self.find(name), [slug])

    def test_acronym_or_other_name_in_brackets_matches(self):
        self.assert_all_find(
            "hkma",
            "Hong Kong Monetary Authority (HKMA)",
            "HK Monetary Authority [HKMA]",
            "HKMA (Hong Kong Monetary Authority)",
            "香港金融管理局（金管局）",
            "香港金融管理局 (HKMA)",
        )
        self.assert_all_find("hkust", "HKUST (The Hong Kong University of Science and Technology)")
        self.assert_all_find(
            "cyberport", "數碼港（Cyberport）", "Digital Harbour（数码港）", "Digital Harbour (formerly Cyberport)"
        )

    def test_names_joined_in_one_string_match(self):
        self.assert_all_find("cyberport", "數碼港 Cyberport", "Cyberport數碼港", "Cyberport / 數碼港")
        self.assert_all_find(
            "hkma", "HKMA - Hong Kong Monetary Authority", "Monetary Authority, HKMA", "Monetary Authority HKMA"
        )
        self.assert_all_find("hkust", "Hong Kong University of Science and Technology, The")

    def test_name_matches_with_and_without_hong_kong(self):
        self.assert_all_find(
            "cyberport", "Cyberport (Hong Kong)", "Hong Kong Cyberport", "Cyberport, HK", "香港数码港", "數碼港（香港）"
        )
        self.assert_all_find(
            "hkma", "Hongkong Monetary Authority", "H.K. Monetary Authority", "Monetary Authority (HK)", "金融管理局"
        )
        self.assert_all_find("blue-lake", "Blue Lake Robotics Limited", "Blue Lake Robotics (HK)")

    def test_spaces_hyphens_and_dots_are_ignored(self):
        self.assert_all_find("sensetime", "Sense Time", "Sense-Time", "SENSETIME.")
        self.assert_all_find("cyberport", "Cyber-port", "Cyber Port Ltd", "數碼 港")
        self.assert_all_find("hkust", "H.K.U.S.T.", "H K U S T")
        self.assert_all_find("mgi", "MGI", "M. G. I.", "Medical Genomics Institute (MGI)")
        self.assert_all_find("deep-sea", "DeepSea", "深海智能")

    def test_accents_are_ignored(self):
        self.assert_all_find("ecole", "Ecole Zurich", "École Zürich", "ÉCOLE ZURICH")

    def test_spelling_variants_match(self):
        self.assert_all_find(
            "voucher",
            "Technology Voucher Program",
            "Technology Voucher",
            "科技劵",
            "科技券計劃",
            "科技劵計劃",
            "香港科技券计划",
        )

    def test_different_names_do_not_match(self):
        for name in (
            "The Hong Kong University of Science and Technology (Guangzhou)",
            "Cyberport (Shenzhen)",
            "Department of Computer Science (HKUST)",
            "Hong Kong Authority",
            "數碼港 AI Lab",
            "科技",
            "香港",
            "(HK)",
            "計劃",
        ):
            with self.subTest(name=name):
                self.assertEqual(self.find(name), [])


class DistinctRecordPairTests(DuplicateRecordTestCase):
    def setUp(self):
        self.twin = factories.organisation(name_en="Heron Robotics")

    def mark(self, one, other):
        return DistinctPair.objects.mark_distinct(one, other, users.create_editor())

    def test_marked_pair_is_not_reported_in_either_direction(self):
        self.mark(self.twin, self.heron)
        Organisation.objects.filter(pk=self.twin.pk).update(slug="renamed")
        for record in (self.twin, self.heron):
            self.assertEqual(find_possible_duplicates(record), [])

    def test_pair_is_stored_once_in_one_order(self):
        self.mark(self.twin, self.heron), self.mark(self.heron, self.twin)
        pair = DistinctPair.objects.get()
        self.assertLess(pair.organisation_id, pair.other_organisation_id)
        for values in (
            {"organisation": self.heron, "other_organisation": self.twin},
            {"organisation": self.twin, "other_organisation": self.heron},
            {"organisation": self.heron, "other_organisation": self.heron},
            {"organisation": self.heron},
            {"other_organisation": self.heron, "initiative": factories.initiative()},
        ):
            with self.subTest(values=values), self.assertRaises(IntegrityError), transaction.atomic():
                DistinctPair.objects.create(**values)

    def test_merge_moves_the_pair(self):
        other = factories.organisation(name_en="Heronbot")
        self.mark(self.twin, self.heron), self.mark(self.twin, other)
        merging.merge_records(self.twin, other)
        self.assertEqual(DistinctPair.objects.list_distinct_keys(other), {self.heron.pk})
        self.assertEqual(DistinctPair.objects.count(), 1)

    def test_deleting_a_record_deletes_the_pair(self):
        self.mark(self.twin, self.heron)
        self.twin.citations.all().delete()
        self.twin.delete()
        self.assertEqual(DistinctPair.objects.count(), 0)
