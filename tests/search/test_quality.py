"""Quality of the search over the real data: expected records rank near the top."""

import json
from pathlib import Path
from urllib.parse import urlencode

from tests.support.facts import FactsTestCase
from tests.support.html_pages import fetch_page

# What was typed, in which language, and the records that answer it.
EXAMPLES = json.loads((Path(__file__).parent / "examples.json").read_text(encoding="utf-8"))
TOP = 3
# Of the thirty examples.
FEWEST_AT_THE_TOP, LEAST_MEAN_RECIPROCAL_RANK = 28, 0.85


class SearchQualityTests(FactsTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ranks = {example["query"]: cls.rank(example) for example in EXAMPLES}

    @classmethod
    def rank(cls, example):
        """Return the rank of the first expected record; 0 if none is on the first page."""
        address = f"/{example['lang'].lower()}/search/?{urlencode({'q': example['query']})}"
        rows = fetch_page(cls.client_class(), address).rows
        return next((place for place, slug in enumerate(rows, 1) if slug in example["expect"]), 0)

    def test_there_are_thirty_examples_in_three_languages(self):
        languages = {example["lang"] for example in EXAMPLES}
        self.assertEqual((len(self.ranks), languages), (30, {"en", "zh-Hant", "zh-Hans"}))

    def test_expected_record_is_in_the_top_results(self):
        below = {query: rank for query, rank in self.ranks.items() if not 1 <= rank <= TOP}
        self.assertGreaterEqual(len(self.ranks) - len(below), FEWEST_AT_THE_TOP, below)

    def test_mean_reciprocal_rank_is_high(self):
        mean = sum(1 / rank for rank in self.ranks.values() if rank) / len(self.ranks)
        lower = {query: rank for query, rank in self.ranks.items() if rank != 1}
        self.assertGreaterEqual(mean, LEAST_MEAN_RECIPROCAL_RANK, lower)

    def test_finds_applications_by_hong_kong_and_mainland_terms(self):
        for texts, slug in (
            (("防騙偵測", "防骗侦测", "反欺诈", "反诈骗"), "fraud-detection"),
            (("程式買賣", "程式买卖", "程序化交易"), "algorithmic-trading"),
            (("晶片", "芯片"), "ai-chips"),
            (("機械人", "机器人"), "robotics"),
            (("電腦視覺", "计算机视觉"), "computer-vision"),
            (("高性能運算", "高性能计算"), "high-performance-computing"),
            (("保險索償", "保险理赔"), "insurance-underwriting-and-claims"),
        ):
            for text in texts:
                with self.subTest(text=text):
                    page = fetch_page(self.client, f"/zh-hans/search/?{urlencode({'q': text, 'kind': 'application'})}")
                    self.assertIn(slug, page.rows)

    def test_finds_summaries_by_mainland_terms(self):
        page = fetch_page(self.client, f"/zh-hans/search/?{urlencode({'q': '山体滑坡'})}")
        self.assertIn("cedd", page.rows)

    def test_traditional_and_simplified_queries_find_the_same(self):
        for text, other in (
            ("數碼港", "数码港"),
            ("衞生署", "卫生署"),
            ("科學園", "科学园"),
            ("醫院管理局", "医院管理局"),
        ):
            with self.subTest(text=text):
                found = [
                    fetch_page(self.client, f"/zh-hant/search/?{urlencode({'q': typed})}").rows
                    for typed in (text, other)
                ]
                self.assertEqual(found[0], found[1])
