"""The message catalogues of both Chinese scripts: complete, consistent, and in the usual terms."""

import re

import pytest
from django.conf import settings
from django.utils import translation

from ecosystem.core.languages import SIMPLIFIED, TRADITIONAL, convert_to_simplified
from ecosystem.core.partial_dates import PartialDate
from ecosystem.management import message_catalogues
from ecosystem.models import (
    AI,
    AmountBasis,
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
    Unit,
)
from ecosystem.models.application_relationships import Tie
from ecosystem.models.initiative_states import State
from tests.support.latin import find_latin_words

# Words of Hong Kong that say something else on the mainland, or nothing, when only their characters are simplified.
OF_HONG_KONG = (
    "介面", "栏位", "程式", "档案", "试算表", "储存格", "曲奇", "电邮", "连结", "预设", "纪录", "传媒", "身分", "协定", "搜寻", "支援",
    "范畴", "营运", "现时", "开启", "字元", "共享创意", "姓名标示", "尚未有", "机械人", "伺服器", "资料库", "软体", "硬体", "网路", "列印",
)  # fmt: skip

# Phrases of an idiom of our own, and words that another one stands for, by language: never right in the interface.
NEVER_RIGHT = {
    "en": (
        r"\b(bears?|borne) out\b", r"\bstands? in\b", r"\bway on\b", r"\bso many\b", r"\blines? of time\b", r"\btied\b",
        r"\bties?\b", r"\btak(e|es|en) away\b", r"\bwhoever\b", r"\b(no|some|any)body\b", r"\be-mails?\b", r"\banew\b",
        r"\bput right\b", r"\bto do with\b", r"\bnearness\b", r"\bproposals?\b", r"\bfate\b", r"\bat home in\b",
        r"\bacross the boundary\b", r"\bthan anybody types\b", r"\bline by line\b", r"\bparts? of the whole\b",
        r"(?<!public )(?<!statutory )\bbod(y|ies)\b", r"\bseries\b", r"\bobservations?\b",
    ),
    "zh_Hant": ("數列", "觀測值", "連繫", "連線", "跨越邊界", "界別", "發行版", "代稱", "您", "電子郵件", "軟體", "網路"),
    "zh_Hans": ("数列", "杂凑", "程序码", "程式", "观测值", "连系", "界别", "发行版", "代称", "您", "物件", "识别码", "账户", *OF_HONG_KONG),
}  # fmt: skip


def find_discouraged_phrases(language, texts):
    pattern = re.compile("|".join(NEVER_RIGHT[language]), re.IGNORECASE)
    return [text for text in texts if pattern.search(re.sub(r"%\(\w+\)[sd]|<[^>]+>", "", text))]


def test_messages_use_no_discouraged_phrase():
    messages = message_catalogues.collect_source_messages(settings.BASE_DIR)
    texts = [
        form for message in messages if message.id for form in (message.id if message.pluralizable else [message.id])
    ]
    assert find_discouraged_phrases("en", texts) == []


# A number before a plural noun; the words that follow are verbs and the like.
COUNTED = re.compile(
    r"(?:%\(\w+\)[sd]|\{\w+\}) (?:[a-z]+ )?(?!(?:is|has|as|its|does|takes|builds|shows|because)\b)[a-z]+s\b"
)
# The numbers in these are constants above one, or limits that were exceeded.
ALWAYS_SEVERAL = (
    "%(n)s days", "%(days)s days", "%(most)d rows", "%(limit)s rows", "%(most)s records", "%(most)d records",
    "%(ids)d identifiers", "%(properties)d properties", "%(n)d queries", "%(n)d values", "%(show_value)d characters", "%(partners)s partners",
)  # fmt: skip


def test_messages_with_a_number_have_a_singular():
    messages = message_catalogues.collect_source_messages(settings.BASE_DIR)
    counted = {
        match[0] for message in messages if isinstance(message.id, str) for match in COUNTED.finditer(message.id)
    }
    assert counted - set(ALWAYS_SEVERAL) == set()


def test_templates_use_no_discouraged_phrase():
    texts = [
        text
        for template in (settings.BASE_DIR / "templates").rglob("*.*")
        for text in re.split(
            r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]+>", template.read_text(encoding="utf-8"), flags=re.DOTALL
        )
    ]
    assert find_discouraged_phrases("en", texts) == []


@pytest.mark.parametrize("locale", message_catalogues.LOCALES)
def test_translations_use_no_discouraged_phrase(locale):
    catalogue = message_catalogues.read_catalogue(
        message_catalogues.get_catalogue_path(settings.LOCALE_PATHS[0], locale), locale
    )
    assert find_discouraged_phrases(locale, ["".join(message.string) for message in catalogue if message.id]) == []


