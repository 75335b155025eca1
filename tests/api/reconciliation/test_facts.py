"""The reconciliation service with the facts of the directory: lists of names in three scripts."""

from itertools import batched

from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecosystem.api.reconciliation.identifiers import build_entity_id
from ecosystem.api.reconciliation.name_similarity import is_distinctive_name
from ecosystem.core.languages import convert_to_simplified
from ecosystem.models import RECORD_MODELS
from tests.support.facts import FactsTestCase
from tests.support.reconciliation_client import ReconciliationTestCase

# What somebody may have written, and which record it means; chosen by the service without a person's look.
SAFE = {
    "The Hong Kong University of Science and Technology": "organisation.hkust",
    "Hong Kong University of Science & Technology (HKUST)": "organisation.hkust",
    "香港科技大學": "organisation.hkust",
    "香港科技大学": "organisation.hkust",
    "hkust": "organisation.hkust",
    "Hong Kong Monetary Authority": "organisation.hkma",
    "HKMA": "organisation.hkma",
    "香港金融管理局": "organisation.hkma",
    "CYBERPORT": "organisation.cyberport",
    "數碼港": "organisation.cyberport",
    "数码港": "organisation.cyberport",
    "HSBC": "organisation.hsbc",
    "汇丰": "organisation.hsbc",
    "香港中文大學（中大）": "organisation.cuhk",
    "商汤科技": "organisation.sensetime",
    "SenseTime": "organisation.sensetime",
}
# Misspelt, shortened or turned about: the right record leads, and a person is left to say so.
UNSURE = {
    "Hong Kong Univercity of Sciense and Technology": "organisation.hkust",
    "Univ. of Science and Technology Hong Kong": "organisation.hkust",
    "Monetary Authority": "organisation.hkma",
    "Hong Kong Monetery Authority": "organisation.hkma",
    "Hong Kong University": "organisation.hku",
    "hong kong univeristy of science": "organisation.hkust",
    "Hong Kong Polytecnic": "organisation.polyu",
    "Chinese University of Hong": "organisation.cuhk",
    "Cyberprot": "organisation.cyberport",
    "Sense Time": "organisation.sensetime",
    "HK Science and Technology Park": "organisation.hkstp",
    "香港科枝大學": "organisation.hkust",
    "香港科技園": "organisation.hkstp",
}
# One record in so many is asked for by all its names.
EVERY = 12


class ReconciliationFactsTests(FactsTestCase, ReconciliationTestCase):
    def test_exact_names_match(self):
        chosen = {}
        for texts in batched(SAFE, 20):
            for text, candidates in self.match_batch({text: {"query": text} for text in texts}).items():
                chosen[text] = next((one["id"] for one in candidates if one["match"]), None)
        self.assertEqual(chosen, SAFE)

    def test_inexact_names_rank_first_without_a_match(self):
        found = self.match_batch({text: {"query": text} for text in UNSURE})
        first = {text: (candidates[0]["id"], candidates[0]["match"]) for text, candidates in found.items()}
        self.assertEqual(first, {text: (wanted, False) for text, wanted in UNSURE.items()})

    def test_every_name_finds_its_record(self):
        names = {}
        for model in RECORD_MODELS:
            for record in model.objects.published().order_by("slug")[::EVERY]:
                known = (
                    record.name_en,
                    record.name_zh_hant,
                    convert_to_simplified(record.name_zh_hant),
                    record.acronym,
                )
                names |= {
                    text: build_entity_id(record)
                    for text in (*known, *record.aliases)
                    if text and is_distinctive_name(text)
                }
        found = {}
        for texts in batched(names, 25):
            found |= self.match_batch({text: {"query": text, "limit": 20} for text in texts})
        for text, wanted in names.items():
            with self.subTest(text=text):
                (own,) = [candidate for candidate in found[text] if candidate["id"] == wanted]
                namesakes = [one for one in found[text] if one["score"] == 100]
                self.assertEqual((own["score"], own["match"]), (100, len(namesakes) == 1))

    def test_unknown_names_have_no_good_candidates(self):
        for text in ("Zzyzx Corporation", "Université de Montréal", "北海道大學", "()"):
            with self.subTest(text=text):
                self.assertEqual([one for one in self.match(text) if one["score"] > 70], [])

    def test_type_decides_between_equal_names(self):
        namesakes = [one["id"] for one in self.match("港深創科園") if one["score"] == 100]
        self.assertEqual(len(namesakes), 2)
        self.assertIsNone(self.get_match_id("港深創科園"))
        self.assertEqual([self.get_match_id("港深創科園", type=one.partition(".")[0]) for one in namesakes], namesakes)

    def test_query_count_of_a_batch_is_bounded(self):
        odd = " ".join("zyxwvutsrq"[n:] + "qrstuvwxyz"[:n] for n in range(10))
        for texts, most in ((list(SAFE), 8), (list(UNSURE), 8 + 25 * len(UNSURE)), ([odd, f"a {odd}"], 8 + 60 * 2)):
            with self.subTest(texts=texts[0]), CaptureQueriesContext(connection) as asked:
                self.send(queries={text: {"query": text} for text in texts})
                self.assertLessEqual(len(asked), most)
