"""Typical questions of readers, answered from the home page on, with a source."""

import re
from dataclasses import dataclass

import pytest

LANGUAGES = ("en", "zh-hant", "zh-hans")
# What readers see and click, in the order of the languages.
WORDS = {
    "I found a company": ("I am starting a company", "我正在創業", "我正在创业"),
    "I am a researcher": ("I am a researcher", "我是研究人員", "我是研究人员"),
    "I work at a bank": (
        "I work in a bank or government department",
        "我在銀行或政府部門工作",
        "我在银行或政府部门工作",
    ),
    "I count": ("I analyse or report on AI", "我分析或報道人工智能", "我分析或报道人工智能"),
    "I come from elsewhere": ("I am based outside Hong Kong", "我身處內地或海外", "我身在内地或海外"),
    "find": ("Find", "查找", "查找"),
    "show": ("Show results", "顯示結果", "显示结果"),
    "initiatives": ("Initiatives", "計劃", "计划"),
    "computing": ("Computing power", "算力", "算力"),
    "open": ("Active", "進行中", "进行中"),
    "scheme": ("Artificial Intelligence Subsidy Scheme", "人工智能資助計劃", "人工智能资助计划"),
    "subsidy": ("subsidy scheme", "資助計劃", "资助计划"),
    "HK$3 billion": ("HK$3 billion", "30億港元", "30亿港元"),
    "ITIB": ("Innovation, Technology and Industry Bureau", "創新科技及工業局", "创新科技及工业局"),
    "Cyberport": ("Cyberport", "數碼港", "数码港"),
    "CUHK": ("The Chinese University of Hong Kong", "香港中文大學", "香港中文大学"),
    "agreement": (
        "CUHK-Shanghai AI Laboratory Strategic Collaboration",
        "中大與上海人工智能實驗室戰略合作",
        "中大与上海人工智能实验室战略合作",
    ),
    "laboratory": ("Shanghai Artificial Intelligence Laboratory", "上海人工智能實驗室", "上海人工智能实验室"),
    "mainland": ("Mainland", "內地", "内地"),
    "elsewhere": ("Elsewhere", "其他地區", "其他地区"),
    "Greater Bay Area": ("Greater Bay Area", "大灣區", "大湾区"),
    "language models": ("Large language models", "大語言模型", "大语言模型"),
    "research centre": ("Research centre", "研究中心", "研究中心"),
    "HKGAI": (
        "Hong Kong Generative AI Research & Development Center",
        "香港生成式人工智能研發中心",
        "香港生成式人工智能研发中心",
    ),
    "HKChat": ("HKChat", "港話通", "港话通"),
    "fraud detection": ("Fraud detection", "防騙偵測", "反欺诈"),
    "HSBC": (
        "The Hongkong and Shanghai Banking Corporation Limited",
        "香港上海滙豐銀行有限公司",
        "香港上海汇丰银行有限公司",
    ),
    "Hang Seng": ("Hang Seng Bank Limited", "恒生銀行有限公司", "恒生银行有限公司"),
    "ZA": ("ZA Bank Limited", "眾安銀行有限公司", "众安银行有限公司"),
    "Police": ("Hong Kong Police Force", "香港警務處", "香港警务处"),
    "HKMA": ("Hong Kong Monetary Authority", "香港金融管理局", "香港金融管理局"),
    "HSBC's system": (
        "HSBC Dynamic Risk Assessment",
        "滙豐Dynamic Risk Assessment交易監察系統",
        "汇丰Dynamic Risk Assessment交易监察系统",
    ),
    "guideline": ("Guideline or law", "指引或法例", "指引或法规"),
    "circular": (
        "Use of Artificial Intelligence for Monitoring of Suspicious Activities",
        "運用人工智能監察可疑活動",
        "运用人工智能监察可疑活动",
    ),
    "finance": ("AI in finance", "金融人工智能", "金融人工智能"),
}


@dataclass(frozen=True)
class Source:
    publisher: str
    dates: list[str]


