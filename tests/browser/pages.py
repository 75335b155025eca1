"""One page of each kind, below the language; the longest records and the emptiest among them."""

LISTS = ("organisations/", "initiatives/", "collaborations/")
NARROWED = "organisations/?theme=ai-in-finance&application=fraud-detection&tie=uses"
EMPTY = "organisations/?kind=startup&region=mainland&district=tai-po"
PROBLEM = "initiatives/?kind=nonsense"
BEYOND = "collaborations/?page=99"
LONGEST = "organisations/hkma/"
# Neither ties nor a Chinese name.
EMPTIEST = "organisations/zeroth-ai/"
READABLE = (
    "",
    "themes/",
    "themes/cross-border/",
    *LISTS,
    NARROWED,
    "organisations/hkust/",
    "initiatives/ai-subsidy-scheme/",
    "initiatives/judiciary-genai-guidelines/",
    "collaborations/msra-cuhk-joint-laboratory/",
    LONGEST,
    EMPTIEST,
    "applications/",
    "applications/?by=theme&tie=uses",
    "applications/fraud-detection/",
    "support/",
    "support/?audience=startups&support=funding",
    "compare/?organisation=hku&organisation=hkust&organisation=zeroth-ai",
    "compare/?initiative=itvf&initiative=ai-subsidy-scheme",
    "indicators/",
    "indicators/rd-expenditure/",
    "figures/",
    "data/",
    "data/dictionary/",
    "data/releases/",
    "sources/",
    "sources/publishers/",
    "sources/1/",
    "changes/",
    "changes/corrections/",
    "organisations/hkust/history/",
    "map/",
    "map/?near=hong-kong-science-park&zoom=2",
    "timeline/",
    "timeline/?year=2024",
    "network/",
    "network/?organisation=cyberport",
    "network/?from=hkust&to=hsbc",
    "search/",
    "search/?q=fraud",
    "search/?q=cyberprot",
    "places/",
    "places/hong-kong-science-park/",
    "data/api/",
    "about/",
    "about/accessibility/",
    "about/privacy/",
    "about/glossary/",
    "contribute/",
    "contribute/?organisation=hkust&field=summary",
    "contribute/?initiative=ai-subsidy-scheme&field=amount",
    "contribute/?find=science",
    "contribute/?about=/en/places/hong-kong-science-park/",
    "contribute/log/",
)
ODD = (EMPTY, PROBLEM, BEYOND, "search/?q=zyzzyva", "support/?audience=nobody", "compare/", "no-such-page/")
ALL = (*READABLE, *ODD)
