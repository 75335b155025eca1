"""Synonyms: acronyms, the two languages, and the usage of Hong Kong and the mainland.

The phrases of a group must be interchangeable in any query about AI; related meanings do not belong in one group.
"""

from collections import defaultdict
from collections.abc import Iterable
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
    incubation | incubator | 培育 | 孵化
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

# How readers ask for a value of a filter of Find support, beside its names and their synonyms. `any` is support of any
# kind. `asking` words show that something is asked for, `neutral` words say nothing in this directory; neither is
# searched for.
SUPPORT_PHRASES = """
    support funding | grant | public money | money | financing | sponsorship | scholarship | fellowship | bursary | stipend | 經費 | 撥款 | 獎學金 | 奬學金 | 助學金 | 獎助金 | 補助 | 融資
    support mentorship | mentor | coach | coaching | 導師 | 師友
    support workspace | office space | co-working | 辦公室 | 辦公空間
    support investor_access | investor access | find investors | meet investors | raise capital | 尋找投資者 | 找投資人
    support computing | compute | GPU | supercomputing | computing resource | 運算資源 | 計算資源
    support testing_ground | testing ground | test bed | testbed | trial site | 測試場 | 試點場地
    support talent_admission | visa | talent admission
    support tax_relief | tax incentive | tax break | tax relief | 退稅 | 減稅
    support market_access | 開拓市場
    support training | course | 課程
    audience startups | founder | entrepreneur | 創業 | 創業者 | 創業人士 | 創辦人
    audience researchers | scientist | academic | 科研人員 | 學者 | 研究員
    audience smes | SME | SMEs | small business
    audience talent | talent | professional | 人才
    audience public_bodies | government department | 政府部門
    call_status open | open now | now open | open for applications | open to applications | open for application | currently open | still open | accepting applications | apply now | 現正接受申請 | 正接受申請 | 正在接受申請 | 接受申請 | 現正申請 | 開放申請
    any | support | help | assistance | incentive | 支援 | 支持 | 扶持 | 協助 | 幫助 | 優惠
    asking | give | offer | provide | free | get | need | want | apply | available | eligible | looking | find | 免費 | 提供 | 申請 | 需要 | 尋找 | 有沒有 | 哪裡 | 哪裏 | 哪些 | 甚麼 | 什麼 | 如何 | 怎樣
    neutral | AI | artificial intelligence | Hong Kong | scheme | programme | now | 人工智能 | 香港 | 計劃 | 現時 | 目前
"""

PhraseTerms = tuple[str, ...]
# The number of words of the longest phrase that queries are searched for.
MAX_PHRASE_WORDS = 4


@cache
def _map_synonyms() -> dict[PhraseTerms, list[PhraseTerms]]:
    """Return the synonyms of each phrase."""
    synonyms: dict[PhraseTerms, list[PhraseTerms]] = defaultdict(list)
    for line in SYNONYM_GROUPS.strip().splitlines():
        group = list(dict.fromkeys(tuple(extract_terms(word)) for word in line.split("|")))
        for phrase in group:
            synonyms[phrase] += [other for other in group if other != phrase]
    return dict(synonyms)


@cache
def map_support_phrases() -> dict[str, tuple[PhraseTerms, ...]]:
    """Return the phrases of each value (“support funding”) and sort of word (“any”), with their synonyms."""
    phrases = {}
    for line in SUPPORT_PHRASES.strip().splitlines():
        value, *words = (part.strip() for part in line.split("|"))
        phrases[value] = expand_phrases(words)
    return phrases


def expand_phrases(texts: Iterable[str]) -> tuple[PhraseTerms, ...]:
    """Return the terms of texts and of their synonyms; a hyphenated text also as one word."""
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
    """Return whether a phrase consists of Han characters."""
    return all(len(term) == 1 and not term.isascii() for term in phrase)
