"""Queries in plain words that ask for support, in three languages, and queries that do not."""

from urllib.parse import urlencode

from tests.support.facts import FactsTestCase
from tests.support.html_pages import fetch_page, parse_query

QUESTIONS = {
    "funding for startups open now": {"support": ["funding"], "audience": ["startups"], "call_status": ["open"]},
    "public money for computing": {"support": ["funding", "computing"]},
    "grants for students": {"support": ["funding"], "audience": ["students"]},
    "who gives free computing power": {"support": ["computing"]},
    "mentors for start-ups in Hong Kong": {"support": ["mentorship"], "audience": ["startups"]},
    "help for SMEs": {"audience": ["smes"]},
    "help for my startup": {"audience": ["startups"]},
    "AI grants for robotics": {"support": ["funding"], "application": ["robotics"]},
    "PhD scholarships": {"support": ["funding"], "audience": ["students"]},
    "HKSTP funding": {"support": ["funding"], "q": ["HKSTP"]},
    "visa": {"support": ["talent_admission"]},
    "can I get a visa as an AI engineer": {"support": ["talent_admission"], "audience": ["talent"]},
    "GPU for our lab": {"support": ["computing"], "audience": ["researchers"]},
    "cheap GPUs for students": {"support": ["computing"], "audience": ["students"]},
    "office for my company": {"support": ["workspace"], "audience": ["corporates"]},
    "money for my AI company": {"support": ["funding"], "audience": ["corporates"]},
    "funding for small companies": {"support": ["funding"], "audience": ["smes"]},
    "investors for startups": {"support": ["investor_access"], "audience": ["startups"]},
    "accelerator for fintech startups": {"audience": ["startups"], "q": ["accelerator fintech"]},
    "incubator": {"q": ["incubator"]},
    "loans for SMEs": {"support": ["funding"], "audience": ["smes"]},
    "how do I get a grant": {"support": ["funding"]},
    "where can my bank test AI": {"support": ["testing_ground"], "audience": ["financial_institutions"]},
    "sandbox for banks": {"support": ["testing_ground"], "audience": ["financial_institutions"]},
    "rent free workspace for founders": {"support": ["workspace"], "audience": ["startups"]},
    "HK$1 million for my startup": {"amount_min": ["1000000"], "audience": ["startups"]},
    "$500,000 grant": {"amount_min": ["500000"], "support": ["funding"]},
    "初創資助": {"support": ["funding"], "audience": ["startups"]},
    "現正接受申請的資助": {"support": ["funding"], "call_status": ["open"]},
    "正在接受申请的资助": {"support": ["funding"], "call_status": ["open"]},
    "学生 奖学金": {"support": ["funding"], "audience": ["students"]},
    "誰提供免費算力": {"support": ["computing"]},
    "有没有给初创企业的免费办公空间": {"support": ["workspace"], "audience": ["startups"]},
    "科研經費": {"support": ["funding"]},
    "租金减免": {"support": ["workspace"]},
    "免租辦公室": {"support": ["workspace"]},
    "我想申請算力": {"support": ["computing"]},
    "銀行可以在哪裏測試AI": {"support": ["testing_ground"], "audience": ["financial_institutions"]},
    "哪裡可以拿到資助": {"support": ["funding"]},
    "怎么申请创业资金": {"support": ["funding"], "audience": ["startups"]},
    "初创公司补贴": {"support": ["funding"], "audience": ["startups"]},
    "人才簽證": {"support": ["talent_admission"], "audience": ["talent"]},
    "贷款": {"support": ["funding"]},
    "孵化器": {"q": ["孵化器"]},
    "公共资金 计算": {"support": ["funding", "computing"]},
    "政府有甚麼資助給中小企": {"support": ["funding"], "audience": ["smes"]},
    "我們公司想用GPU": {"support": ["computing"], "audience": ["corporates"]},
    "100萬資助": {"amount_min": ["1000000"], "support": ["funding"]},
    "五十万 补贴": {"amount_min": ["500000"], "support": ["funding"]},
}
ORDINARY = (
    "HKSTP",
    "fintech",
    "data",
    "data centre",
    "traffic data",
    "training data",
    "data training set",
    "university data science",
    "computing power",
    "computing laboratory",
    "students",
    "talent",
    "companies",
    "finance",
    "customer support",
    "support vector machine",
    "investor relations chatbot",
    "loan approval AI",
    "credit scoring",
    "money laundering",
    "traffic speed map",
    "train performance",
    "applied AI course",
    "AI accelerator chip",
    "test of autonomous vehicles",
    "incubation of companies 2024",
    "guidelines for banks",
    "who uses AI for fraud detection",
    "how many startups in Hong Kong",
    "Smart Mobility Fund",
    "Research Grants Council",
    "the Research Grants Council of Hong Kong",
    "Innovation and Technology Fund",
    "Smart Traffic Fund",
    "AI Training for All",
    "digital policy office",
    "office of the government chief information officer",
    "HK$100 million for AI in government",
    "大學教育資助委員會",
    "科技券",
    "人才",
    "投資者保護",
    "自動駕駛測試",
    "國家自然科學基金委員會／研究資助局聯合科研資助基金",
    "Technology Talent Admission Scheme: visas approved for AI (cumulative)",
    '"funding"',
)
# Queries with words that find nothing on the page Find support.
UNUSED = {
    "equity-free funding": ({"support": ["funding"]}, ["equity"]),
    "tax relief for students": ({"support": ["tax_relief"]}, ["students"]),
    "US$50,000 grant": ({"support": ["funding"]}, ["US$50,000"]),
    "funding for zymurgy start-ups": ({"support": ["funding"], "audience": ["startups"]}, ["zymurgy"]),
}
# Queries that name a record, with its path.
NAMING = {
    "InnoHK 資助 金額": "initiatives/innohk",
    "HKSTP incubation funding": "organisations/hkstp",
    "HKSTP funding": "organisations/hkstp",
    "Cyberport Creative Micro Fund amount": "initiatives/cyberport-creative-micro-fund",
    "ITF grant": "initiatives/innovation-and-technology-fund",
    "how much does the AI Subsidy Scheme give": "initiatives/ai-subsidy-scheme",
    "創新及科技基金 申請": "initiatives/innovation-and-technology-fund",
    "University Grants Committee funding": "organisations/ugc",
    "研资局 拨款": "organisations/rgc",
}


