"""Questions for support in plain words, in three languages, and what is an ordinary search."""

from urllib.parse import urlencode

from tests.support.facts import FactsTestCase
from tests.support.reading import fetch_page, parse_query

QUESTIONS = {
    "funding for startups open now": {"support": ["funding"], "audience": ["startups"], "call_status": ["open"]},
    "public money for computing": {"support": ["funding", "computing"]},
    "grants for students": {"support": ["funding"], "audience": ["students"]},
    "who gives free computing power": {"support": ["computing"]},
    "mentors for start-ups in Hong Kong": {"support": ["mentorship"], "audience": ["startups"]},
    "help for SMEs": {"audience": ["smes"]},
    "AI grants for robotics": {"support": ["funding"], "application": ["robotics"]},
    "PhD scholarships": {"support": ["funding"], "q": ["PhD"]},
    "HKSTP funding": {"support": ["funding"], "q": ["HKSTP"]},
    "visa": {"support": ["talent_admission"]},
    "初創資助": {"support": ["funding"], "audience": ["startups"]},
    "現正接受申請的資助": {"support": ["funding"], "call_status": ["open"]},
    "正在接受申请的资助": {"support": ["funding"], "call_status": ["open"]},
    "学生 奖学金": {"support": ["funding"], "audience": ["students"]},
    "誰提供免費算力": {"support": ["computing"]},
    "有没有给初创企业的免费办公空间": {"support": ["workspace"], "audience": ["startups"]},
}
ORDINARY = (
    "HKSTP",
    "fintech",
    "data",
    "data centre",
    "traffic data",
    "university data science",
    "computing power",
    "students",
    "talent",
    "customer support",
    "support vector machine",
    "Research Grants Council",
    "the Research Grants Council of Hong Kong",
    "Innovation and Technology Fund",
    "Smart Traffic Fund",
    "大學教育資助委員會",
    "人才",
    '"funding"',
)


class SupportQuestionTests(FactsTestCase):
    def fetch(self, text, language="en"):
        return fetch_page(self.client, f"/{language}/search/?{urlencode({'q': text})}")

    def test_leads_to_find_support_with_what_was_understood(self):
        for text, filters in QUESTIONS.items():
            with self.subTest(text=text):
                link = self.fetch(text).one("aside", "support-lead").one("a", "button")["href"]
                self.assertEqual((link.split("?")[0], parse_query(link)), ("/en/support/", filters))

    def test_leads_to_a_page_that_finds_schemes(self):
        for text in set(QUESTIONS) - {"PhD scholarships"}:
            with self.subTest(text=text):
                link = self.fetch(text, "zh-hant").one("aside", "support-lead").one("a", "button")["href"]
                self.assertGreater(len(fetch_page(self.client, link).all("tbody")), 0)

    def test_says_which_words_were_understood(self):
        items = [li.text for li in self.fetch("grants for startups now open").one(cls="support-lead").all("li")]
        expected = ["“grants” Support offered: Funding", "“startups” Who it is for: Start-ups"]
        self.assertEqual(items, [*expected, "“now open” Applications: Open to applications"])

    def test_says_which_words_are_keywords(self):
        items = [li.text for li in self.fetch("HKSTP funding").one(cls="support-lead").all("li")]
        self.assertEqual(items, ["“funding” Support offered: Funding", "“HKSTP” Keywords"])

    def test_puts_schemes_that_offer_it_first(self):
        for text in set(QUESTIONS) - {"PhD scholarships"}:
            with self.subTest(text=text):
                kinds = [row["href"].split("/")[2] for row in self.fetch(text).all("a") if row.parent.tag == "h2"]
                self.assertEqual(set(kinds[:3]), {"initiatives"})

    def test_leaves_an_ordinary_search_alone(self):
        for text in ORDINARY:
            with self.subTest(text=text):
                self.assertEqual(self.fetch(text).all(cls="support-lead"), [])
