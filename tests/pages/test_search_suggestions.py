"""What the search box is told while somebody types: its form, how it may be kept, and that nothing breaks it."""

from urllib.parse import quote

from django.conf import settings
from django.test import TestCase

from ecosystem.editing import publishing
from tests.pages.test_search_odd_text import ODD
from tests.support import addresses, factories

ADDRESS = "/en/search/suggestions/"


class SuggestionsTestCase(TestCase):
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


class FormTests(SuggestionsTestCase):
    def test_is_that_of_opensearch_with_more_for_our_own_box(self):
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

    def test_is_in_the_language_of_the_address(self):
        for language, name, kind, lang in (
            ("zh-hant", "數碼港", "機構", "zh-Hant-HK"),
            ("zh-hans", "数码港", "机构", "zh-Hans"),
        ):
            with self.subTest(language=language):
                _typed, names, kinds, _addresses, more = self.get("cyberp", language).json()
                self.assertEqual(
                    (names, kinds, more["langs"], more["others"]), ([name], [kind], [lang], [["Cyberport", "en"]])
                )

    def test_says_the_language_of_a_name_that_the_readers_language_lacks(self):
        *_rest, more = self.get("heron", "zh-hant").json()
        self.assertEqual((more["langs"], more["others"]), (["en"], [["", "en"]]))

    def test_is_as_long_in_every_part(self):
        _typed, names, kinds, urls, more = self.get("h").json()
        lengths = {len(part) for part in (names, kinds, urls, *more.values())}
        self.assertEqual(lengths, {len(names)})

    def test_is_empty_where_nothing_was_typed(self):
        for address in (ADDRESS, f"{ADDRESS}?q=", f"{ADDRESS}?other=x"):
            with self.subTest(address=address):
                typed, names, kinds, urls, _more = self.client.get(address).json()
                self.assertEqual((typed, names, kinds, urls), ("", [], [], []))

    def test_says_what_it_is(self):
        self.assertEqual(self.get("c")["Content-Type"].split(";")[0], "application/x-suggestions+json")

    def test_keeps_han_characters_readable(self):
        self.assertIn("數碼港", self.get("cyberp").content.decode())

    def test_leads_to_pages(self):
        for typed in ("cyberport", "meadows", "honey"):
            (path,) = self.get(typed).json()[4]["paths"]
            with self.subTest(path=path):
                self.assertEqual(self.client.get(path).status_code, 200)


class FoundTests(SuggestionsTestCase):
    def test_is_found_by_names_acronyms_and_other_names_in_either_script(self):
        for typed in ("cyb", "CYBERPORT", "hkcm", "teleg", "數", "数码", "數碼港", "碼港", "cyberprot"):
            for language, name in zip(addresses.LANGUAGES, ("Cyberport", "數碼港", "数码港"), strict=True):
                with self.subTest(typed=typed, language=language):
                    self.assertEqual(self.names(typed, language), [name])

    def test_is_found_among_themes_and_applications_too(self):
        self.assertEqual((self.names("mead"), self.names("採")), (["Meadows"], ["Honey harvest"]))

    def test_finds_nothing_that_is_not_public(self):
        publishing.archive_record(self.cyberport)
        self.assertEqual(self.names("cyberport"), [])


class KeepingTests(SuggestionsTestCase):
    def test_may_be_kept_by_anybody_for_a_while(self):
        self.assertRegex(self.get("cyb")["Cache-Control"], r"^(?=.*\bpublic\b)(?=.*\bmax-age=[1-9])")

    def test_differs_by_nothing_but_its_address(self):
        response = self.get("cyb")
        self.assertEqual((response.headers.get("Vary", ""), response.cookies.output()), ("", ""))

    def test_leads_on_from_an_address_without_a_language(self):
        response = self.client.get("/search/suggestions/?q=cyb", headers={"Accept-Language": "zh-HK"})
        self.assertRedirects(response, "/zh-hant/search/suggestions/?q=cyb", fetch_redirect_response=False)


class OddTextTests(SuggestionsTestCase):
    def test_breaks_nothing(self):
        for text in ODD:
            with self.subTest(text=text[:20]):
                response = self.client.get(f"{ADDRESS}?q={quote(text)}")
                self.assertEqual((response.status_code, len(response.json())), (200, 5))

    def test_is_never_sent_back_at_length(self):
        self.assertLess(len(self.get("x" * 10_000).content), 2_000)

    def test_refuses_to_be_posted_to(self):
        self.assertEqual(self.client.post(ADDRESS, {"q": "cyb"}).status_code, 405)