class SupportQuestionSearchTests(FactsTestCase):
    def fetch(self, text, language="en"):
        return fetch_page(self.client, f"/{language}/search/?{urlencode({'q': text})}")

    def fetch_lead(self, text, language="en"):
        return self.fetch(text, language).one("aside.support-lead")

    def list_result_addresses(self, text):
        links = [row["href"].split("/", 2)[2] for row in self.fetch(text).select("a") if row.parent.name == "h2"]
        return [link.rstrip("/") for link in links if link.count("/") == 2]

    def test_links_to_find_support_with_the_recognised_filters(self):
        for text, filters in QUESTIONS.items():
            with self.subTest(text=text):
                link = self.fetch_lead(text).one("a.button")["href"]
                self.assertEqual((link.split("?")[0], parse_query(link)), ("/en/support/", filters))

    def test_linked_page_finds_schemes(self):
        # Several questions lead to the same page.
        for address in {self.fetch_lead(text, "zh-hant").one("a.button")["href"] for text in [*QUESTIONS, *UNUSED]}:
            with self.subTest(address=address):
                self.assertNotEqual(fetch_page(self.client, address).select("table.table--offers"), [])

    def test_lists_recognised_words(self):
        items = [li.text for li in self.fetch_lead("grants for startups now open").select("li")]
        expected = ["“grants” Support offered: Funding", "“startups” Who it is for: Start-ups"]
        self.assertEqual(items, [*expected, "“now open” Applications: Open to applications"])

    def test_lists_words_used_as_keywords(self):
        items = [li.text for li in self.fetch_lead("HKSTP funding").select("li")]
        self.assertEqual(items, ["“funding” Support offered: Funding", "“HKSTP” Keywords"])

    def test_lists_a_recognised_amount(self):
        items = [li.text for li in self.fetch_lead("$500,000 grant").select("li")]
        expected = ["“$500,000” Minimum amount (HK$): HK$500,000", "“grant” Support offered: Funding"]
        self.assertEqual(items, expected)

    def test_names_words_that_are_not_used(self):
        for text, (filters, words) in UNUSED.items():
            with self.subTest(text=text):
                lead = self.fetch_lead(text)
                self.assertEqual(parse_query(lead.one("a.button")["href"]), filters)
                self.assertEqual(lead.one("p.fine").text, f"Words not used: {', '.join(words)}")

    def test_schemes_with_the_requested_support_come_first(self):
        for text in set(QUESTIONS) - set(NAMING):
            with self.subTest(text=text):
                kinds = [address.split("/")[0] for address in self.list_result_addresses(text)]
                self.assertEqual(set(kinds[:3]), {"initiatives"})

    def test_scheme_with_most_of_the_requested_support_comes_first(self):
        for text in ("public money for computing", "公共资金 计算"):
            with self.subTest(text=text):
                self.assertEqual(self.list_result_addresses(text)[0], "initiatives/ai-subsidy-scheme")

    def test_named_record_comes_before_schemes(self):
        for text, address in NAMING.items():
            with self.subTest(text=text):
                self.assertEqual(self.list_result_addresses(text)[0], address)

    def test_link_comes_after_the_results_if_a_record_is_named(self):
        text = self.fetch("HKSTP funding").content.text
        self.assertGreater(text.index("Looking for support?"), text.index("Hong Kong Science and Technology Parks"))

    def test_other_queries_have_no_link_to_find_support(self):
        for text in ORDINARY:
            with self.subTest(text=text):
                self.assertEqual(self.fetch(text).select(".support-lead"), [])
