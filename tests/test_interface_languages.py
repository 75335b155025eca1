"""The interface in Traditional and Simplified Chinese: completely translated."""

import pytest
from django.test import Client, RequestFactory, TestCase
from django.utils import translation

from ecosystem.core.languages import LANG_TAGS, SIMPLIFIED, TRADITIONAL, convert_to_simplified
from ecosystem.models import edition_cache
from ecosystem.web import errors
from tests.support.html_pages import Page
from tests.support.interface_world import create_interface_records
from tests.support.latin import find_latin_words

CHINESE = {"zh_Hant": TRADITIONAL, "zh_Hans": SIMPLIFIED}


class InterfaceWords:
    """The text of a page in its own language, with attributes that screen readers announce."""

    READ_OUT = ("aria-label", "title", "placeholder", "data-label", "alt")
    DESCRIPTIONS = frozenset({"description", "og:title", "og:description", "og:site_name", "twitter:title"})

    def __init__(self, response):
        page = Page(response)
        self.lang = page.one("html")["lang"]
        self.links = [link.attrs for link in page.select("a")]
        for element in page.select(f'[lang]:not([lang="{self.lang}"]), script, style, template'):
            element.extract()
        self.said = [" ".join(text.split()) for text in page.stripped_strings]
        self.said += [element[name] for name in self.READ_OUT for element in page.select(f"[{name}]") if element[name]]
        self.said += [
            meta["content"]
            for meta in page.select("meta")
            if {meta.get("name"), meta.get("property")} & self.DESCRIPTIONS
        ]


# Reads every page and looks for words of another language.
@pytest.mark.slow
class ChineseInterfaceTests(TestCase):
    """Reads a page of each kind, with records whose Chinese text has no Latin letters."""

    @classmethod
    def setUpTestData(cls):
        create_interface_records()
        edition_cache.clear_edition_cache()
        cls.pages = {
            (language, name): InterfaceWords(response)
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

    BROKEN = (errors.bad_request, errors.permission_denied, errors.server_error)

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

    def test_interface_has_no_english_words(self):
        for (language, name), words in self.pages.items():
            with self.subTest(language=language, page=name):
                self.assertEqual([text for text in words.said if find_latin_words(text)], [])

    def test_simplified_pages_have_no_traditional_characters(self):
        for (language, name), words in self.pages.items():
            if language == SIMPLIFIED:
                with self.subTest(page=name):
                    self.assertEqual([text for text in words.said if convert_to_simplified(text) != text], [])

    def test_page_and_language_menu_have_lang_attributes(self):
        for (language, name), words in self.pages.items():
            with self.subTest(language=language, page=name):
                self.assertEqual(words.lang, LANG_TAGS[language])
                menu = [link for link in words.links if "hreflang" in link]
                self.assertEqual([link["lang"] for link in menu], list(LANG_TAGS.values()))
                self.assertEqual([link["lang"] for link in menu if link.get("aria-current")], [LANG_TAGS[language]])

    def test_pages_have_enough_text(self):
        """Guards the other tests, which pass if no text is found."""
        for (language, name), words in self.pages.items():
            with self.subTest(language=language, page=name):
                self.assertGreater(len(words.said), 30)

    def test_untranslated_text_has_a_lang_attribute(self):
        """Except in the head, where no element can have a language."""
        for language in CHINESE.values():
            with self.subTest(language=language):
                words = InterfaceWords(self.client.get(f"/{language}/organisations/english/"))
                title, summary = "Body", "Summary."
                left = [text for text in words.said if find_latin_words(text)]
                self.assertEqual(left, [f"{title} · HKAI", title, summary, summary])

    def test_dates_and_amounts_are_formatted_in_chinese(self):
        for language, amount in ((TRADITIONAL, "30億港元"), (SIMPLIFIED, "30亿港元")):
            response = self.client.get(f"/{language}/initiatives/scheme/")
            self.assertContains(response, amount)
            self.assertContains(response, '<time datetime="2024-10-07">2024年10月7日</time>')
            self.assertContains(response, '<time datetime="2027-12">2027年12月</time>')