@pytest.mark.parametrize("locale", message_catalogues.LOCALES)
class TestMessageCatalogues:
    def messages(self, locale):
        catalogue = message_catalogues.read_catalogue(
            message_catalogues.get_catalogue_path(settings.LOCALE_PATHS[0], locale), locale
        )
        return [message for message in catalogue if message.id]

    def translations(self, locale):
        for message in self.messages(locale):
            forms = [message.string] if isinstance(message.string, str) else message.string
            yield from ((message.id, re.sub(r"%\(\w+\)[sd]|<[^>]+>|\(\w+:slug\)", "", form)) for form in forms)

    def test_every_message_is_translated(self, locale):
        assert [
            line
            for line in message_catalogues.list_missing_translations(settings.LOCALE_PATHS[0])
            if line.startswith(locale)
        ] == []

    def test_no_translation_is_fuzzy(self, locale):
        assert [message.id for message in self.messages(locale) if message.fuzzy] == []

    def test_no_latin_word_is_left(self, locale):
        examples = ("00q4vv597", "Q1234")
        left = [
            (source, text)
            for source, text in self.translations(locale)
            if find_latin_words(text) and not any(example in text for example in examples)
        ]
        assert left == []

    def test_chinese_has_no_western_punctuation_or_spaces(self, locale):
        odd = re.compile(r"[一-鿿][,;:!?()]|[,;:!?()][一-鿿]|[一-鿿] [A-Za-z0-9]|[A-Za-z0-9] [一-鿿]")
        assert [text for _id, text in self.translations(locale) if odd.search(text)] == []

    def test_quotation_marks_are_those_of_the_script(self, locale):
        others = {"zh_Hant": '“”‘’"', "zh_Hans": '「」『』"'}[locale]
        assert [text for _id, text in self.translations(locale) if set(text) & set(others)] == []

    def test_simplified_chinese_has_no_traditional_character(self, locale):
        if locale == "zh_Hans":
            assert [text for _id, text in self.translations(locale) if convert_to_simplified(text) != text] == []


LABELS = [
    (AI.ENABLING, "人工智能配套", "人工智能支撑"),
    (AmountBasis.PER_PROJECT_MAX, "每個項目上限", "每个项目上限"),
    (CollaborationKind.JOINT_LABORATORY, "聯合實驗室", "联合实验室"),
    (CollaborationKind.MEMORANDUM, "合作備忘錄", "合作备忘录"),
    (CollaborationRole.HOST, "主辦機構", "主办机构"),
    (District.SHAM_SHUI_PO, "深水埗區", "深水埗区"),
    (District.WAN_CHAI, "灣仔區", "湾仔区"),
    (Grade.OWN, "機構自行發布", "机构自行发布"),
    (Grade.REFERENCE, "參考資料", "参考资料"),
    (InitiativeKind.DEPLOYMENT, "系統", "系统"),
    (InitiativeKind.GUIDELINE, "指引或法例", "指引或法规"),
    (InitiativeRole.FUNDER, "資助機構", "资助机构"),
    (LinkStatus.MOVED, "已轉址", "已跳转"),
    (OrganisationKind.STARTUP, "初創企業", "初创企业"),
    (OrganisationKind.ASSOCIATION, "團體", "协会及团体"),
    (Precision.TERRITORY, "香港（地點不詳）", "香港（地点不详）"),
    (Qualifier.OVER, "逾", "超过"),
    (Qualifier.ROUNDED, "四捨五入為", "四舍五入为"),
    (Reach.HONG_KONG, "香港境內", "香港境内"),
    (Reach.OVERSEAS, "其他地區", "其他地区"),
    (Region.GREATER_BAY_AREA, "大灣區（內地城市及澳門）", "大湾区（内地城市及澳门）"),
    (State.OPEN, "進行中", "进行中"),
    (State.UNCONFIRMED, "未能確認", "未确认"),
    (Status.IN_REVIEW, "審閱中", "审阅中"),
    (Tie.REGULATES, "規管", "监管"),
    (Unit.CNY, "人民幣", "人民币"),
]


@pytest.mark.parametrize(("choice", "traditional", "simplified"), LABELS, ids=lambda value: str(value))
def test_choice_label_is_translated(choice, traditional, simplified):
    with translation.override(TRADITIONAL):
        assert str(choice.label) == traditional
    with translation.override(SIMPLIFIED):
        assert str(choice.label) == simplified


@pytest.mark.parametrize("language", [TRADITIONAL, SIMPLIFIED])
@pytest.mark.parametrize(
    ("text", "said"), [("2024-10-07", "2024年10月7日"), ("2024-10", "2024年10月"), ("2024", "2024年")]
)
def test_partial_date_is_formatted_in_chinese(language, text, said):
    with translation.override(language):
        assert PartialDate(text).format_localized() == said
