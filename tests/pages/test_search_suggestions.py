"""The search suggestions endpoint: its format, its caching and unusual input."""

from urllib.parse import quote

from django.conf import settings
from django.test import TestCase

from ecosystem.editing import publishing
from tests.pages.test_search_odd_text import ODD
from tests.support import addresses, factories

ADDRESS = "/en/search/suggestions/"


class SearchSuggestionsViewTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cyberport = factories.organisation(
            slug="cyberport", name_en="Cyberport", name_zh_hant="數碼港", acronym="HKCMCL", aliases=["Telegraph Bay"]
        )
        factories.organisation(slug="nameless", name_en="Heron Robotics", name_zh_hant="")
        factories.theme("meadows", name_en="Meadows", name_zh_hant="草地")
        factories.application("harvest", name_en="Honey harvest", name_zh_hant="採蜜")
        factories.rebuild_search_index()

    def get(self, typed="", language="en", **headers):
        return self.client.get(f"/{language}/search/suggestions/?q={quote(typed)}", headers=headers)

    def names(self, typed, language="en"):
        return self.get(typed, language).json()[1]


class SearchSuggestionsFormatTests(SearchSuggestionsViewTestCase):
    def test_format_is_opensearch_with_an_extension(self):
        self.assertEqual(
            self.get("cyberp").json(),
            [
                "cyberp",
                ["Cyberport"],
                ["Organisation"],
                [f"{settings.SITE_URL}/en/organisations/cyberport/"],
                {"paths": ["/en/organisations/cyberport/"], "langs": ["en"], "others": [["數碼港", "zh-Hant-HK"]]},
            ],
        )

    def test_names_are_in_the_language_of_the_url(self):
        for language, name, kind, lang in (
            ("zh-hant", "數碼港", "機構", "zh-Hant-HK"),
            ("zh-hans", "数码港", "机构", "zh-Hans"),
        ):
            with self.subTest(language=language):
                _typed, names, kinds, _addresses, more = self.get("cyberp", language).json()
                self.assertEqual(
                    (names, kinds, more["langs"], more["others"]), ([name], [kind], [lang], [["Cyberport", "en"]])
                )

    def test_untranslated_name_has_its_language(self):
        *_rest, more = self.get("heron", "zh-hant").json()
        self.assertEqual((more["langs"], more["others"]), (["en"], [["", "en"]]))

    def test_all_lists_have_the_same_length(self):
        _typed, names, kinds, urls, more = self.get("h").json()
        lengths = {len(part) for part in (names, kinds, urls, *more.values())}
        self.assertEqual(lengths, {len(names)})

    def test_empty_query_has_no_suggestions(self):
        for address in (ADDRESS, f"{ADDRESS}?q=", f"{ADDRESS}?other=x"):
            with self.subTest(address=address):
                typed, names, kinds, urls, _more = self.client.get(address).json()
                self.assertEqual((typed, names, kinds, urls), ("", [], [], []))

    def test_content_type_is_suggestions_json(self):
        self.assertEqual(self.get("c")["Content-Type"].split(";")[0], "application/x-suggestions+json")

    def test_chinese_characters_are_not_escaped(self):
        self.assertIn("數碼港", self.get("cyberp").content.decode())

    def test_suggested_paths_exist(self):
        for typed in ("cyberport", "meadows", "honey"):
            (path,) = self.get(typed).json()[4]["paths"]
            with self.subTest(path=path):
                self.assertEqual(self.client.get(path).status_code, 200)


class SearchSuggestionsMatchTests(SearchSuggestionsViewTestCase):
    def test_names_acronyms_and_aliases_match_in_either_script(self):
        for typed in ("cyb", "CYBERPORT", "hkcm", "teleg", "數", "数码", "數碼港", "碼港", "cyberprot"):
            for language, name in zip(addresses.LANGUAGES, ("Cyberport", "數碼港", "数码港"), strict=True):
                with self.subTest(typed=typed, language=language):
                    self.assertEqual(self.names(typed, language), [name])

    def test_themes_and_applications_are_suggested(self):
        self.assertEqual((self.names("mead"), self.names("採")), (["Meadows"], ["Honey harvest"]))

    def test_archived_record_is_not_suggested(self):
        publishing.archive_record(self.cyberport)
        self.assertEqual(self.names("cyberport"), [])


class SearchSuggestionsCachingTests(SearchSuggestionsViewTestCase):
    def test_response_is_publicly_cacheable(self):
        self.assertRegex(self.get("cyb")["Cache-Control"], r"^(?=.*\bpublic\b)(?=.*\bmax-age=[1-9])")

    def test_response_has_no_vary_header_and_no_cookie(self):
        response = self.get("cyb")
        self.assertEqual((response.headers.get("Vary", ""), response.cookies.output()), ("", ""))

    def test_url_without_language_redirects(self):
        response = self.client.get("/search/suggestions/?q=cyb", headers={"Accept-Language": "zh-HK"})
        self.assertRedirects(response, "/zh-hant/search/suggestions/?q=cyb", fetch_redirect_response=False)


class SearchSuggestionsOddTextTests(SearchSuggestionsViewTestCase):
    def test_response_is_well_formed(self):
        for text in ODD:
            with self.subTest(text=text[:20]):
                response = self.client.get(f"{ADDRESS}?q={quote(text)}")
                self.assertEqual((response.status_code, len(response.json())), (200, 5))

    def test_long_query_is_not_echoed(self):
        self.assertLess(len(self.get("x" * 10_000).content), 2_000)

    def test_post_is_405(self):
        self.assertEqual(self.client.post(ADDRESS, {"q": "cyb"}).status_code, 405)
