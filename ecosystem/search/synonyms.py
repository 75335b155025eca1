"""Synonyms: acronyms, the two languages, and the usage of Hong Kong and the mainland.

The phrases of a group must be interchangeable in any query about AI; related meanings do not belong in one group.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ecosystem.core.tokens import extract_terms, iter_hyphen_compounds

SYNONYM_GROUPS = """
    AI | artificial intelligence | 人工智能 | 人工智慧
    generative AI | GenAI | AIGC | 生成式人工智能 | 生成式 AI
    large language model | LLM | 大型語言模型 | 大語言模型 | 大模型
    machine learning | 機器學習
    computer vision | 電腦視覺 | 計算機視覺
    speech recognition | voice recognition | 語音識別 | 語音辨識
    facial recognition | face recognition | 人臉識別 | 面容辨識 | 人面識別
    algorithm | 演算法 | 算法
    robot | robotics | 機械人 | 機器人
    chatbot | virtual assistant | 聊天機械人 | 聊天機器人 | 虛擬助理
    driverless | self-driving | autonomous vehicle | autonomous driving | 無人駕駛 | 自動駕駛
    drone | unmanned aircraft | 無人機
    digital twin | 數碼分身 | 數碼孿生 | 數字孿生
    internet of things | IoT | 物聯網
    blockchain | 區塊鏈
    chip | 晶片 | 芯片
    server | 伺服器 | 服務器
    app | 應用程式 | 應用程序 | 手機應用
    semiconductor | 半導體
    supercomputing | supercomputer | high performance computing | HPC | 超級電腦 | 超級計算機 | 超算 | 高性能運算 | 高性能計算
    computing power | 算力
    data centre | data center | 數據中心 | 資料中心
    cloud computing | 雲端運算 | 雲計算
    big data | 大數據
    open data | 開放數據 | 開放資料
    cybersecurity | cyber security | 網絡安全 | 資訊安全 | 信息安全
    software | 軟件 | 軟體
    information technology | 資訊科技 | 信息技術
    資訊 | 信息
    telecom | telecommunication | 電訊 | 電信
    通訊 | 通信
    digital | 數碼 | 數字
    video | 影片 | 視像 | 視頻
    mobile | 流動 | 移動
    privacy | 私隱 | 隱私
    guidance | guideline | 指引 | 指南
    sandbox | 沙盒 | 沙箱
    law | ordinance | legislation | 條例 | 法例 | 法規
    fraud | scam | deception | 詐騙 | 欺詐 | 防騙 | 反詐騙 | 反欺詐
    insurance claim | 索償 | 理賠
    money laundering | AML | 洗黑錢 | 洗錢
    financial technology | fintech | 金融科技
    regulatory technology | regtech | 合規科技 | 監管科技
    insurance technology | insurtech | 保險科技
    robo advisor | robo advisory | 智能投顧 | 機械人理財
    algorithmic trading | algo trading | 程式買賣 | 程式交易 | 程序化交易 | 算法交易
    credit assessment | credit scoring | 信貸評估 | 信用評估 | 信用評分
    start-up | startup | 初創 | 創業公司
    incubation | incubator | 培育 | 孵化 | 孵化器
    accelerator | 加速器 | 加速計劃
    co-working | coworking | shared workspace | 共享工作空間 | 共用工作空間
    venture capital | VC | 創投 | 風險投資 | 風投
    grant | subsidy | 資助 | 補貼
    visa | 簽證
    talent admission | 人才入境 | 輸入人才 | 人才引進
    mentorship | mentoring | 導師指導 | 導師輔導
    tax relief | tax deduction | tax concession | 稅務寬減 | 稅務扣減 | 稅收優惠
    innovation and technology | I&T | 創新科技 | 創科
    laboratory | lab | 實驗室
    memorandum of understanding | memorandum | MoU | 諒解備忘錄 | 備忘錄
    Greater Bay Area | GBA | 大灣區
    smart city | 智慧城市 | 智能城市
    traffic light | traffic signal | 交通燈 | 紅綠燈
    flood | flooding | 水浸 | 洪水
    lift | elevator | 升降機 | 電梯
    taxi | 的士 | 出租車
    bus | 巴士 | 公交車
    infrastructure | 基建 | 基礎設施
    construction industry | 建造業 | 建築業
    construction site | 地盤 | 工地
    landslide | 山泥傾瀉 | 山體滑坡
    drainage | 渠務 | 排水
    marketing | 市場推廣 | 營銷
    elderly | older people | 長者 | 老年人
    elderly care | 安老 | 養老
    hospital | 醫院
    surgery | surgical | 手術
    drug discovery | 藥物研發 | 藥物發現
    rat | rodent | 老鼠 | 鼠患
    deepfake | 深偽 | 深度偽造
    cross-border | cross-boundary | 跨境
    SME | SMEs | small and medium enterprise | small and medium-sized enterprise | 中小企 | 中小企業
    digital transformation | digitalisation | 數碼轉型 | 數字化轉型 | 數碼化