class Person:
    """Somebody at the home page, who clicks and types in one language."""

    def __init__(self, page, language, scripts):
        self.page = page
        self.language = language
        self.scripts = scripts
        page.goto(f"/{language}/")

    def word(self, key):
        return WORDS[key][LANGUAGES.index(self.language)]

    @property
    def content(self):
        return self.page.locator("main")

    def follow(self, key, *, within=None, exact=True):
        (within or self.content).get_by_role("link", name=self.word(key), exact=exact).first.click()
        self.read_to_the_end()

    def search(self, text):
        box = self.content.get_by_role("search")
        # To a reader with scripts it is a combobox, without them a search field.
        box.locator("input[name=q]").fill(text)
        box.get_by_role("button").click()
        self.read_to_the_end()

    def read_to_the_end(self):
        # A click waits for the next page's first byte only: what is counted then may not have come yet.
        self.page.wait_for_load_state("domcontentloaded")

    def tick(self, facet, key):
        """Tick a choice of a filter, unfolding it if need be, and wait for the list to answer."""
        label = self.page.locator(f"label:has(input[name={facet}])").filter(has_text=self.word(key))
        if not label.is_visible():
            self.page.locator("fieldset").filter(has=label).locator("summary").click()
        label.click()
        if not self.scripts:
            self.page.get_by_role("button", name=self.word("show")).click()
        self.chip(key).wait_for()

    @property
    def names(self):
        """The names in the list."""
        return self.page.locator(".record-row__name > a").all_inner_texts()

    def chip(self, key):
        return self.page.locator(".applied-filters").get_by_role("link", name=re.compile(f"{self.word(key)}$"))

    def open_source_note(self, place):
        """Click the number beside a fact, and read in the note whose page it rests on."""
        number = place.locator(".note").first
        number.click()
        source = self.page.locator(f"#{number.get_attribute('popovertarget')} li").first
        _grade, publisher, *_rest = source.locator(".source-note__line > span").all_inner_texts()
        return Source(publisher, source.locator("time").all_inner_texts())

    @property
    def amount(self):
        return self.page.locator(".key-facts > div").first


def arrive(reader, language, scripts):
    return Person(reader(java_script_enabled=scripts == "with scripts"), language, scripts == "with scripts")


# Scripts do not depend on the language: two of four combinations try both.
@pytest.fixture(params=[("en", "with scripts"), ("zh-hant", "without scripts")], ids=" ".join)
def person(request, reader):
    return arrive(reader, *request.param)


@pytest.fixture(
    params=[("en", "without scripts"), ("zh-hant", "with scripts"), ("zh-hans", "with scripts")], ids=" ".join
)
def founder(request, reader):
    return arrive(reader, *request.param)


class TestFounderJourney:
    def test_open_schemes_come_first(self, person):
        person.follow("I found a company")
        shelf = person.page.locator("section[id]").first
        assert set(shelf.locator(".badge").all_inner_texts()) == {person.word("open")}

    def test_every_open_scheme_has_a_button(self, person):
        person.follow("I found a company")
        schemes = person.page.locator("#open tbody")
        assert schemes.count() > 0
        assert schemes.locator("a.button").count() == schemes.count()

    def test_schemes_can_be_filtered_by_type_of_support(self, person):
        person.follow("I found a company")
        before = person.page.locator("#open tbody").count()
        person.page.locator("label:has(input[value=computing])").click()
        person.page.locator(".question button").click()
        person.chip("computing").wait_for()
        assert 0 < person.page.locator("#open tbody").count() < before

    def test_amount_of_an_open_scheme_has_a_source(self, person):
        person.follow("I found a company")
        scheme = person.page.locator("#open tbody").filter(has=person.page.locator("td.table__number > .table__other"))
        amount = scheme.first.locator("td.table__number").inner_text().split("\n")[0]
        scheme.first.locator("th a").first.click()
        assert amount in person.amount.inner_text()
        assert person.open_source_note(person.amount).publisher

    @pytest.mark.smoke
    def test_search_leads_to_the_amount_of_the_subsidy_scheme(self, founder):
        founder.search(founder.word("subsidy"))
        founder.follow("scheme")
        assert founder.word("HK$3 billion") in founder.amount.inner_text()

    def test_page_of_the_subsidy_scheme_names_its_organisations(self, founder):
        founder.follow("I found a company")
        founder.follow("scheme")
        bodies = founder.page.locator("#bodies tbody").inner_text()
        assert founder.word("ITIB") in bodies
        assert founder.word("Cyberport") in bodies

    def test_source_note_names_publisher_and_date_of_the_amount(self, person):
        person.follow("I found a company")
        person.follow("scheme")
        source = person.open_source_note(person.amount)
        assert source.publisher == "SME Link (HKSAR Government)"
        assert "2026" in source.dates[-1]


class TestResearcherJourney:
    def test_university_page_lists_mainland_partners(self, person):
        person.search("CUHK")
        person.follow("CUHK")
        row = person.page.locator("#collaborations tr").filter(has_text=person.word("agreement"))
        assert person.word("laboratory") in row.inner_text()
        assert person.word("mainland") in row.inner_text()

    def test_agreement_has_a_date_with_a_source(self, person):
        person.search("CUHK")
        person.follow("CUHK")
        person.follow("agreement")
        announced = person.page.locator(".key-facts > div").nth(1)
        assert "2021" in announced.inner_text()
        assert person.open_source_note(announced).publisher == "The Chinese University of Hong Kong"

    def test_filters_find_research_centres_for_language_models(self, person):
        person.follow("I am a researcher")
        person.tick("application", "language models")
        person.tick("kind", "research centre")
        assert person.word("HKGAI") in person.names

    def test_application_of_a_research_centre_has_a_source(self, person):
        person.follow("I am a researcher")
        person.tick("application", "language models")
        person.tick("kind", "research centre")
        person.follow("HKGAI")
        person.follow("HKChat", within=person.page.locator("#applications"))
        assert person.open_source_note(person.page.locator(".lede")).dates


