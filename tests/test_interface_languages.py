"""The interface in Traditional and Simplified Chinese: all of it, and nothing of another language in between."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client, RequestFactory, TestCase
from django.utils import timezone, translation

from ecosystem import kept
from ecosystem.models import (
    AI,
    AmountBasis,
    Audience,
    CollaborationKind,
    CollaborationRole,
    District,
    Grade,
    InitiativeKind,
    InitiativeRole,
    LinkStatus,
    OrganisationKind,
    Precision,
    Qualifier,
    Reach,
    Region,
    Status,
    Support,
    Unit,
)
from ecosystem.partial_dates import PartialDate
from ecosystem.querysets.initiatives import State
from ecosystem.querysets.proposals import DECIDED, Fate
from ecosystem.querysets.ties import Tie
from ecosystem.translation import LANG_TAGS, SIMPLIFIED, TRADITIONAL, simplified
from ecosystem.views import errors
from hkai_project import catalogues
from tests import factories

CHINESE = {"zh_Hant": TRADITIONAL, "zh_Hans": SIMPLIFIED}
# Names and codes that Chinese readers write in Latin letters; AI only within the name of the site.
ALLOWED = (
    "HKAI", "SVG", "CSV", "香港AI", "CC BY 4.0", "OpenCC", "Unihan", "WCAG", "AA", "ROR", "Wikidata", "petaFLOPS", "ISO", "HKD",
    "BibTeX", "RIS", "SHA-256", "SQLite", "WGS", "Markdown", "schema.org",
    "MapSVG.com", "Natural Earth", "OpenStreetMap", "XLSX", "JSON", "Atom", "OpenRefine", "W3C", "OpenAPI", "HTTP", "RFC",
    "GET", "HEAD", "OPTIONS", "ETag", "If-None-Match", "If-Match", "If-Unmodified-Since", "Accept-Language", "RateLimit", "RateLimit-Policy", "Retry-After",
    "null",
    # On the mainland it has no other name.
    "Cookie",
    # Values of the API, which are the same in every language.
    "hong_kong", "grades",
)  # fmt: skip
# Words of Hong Kong that say something else on the mainland, or nothing, when only their characters are simplified.
OF_HONG_KONG = (
    "介面", "栏位", "程式", "档案", "试算表", "储存格", "曲奇", "电邮", "连结", "预设", "纪录", "传媒", "身分", "协定", "搜寻", "支援",
    "范畴", "营运", "现时", "开启", "字元", "共享创意", "姓名标示", "尚未有", "机械人", "伺服器", "资料库", "软体", "硬体", "网路", "列印",
)  # fmt: skip
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
# Latin letters of the rows below that a page shows without a language, as no words of any.
OF_ROWS = ("lab.example.hk", "apply.example.hk/scheme", "00q4vv597", "Q1234")


class Words(HTMLParser):
    """Collects what a page says in its own language: its text, and the attributes that are read out."""

    VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
    SILENT = frozenset({"script", "style", "template"})
    READ_OUT = ("aria-label", "title", "placeholder", "data-label", "alt")
    DESCRIPTIONS = frozenset({"description", "og:title", "og:description", "og:site_name", "twitter:title"})

    def __init__(self, html):
        super().__init__()
        self.lang = ""
        self.said = []
        self.links = []
        # For each open element, whether what it holds is in the language of the page.
        self.open = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "html":
            self.lang = attrs["lang"]
        outer = self.open[-1] if self.open else True
        is_own = outer and attrs.get("lang", self.lang) == self.lang and tag not in self.SILENT
        if is_own:
            self.said += [attrs[name] for name in self.READ_OUT if attrs.get(name)]
            if tag == "meta" and {attrs.get("name"), attrs.get("property")} & self.DESCRIPTIONS:
                self.said.append(attrs["content"])
        if tag == "a":
            self.links.append(attrs)
        if tag not in self.VOID:
            self.open.append(is_own)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            self.open.pop()

    def handle_data(self, data):
        if data.strip() and self.open and self.open[-1]:
            self.said.append(" ".join(data.split()))


def latin_in(text):
    """Return the Latin words of a text that neither the list above nor the rows below account for."""
    # An address is in no language.
    text = re.sub(r"https?://[!-~]+", "", text)
    for known in sorted((*ALLOWED, *OF_ROWS), key=len, reverse=True):
        text = text.replace(known, "")
    return LATIN.findall(text)


def test_simplified_is_said_as_on_the_mainland():
    catalogue = catalogues.read(catalogues.path(settings.LOCALE_PATHS[0], "zh_Hans"), "zh_Hans")
    said = ["".join(message.string) for message in catalogue if message.id]
    assert [text for text in said if any(word in text for word in OF_HONG_KONG)] == []


@pytest.mark.parametrize("locale", catalogues.LOCALES)
class TestCatalogues:
    def messages(self, locale):
        catalogue = catalogues.read(catalogues.path(settings.LOCALE_PATHS[0], locale), locale)
        return [message for message in catalogue if message.id]

    def translations(self, locale):
        for message in self.messages(locale):
            forms = [message.string] if isinstance(message.string, str) else message.string
            yield from ((message.id, re.sub(r"%\(\w+\)[sd]|<[^>]+>|\(\w+:slug\)", "", form)) for form in forms)

    def test_every_message_is_translated(self, locale):
        assert [line for line in catalogues.missing(settings.LOCALE_PATHS[0]) if line.startswith(locale)] == []

    def test_no_translation_is_doubtful(self, locale):
        assert [message.id for message in self.messages(locale) if message.fuzzy] == []

    def test_no_latin_word_is_left(self, locale):
        examples = ("00q4vv597", "Q1234")
        left = [
            (source, text)
            for source, text in self.translations(locale)
            if latin_in(text) and not any(example in text for example in examples)
        ]
        assert left == []

    def test_chinese_stands_without_western_punctuation_and_spaces(self, locale):
        odd = re.compile(r"[一-鿿][,;:!?()]|[,;:!?()][一-鿿]|[一-鿿] [A-Za-z0-9]|[A-Za-z0-9] [一-鿿]")
        assert [text for _id, text in self.translations(locale) if odd.search(text)] == []

    def test_quotation_marks_are_those_of_the_script(self, locale):
        others = {"zh_Hant": '“”‘’"', "zh_Hans": '「」『』"'}[locale]
        assert [text for _id, text in self.translations(locale) if set(text) & set(others)] == []

    def test_simplified_chinese_has_no_traditional_character(self, locale):
        if locale == "zh_Hans":
            assert [text for _id, text in self.translations(locale) if simplified(text) != text] == []


class InterfaceTests(TestCase):
    """One page of each kind, of rows whose Chinese holds no Latin letter: any such letter is the interface's."""

    @classmethod
    def setUpTestData(cls):
        theme = factories.theme(
            tagline_zh_hant="金融業怎樣用人工智能。", introduction_zh_hant="導言。", introduction_en="In."
        )
        application = factories.application()
        support = Support.objects.create(slug="funding", name_en="Funding", name_zh_hant="資金")
        audience = Audience.objects.create(slug="startups", name_en="Start-ups", name_zh_hant="初創企業")
        site = factories.place(
            "park", name_en="Park", name_zh_hant="園區", precision="site", latitude="22.26", longitude="114.13"
        )
        factories.place_abroad()
        parent = factories.organisation(kind="university", place=site)
        successor = factories.organisation()
        body = factories.organisation(
            slug="body",
            kind="research_centre",
            applications=[application],
            place=site,
            parent=parent,
            successor=successor,
            founded="2003",
            closed="2025-03",
            home_region="mainland",
            address="香港數碼港道",
            aliases=["別名"],
            website="https://lab.example.hk/",
            ror="00q4vv597",
            wikidata="Q1234",
            verified_on=date(2026, 11, 1),
        )
        body.support.add(support)
        factories.cite(body, "name", "founded", "place", grade="other", published="2024-05-01")
        part = factories.organisation(parent=body, kind="startup")
        abroad = factories.organisation(place=factories.place_abroad())
        scheme = factories.initiative(
            slug="scheme",
            lead=body,
            applications=[application],
            amount=3_000_000_000,
            amount_basis="total",
            currency="HKD",
            announced="2024-02-28",
            starts="2024-10-07",
            ends="2027-12",
            applications_close="2026-12-31",
            apply_url="https://apply.example.hk/scheme",
            website="https://lab.example.hk/",
            eligibility_en="Local bodies.",
            eligibility_zh_hant="本地機構。",
            aliases=["別名"],
        )
        scheme.support.add(support)
        scheme.audience.add(audience)
        factories.cite(scheme, "amount", "bodies", "starts", "eligibility")
        factories.dispute(scheme, "announced", "2024-03", reason="Later.", reason_zh_hant="較遲。")
        factories.take_part(scheme, part, "user")
        factories.initiative(slug="below", lead=part, part_of=scheme, kind="deployment", starts="2025")
        later = factories.initiative(
            slug="later", lead=parent, kind="strategy", announced="2025-09", applications_close="2025"
        )
        later.builds_on.add(scheme)
        factories.initiative(slug="undated", lead=False, kind="sandbox")
        work = factories.collaboration(
            slug="work",
            kind="research_partnership",
            applications=[application],
            parties=[body, part, abroad],
            initiative=scheme,
            announced="2025-06-01",
            website="https://lab.example.hk/",
            name_en_is_descriptive=True,
            name_zh_hant_is_descriptive=True,
        )
        factories.cite(work, "participants")
        factories.collaboration(parties=[body, part], starts="2024")
        factories.collaboration(parties=[parent, abroad])
        factories.organisation(slug="gone", status=Status.ARCHIVED)
        factories.organisation(
            slug="english", name_en="Body", name_zh_hant="", summary_en="Summary.", summary_zh_hant=""
        )
        factories.indicator(organisation=body, values=(("2023", 5), ("2024-05", 7), ("2025-10", 9)))
        factories.indicator(unit="rank", unit_en="place", unit_zh_hant="位", values=(("2025", 3),))
        factories.indicator(unit="HKD", unit_en="HK$", unit_zh_hant="港元", values=(("2025", 46_000_000_000),))
        for fate in Fate:
            decided = {"decided_at": timezone.now()} if fate in DECIDED else {}
            factories.proposal(body, fate=fate, changes={"founded": "1986", "kind": "company"}, **decided)
        factories.proposal()
        for number in range(30):
            factories.organisation(kind=OrganisationKind.values[number % 10], themes=[theme])
        kept.forget()
        cls.pages = {
            (language, name): Words(response.content.decode())
            for language in CHINESE.values()
            for name, response in cls.responses(language)
        }

    PAGES = (
        "",
        "themes/",
        "themes/ai-in-finance/",
        "organisations/",
        "organisations/?page=2",
        "organisations/?kind=university&theme=ai-in-finance&application=fraud-detection&tie=researches",
        "organisations/?founded_after=2001&founded_before=2024-05&parent=body&region=hong_kong",
        "organisations/?q=1&sort=-founded",
        "organisations/?kind=9&theme=9&founded_after=9&page_size=999",
        "organisations/?sort=9&page_size=999",
        "initiatives/",
        "initiatives/?state=open&amount_basis=total&amount_min=1000&amount_max=5000000000&audience=startups",
        "initiatives/?amount_min=10",
        "initiatives/?body=9&amount_basis=9&amount_min=九",
        "collaborations/",
        "collaborations/?reach=hong_kong&reach=overseas&organisation=body&initiative=scheme",
        "collaborations/?reach=9&organisation=9",
        "organisations/body/",
        "initiatives/scheme/",
        "initiatives/below/",
        "initiatives/later/",
        "initiatives/undated/",
        "collaborations/work/",
        "places/",
        "places/park/",
        "places/shenzhen/",
        "data/",
        "data/dictionary/",
        "data/releases/",
        "about/",
        "about/accessibility/",
        "about/privacy/",
        "about/glossary/",
        "data/api/",
        "contribute/",
        "contribute/?organisation=body",
        "contribute/?organisation=body&field=summary",
        "contribute/?initiative=scheme&field=amount",
        "contribute/?initiative=scheme&field=bodies",
        "contribute/?initiative=scheme&field=audience",
        "contribute/?collaboration=work&field=nothing",
        "contribute/log/",
    )
    LOST = {"organisations/?page=99": 404, "organisations/nobody/": 404, "nothing/": 404, "organisations/gone/": 410}

    BROKEN = (errors.bad_request, errors.forbidden, errors.broken)

    @classmethod
    def responses(cls, language):
        """Yield every page of a language with its name."""
        for path, status in (dict.fromkeys(cls.PAGES, 200) | cls.LOST).items():
            response = Client().get(f"/{language}/{path}")
            assert response.status_code == status, f"{path}: {response.status_code}"
            yield path, response
        for view in cls.BROKEN:
            with translation.override(language):
                yield view.__name__, view(RequestFactory().get(f"/{language}/"))

    def test_no_english_in_the_interface(self):
        for (language, name), words in self.pages.items():
            with self.subTest(language=language, page=name):
                self.assertEqual([text for text in words.said if latin_in(text)], [])

    def test_simplified_pages_hold_no_traditional_character(self):
        for (language, name), words in self.pages.items():
            if language == SIMPLIFIED:
                with self.subTest(page=name):
                    self.assertEqual([text for text in words.said if simplified(text) != text], [])

    def test_language_of_the_page_and_of_the_menu(self):
        for (language, name), words in self.pages.items():
            with self.subTest(language=language, page=name):
                self.assertEqual(words.lang, LANG_TAGS[language])
                menu = [link for link in words.links if "hreflang" in link]
                self.assertEqual([link["lang"] for link in menu], list(LANG_TAGS.values()))
                self.assertEqual([link["lang"] for link in menu if link.get("aria-current")], [LANG_TAGS[language]])

    def test_pages_were_read(self):
        """Guards the tests around it: where everything is passed over, nothing is wrong."""
        for (language, name), words in self.pages.items():
            with self.subTest(language=language, page=name):
                self.assertGreater(len(words.said), 30)

    def test_text_without_chinese_says_its_language(self):
        """Only in the head, where nothing can say its language, does it stand bare."""
        for language in CHINESE.values():
            with self.subTest(language=language):
                words = Words(self.client.get(f"/{language}/organisations/english/").content.decode())
                title, summary = "Body", "Summary."
                left = [text for text in words.said if latin_in(text)]
                self.assertEqual(left, [f"{title} · HKAI", title, summary, summary])

    def test_dates_and_amounts(self):
        for language, amount in ((TRADITIONAL, "30億港元"), (SIMPLIFIED, "30亿港元")):
            response = self.client.get(f"/{language}/initiatives/scheme/")
            self.assertContains(response, amount)
            self.assertContains(response, '<time datetime="2024-10-07">2024年10月7日</time>')
            self.assertContains(response, '<time datetime="2027-12">2027年12月</time>')