"""

# How readers ask for a value of a filter of Find support, beside its names and their synonyms. `q` are words for a
# scheme that no filter has; `any` is support of any kind. `asking` words show that something is asked for, `for` is
# followed by whom; `neutral` words say nothing in this directory. None of these three is searched for. `other` words
# only share a stem or characters with one of the rest. A word as typed counts before its stem.
# A word with “?” is common in ordinary searches, too: it asks for support only alone, or beside words that ask.
SUPPORT_PHRASES = """
    support funding | funding | grant | public money | government money | seed money | seed capital | prize money | sponsorship | scholarship | fellowship | bursary | stipend | studentship | money? | fund? | funds? | cash? | loan? | loans? | borrow? | capital? | financing? | invest? | voucher? | 資金 | 經費 | 科研經費 | 研究經費 | 公共資金 | 公帑 | 撥款 | 獎學金 | 奬學金 | 助學金 | 獎助金 | 獎金 | 補助 | 資助額 | 資助金額 | 資助金 | 融資? | 貸款? | 借錢? | 錢? | 基金? | 投資? | pre-seed | credit guarantee | money for | cash for | loan for | 津貼 | 科研基金 | 算力券
    support mentorship | mentor | coach | coaching | business advice | 導師 | 師友 | 輔導?
    support workspace | office space | lab space | desk space | working space | co-working | rent free | free rent | rent relief | rent reduction | rent concession | rental subsidy | rent subsidy | office? | desk? | premises? | rental? | 辦公空間 | 辦公場地 | 租金減免 | 免租金 | 免租 | 減租 | 租金優惠 | 租金補貼 | 租金資助 | 辦公室? | 場地? | co-working space | rent | 租金 | space?
    support investor_access | access to investors | angel investor | find investors | meet investors | raise capital | raise money | raise funds | fundraising | investor? | VC? | pitch? | 天使投資 | 天使投資人 | 尋找投資者 | 找投資者 | 找投資人 | 找投資 | 募資 | 投資者? | 投資人? | 路演?
    support computing | compute | GPU | GPUs | supercomputing | computing resource | computing time | cloud credit | graphics card | 運算資源 | 計算資源 | 運算 | 計算 | 顯卡 | cloud
    support testing_ground | testing ground | test | test bed | testbed | test site | trial | trial site | pilot | proof of concept | sandbox | 測試 | 測試場 | 試驗 | 試用 | 試點 | 試點場地 | 沙盒 | 概念驗證 | try | try out
    support talent_admission | visa | work permit | talent admission | talent admission scheme | 工作簽證 | 入境計劃 | work visa | hire? | recruit? | 聘請? | 招聘?
    support tax_relief | tax incentive | tax break | tax relief | tax credit | tax allowance | tax? | 稅務優惠 | 稅收優惠 | 退稅 | 減稅 | 免稅 | 扣稅 | 稅務? | 稅收減免 | 稅務減免 | 減免稅
    support market_access | go global | overseas market | 開拓市場 | 拓展市場 | 出海? | go overseas | go abroad | expand overseas | mainland market
    support training | course | workshop | bootcamp | 課程 | 進修 | class | lesson
    support data | dataset | data set | open data
    audience startups | founder | entrepreneur | new company | new business | spin-off | spin-out | 創業 | 創業者 | 創業人士 | 創業公司 | 創辦人 | 創始人 | 初創公司 | 新創公司
    audience researchers | scientist | academic | professor | research team | research group | postdoc | post-doc | postdoctoral | research? | lab? | 科研人員 | 學者 | 研究員 | 教授 | 科學家 | 科研團隊 | 研究團隊 | 博士後 | 科研? | 研究? | 實驗室?
    audience smes | SME | SMEs | small business | small company | small firm | small enterprise | micro enterprise | family business | 小企業 | 小公司 | 小微企業 | 微型企業 | 小店 | 中小型企業 | 中小微企業
    audience corporates | company? | firm? | enterprise? | business? | corporation? | 公司? | 商戶?
    audience talent | professional | engineer | specialist | expert | skilled worker | talent? | developer? | 工程師 | 專業人士 | 技術人員 | 人才? | data scientist | freelancer?
    audience students | PhD | PhD student | doctoral | postgraduate | undergraduate | master student | pupil | graduate? | youth? | young people? | 博士 | 博士生 | 研究生 | 碩士 | 碩士生 | 本科生 | 大學生 | 中學生 | 畢業生? | 青年? | 年輕人?
    audience universities | college? | 院校 | 大專院校
    audience financial_institutions | bank? | insurer? | insurance company? | 銀行? | 保險公司? | 券商?
    audience public_bodies | government department | public body | public sector | 政府部門 | 公營機構
    audience investors | for investors | 給投資者
    application credit-assessment | loan approval | loan application | 貸款審批
    call_status open | open now | now open | open for applications | open to applications | open for application | currently open | still open | accepting applications | apply now | 現正接受申請 | 正接受申請 | 正在接受申請 | 接受申請 | 現正申請 | 開放申請 | apply for now | 現在可以申請 | 未截止
    q | incubator? | accelerator? | competition? | hackathon? | 孵化器 | 孵化? | 培育計劃 | 加速器? | 比賽? | 大賽?
    any | support? | help? | assistance? | incentive? | benefit? | 支援? | 支持? | 扶持? | 協助? | 幫助? | 幫? | 優惠? | 扶持政策
    asking | free | need | want | apply | eligible | cheap | affordable | my | our | I | me | we | how to get | where to get | where to find | looking for | 免費 | 申請 | 需要 | 想 | 想要 | 有沒有 | 哪裡有 | 哪裡可以 | 哪裡能 | 邊度有 | 邊度可以 | 給 | 我 | 我們 | 本公司 | where to | where can | subsidised | subsidized | 租用 | 想用 | 想租 | 想請
    asking | give? | offer? | provide? | get? | available? | looking? | find? | access? | 提供? | 尋找? | 找? | 獲得? | 拿到? | 哪裡? | 哪些? | 甚麼? | 什麼? | 如何? | 怎樣? | 怎麼? | 怎麼樣? | 可否? | 能否?
    neutral | AI | application | applications | artificial intelligence | Hong Kong | I&T | R&D | scheme | programme | government | now | today | amount | sum | size | limit | deadline | how much | how many | idea | project | team | list of | information on | small | new | young | early stage | any | anyone | please | there | here | one | two | three | up to | per year | to get | buy | pay | cost | start | set up | come | work | 人工智能 | 香港 | 計劃 | 現時 | 目前 | 現在 | 政府 | 金額 | 多少 | 幾多 | 限期 | 項目 | 團隊 | 可以 | 請問 | 來港 | 在港 | 使用 | 工作 | 一個 | 一間 | at least | between | over | more than | together | fee | 研發 | 以上 | 以下 | 截止日期 | 百萬 | 點樣 | 邊度 | 咩 | 有咩 | 冇 | 有冇 | like | know | could | because | about | own | run | year | this year | most | tell me | thing | possible | maximum | minimum | 不知道 | 因為 | 已經 | 而且 | 希望 | 得到 | 適合 | 最多 | 最少 | 知道 | 或者 | 如果
    other | finance | finances | train | trains | applied | help desk | data access | fund management | 基金公司 | 基金經理 | 投資者保護 | money laundering | 洗錢 | 洗黑錢 | 計算機
    for | for