class TestBankJourney:
    def test_application_page_lists_users_of_fraud_detection(self, person):
        person.follow("I work at a bank")
        person.follow("fraud detection")
        users = person.page.locator("#uses td:nth-of-type(1)").all_inner_texts()
        for name in (*(person.word(key) for key in ("HSBC", "Hang Seng", "ZA", "Police")), "WeLab"):
            assert any(name in said for said in users)

    def test_regulator_is_not_among_the_users(self, person):
        person.follow("I work at a bank")
        person.follow("fraud detection")
        users = person.page.locator("#uses td:nth-of-type(1)").all_inner_texts()
        assert not any(person.word("HKMA") in said for said in users)

    def test_use_has_a_system_a_date_and_a_source(self, person):
        person.follow("I work at a bank")
        person.follow("fraud detection")
        row = person.page.locator("#uses tbody tr").filter(has_text=person.word("HSBC's system"))
        assert "2023" in row.inner_text()
        assert "Regulation Asia" in row.locator("a[rel~=external]").inner_text()

    def test_application_page_shows_the_regulation(self, person):
        person.follow("I work at a bank")
        person.follow("fraud detection")
        assert person.word("circular") in person.page.locator("#regulates").inner_text()

    def test_filters_of_initiatives_find_the_regulation(self, person):
        person.follow("initiatives", within=person.page.locator("header"))
        person.tick("kind", "guideline")
        person.tick("application", "fraud detection")
        assert person.word("circular") in person.names

    def test_regulation_has_an_issuer_and_a_source(self, person):
        person.follow("initiatives", within=person.page.locator("header"))
        person.tick("kind", "guideline")
        person.tick("application", "fraud detection")
        person.follow("circular")
        bodies = person.page.locator("#bodies")
        assert person.word("HKMA") in bodies.inner_text()
        assert "2024" in person.open_source_note(bodies).dates[0]


class TestAnalystJourney:
    @pytest.fixture
    def rows(self, person):
        person.follow("I count")
        person.follow("finance")
        person.page.wait_for_url("**theme=ai-in-finance")
        return person.page.locator("main tbody tr")

    def test_every_indicator_of_a_theme_has_a_value(self, rows):
        figures = rows.locator("td:nth-of-type(1)").all_inner_texts()
        assert figures
        assert all(re.search(r"\d", figure) for figure in figures)

    def test_every_chart_shows_its_latest_value_and_source(self, rows, person):
        notes = person.page.locator(".small-charts .picture__note")
        assert notes.count()
        assert all(re.search(r"\d.*20\d\d", note, re.DOTALL) for note in notes.all_inner_texts())
        assert notes.locator("a[rel~=external]").count() == notes.count()

    def test_every_value_has_a_period(self, rows):
        assert all(re.search(r"20\d\d", period) for period in rows.locator("td:nth-of-type(2)").all_inner_texts())

    def test_every_value_has_a_source(self, rows):
        sources = rows.locator("td:nth-of-type(3) > a[rel~=external]")
        assert sources.count() == rows.count()
        assert all(source.get_attribute("href").startswith("http") for source in sources.all())

    def test_value_in_the_introduction_links_to_its_source(self, rows, person):
        person.page.locator("#ai-in-finance .more").click()
        person.page.locator(".prose a[href*='/indicators/']").first.click()
        assert person.page.locator("tbody td > a[rel~=external]").first.inner_text()


class TestPartnerJourney:
    @pytest.fixture
    def listed(self, person):
        person.follow("I come from elsewhere")
        for key in ("mainland", "elsewhere"):
            person.chip(key).click()
            person.chip(key).wait_for(state="detached")
        return person

    def test_filters_leave_only_the_greater_bay_area(self, listed):
        facts = listed.page.locator(".record-row__facts").all_inner_texts()
        assert facts
        assert all(listed.word("Greater Bay Area") in text for text in facts)

    def test_collaboration_names_its_participants_and_a_source(self, listed):
        listed.page.locator(".record-row__name > a").first.click()
        parties = listed.page.locator("#parties")
        assert listed.word("Greater Bay Area") in parties.inner_text()
        assert listed.open_source_note(parties).publisher