LABELS = [
    (AI.ENABLING, "人工智能的支撐", "人工智能的支撑"),
    (AmountBasis.PER_PROJECT_MAX, "每個項目上限", "每个项目上限"),
    (CollaborationKind.JOINT_LABORATORY, "聯合實驗室", "联合实验室"),
    (CollaborationKind.MEMORANDUM, "合作備忘錄", "合作备忘录"),
    (CollaborationRole.HOST, "承辦機構", "承办机构"),
    (District.SHAM_SHUI_PO, "深水埗區", "深水埗区"),
    (District.WAN_CHAI, "灣仔區", "湾仔区"),
    (Grade.OWN, "機構自行發布", "机构自行发布"),
    (Grade.REFERENCE, "參考資料", "参考资料"),
    (InitiativeKind.DEPLOYMENT, "應用系統", "应用系统"),
    (InitiativeKind.GUIDELINE, "指引或法規", "指引或法规"),
    (InitiativeRole.FUNDER, "資助機構", "资助机构"),
    (LinkStatus.MOVED, "已遷移", "已迁移"),
    (OrganisationKind.STARTUP, "初創企業", "初创企业"),
    (OrganisationKind.ASSOCIATION, "團體", "团体"),
    (Precision.TERRITORY, "香港，地點不詳", "香港，地点不详"),
    (Qualifier.OVER, "逾", "逾"),
    (Qualifier.ROUNDED, "取整數", "取整数"),
    (Reach.HONG_KONG, "香港境內", "香港境内"),
    (Reach.OVERSEAS, "其他地區", "其他地区"),
    (Region.GREATER_BAY_AREA, "大灣區（內地城市及澳門）", "大湾区（内地城市及澳门）"),
    (State.OPEN, "進行中", "进行中"),
    (State.UNCONFIRMED, "未能確認", "未能确认"),
    (Status.IN_REVIEW, "審核中", "审核中"),
    (Tie.REGULATES, "規管", "监管"),
    (Unit.CNY, "人民幣", "人民币"),
]


@pytest.mark.parametrize(("choice", "traditional", "simplified"), LABELS, ids=lambda value: str(value))
def test_words_of_the_vocabulary(choice, traditional, simplified):
    with translation.override(TRADITIONAL):
        assert str(choice.label) == traditional
    with translation.override(SIMPLIFIED):
        assert str(choice.label) == simplified


@pytest.mark.parametrize("language", [TRADITIONAL, SIMPLIFIED])
@pytest.mark.parametrize(
    ("text", "said"), [("2024-10-07", "2024年10月7日"), ("2024-10", "2024年10月"), ("2024", "2024年")]
)
def test_dates(language, text, said):
    with translation.override(language):
        assert PartialDate(text).localized() == said