"""

PhraseTerms = tuple[str, ...]
# The number of words of the longest phrase that queries are searched for.
MAX_PHRASE_WORDS = 4


@cache
def _map_synonyms() -> dict[PhraseTerms, list[PhraseTerms]]:
    synonyms: dict[PhraseTerms, list[PhraseTerms]] = defaultdict(list)
    for line in SYNONYM_GROUPS.strip().splitlines():
        group = list(dict.fromkeys(tuple(extract_terms(word)) for word in line.split("|")))
        for phrase in group:
            synonyms[phrase] += [other for other in group if other != phrase]
    return dict(synonyms)


@dataclass(frozen=True)
class SupportWords:
    """A line of `SUPPORT_PHRASES`: phrases as typed in lower case, and whether each is common in ordinary searches."""

    name: str
    value: str
    phrases: dict[str, bool]


@cache
def list_support_words() -> list[SupportWords]:
    lines = []
    for line in SUPPORT_PHRASES.strip().splitlines():
        key, *words = (part.strip() for part in line.split("|"))
        name, _space, value = key.partition(" ")
        phrases = {word.removesuffix("?").casefold(): word.endswith("?") for word in words}
        lines.append(SupportWords(name, value, phrases))
    return lines


def expand_phrases(texts: Iterable[str]) -> tuple[PhraseTerms, ...]:
    """A hyphenated text is also one word."""
    phrases: dict[PhraseTerms, None] = {}
    for text in texts:
        terms = tuple(extract_terms(text))
        phrases |= dict.fromkeys([terms, *((term,) for _parts, term in iter_hyphen_compounds(text))])
        phrases |= dict.fromkeys(find_phrase_synonyms(terms))
    return tuple(phrase for phrase in phrases if phrase)


def find_phrase_synonyms(phrase: PhraseTerms) -> tuple[PhraseTerms, ...]:
    return tuple(_map_synonyms().get(phrase, ()))


def find_han_run_synonyms(run: PhraseTerms) -> tuple[PhraseTerms, ...]:
    """Return synonyms of a run of Han characters, else the run with a part replaced: 手术机器人 as 手术机械人."""
    if whole := find_phrase_synonyms(run):
        return whole
    synonyms = []
    for first in range(len(run)):
        for last in range(len(run), first + 1, -1):
            others = filter(_is_han, find_phrase_synonyms(run[first:last]))
            synonyms += [run[:first] + other + run[last:] for other in others]
    return tuple(dict.fromkeys(synonyms))


def _is_han(phrase: PhraseTerms) -> bool:
    return all(len(term) == 1 and not term.isascii() for term in phrase)
