"""Searches with few or no results: messages, spelling suggestions and logged searches."""

from urllib.parse import urlencode

import time_machine
from django.test import Client, TestCase

from ecosystem.models import SearchMiss
from tests.support import addresses, factories
from tests.support.html_pages import Page, fetch_page, parse_query

HAN = "[\u4e00-\u9fff]"


class SearchWithoutResultsTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        factories.organisation(slug="heron", name_en="Heron Robotics", name_zh_hant="白鷺機械人")
        factories.organisation(slug="pelican", name_en="Pelican Harbour", name_zh_hant="鵜鶘港")
        factories.rebuild_search_index()

    def page(self, text="", language="en", **parameters):
        return fetch_page(self.client, f"/{language}/search/?{urlencode({'q': text} | parameters)}")


class SearchPageWithoutQueryTests(SearchWithoutResultsTestCase):
    def test_no_results_are_listed(self):
        page = fetch_page(self.client, "/en/search/")
        self.assertEqual((page.rows, page.count), ([], None))

    def test_scope_of_the_search_is_stated(self):
        for language in addresses.LANGUAGES:
            with self.subTest(language=language):
                said = fetch_page(self.client, f"/{language}/search/").content.text
                self.assertIn("Cyberport", said)

    def test_no_facets_are_shown(self):
        self.assertEqual(fetch_page(self.client, "/en/search/").facets, {})


class SearchWithoutResultsTests(SearchWithoutResultsTestCase):
    def test_query_is_shown(self):
        page = self.page("zyzzyva qwertz")
        self.assertIn("“zyzzyva qwertz”", page.content.text)

    def test_message_is_in_the_page_language(self):
        for language in addresses.LANGUAGES[1:]:
            with self.subTest(language=language):
                self.assertRegex(self.page("zyzzyva", language).one(".empty").one("h2").text, HAN)

    def test_scope_of_the_search_is_stated(self):
        self.assertIn("Cyberport", self.page("zyzzyva").one(".empty").text)

    def test_button_to_suggest_the_record_is_shown(self):
        form = self.page("Zyzzyva").one(".empty").one("form[method=post]")
        self.assertEqual((form["action"], form.one("input")["value"]), ("/en/search/wanted/", "Zyzzyva"))

    def test_link_without_the_filters_is_shown(self):
        page = self.page("heron", kind="place")
        self.assertEqual(page.one(".empty").select("a")[0]["href"], "/en/search/?q=heron")

    def test_each_word_is_linked_with_its_count(self):
        page = self.page('"heron pelican" heron', kind="place")
        offered = {a.text: parse_query(a["href"]) for a in page.one("ul.inline-list").select("a")}
        self.assertEqual(offered, {"heron 1": {"q": ["heron"]}})

    def test_unmatched_words_are_named(self):
        self.assertIn("No records contain “zyzzyva”", self.page("heron zyzzyva").content.text)

    def test_records_with_the_other_words_are_found(self):
        self.assertEqual(self.page("heron zyzzyva").rows, ["heron"])


class SearchSpellingSuggestionTests(SearchWithoutResultsTestCase):
    def suggestion(self, page):
        return page.one("p.search-remark").one("a")

    def test_misspelt_word_is_corrected(self):
        self.assertEqual(self.suggestion(self.page("pelicna")).text, "pelican")

    def test_correct_words_are_kept(self):
        self.assertEqual(self.suggestion(self.page("pelicna harbour")).text, "pelican harbour")

    def test_suggestion_links_to_its_results(self):
        page = fetch_page(self.client, self.suggestion(self.page("pelicna harbour"))["href"])
        self.assertEqual(page.rows[0], "pelican")

    def test_results_of_the_correction_are_shown(self):
        self.assertEqual(self.page("pelicna").rows, ["pelican"])

    def test_correction_is_explained(self):
        self.assertIn("No records contain “pelicna”. Showing results for “pelican”.", self.page("pelicna").content.text)

    def test_suggestion_is_in_the_script_of_the_page(self):
        for language, typed, meant in (("zh-hant", "鵜湖港", "鵜鶘港"), ("zh-hans", "鹈湖港", "鹈鹕港")):
            with self.subTest(language=language):
                self.assertEqual(self.suggestion(self.page(typed, language)).text, meant)

    def test_suggestion_has_a_lang_attribute(self):
        meant = self.suggestion(self.page("pelicna", "zh-hant")).one("span")
        self.assertEqual((meant["lang"], meant.text), ("en", "pelican"))

    def test_correct_query_has_no_suggestion(self):
        self.assertEqual(self.page("heron").select("p.search-remark"), [])

    def test_query_without_similar_words_has_no_suggestion(self):
        self.assertEqual(self.page("zyzzyva").select("p.search-remark"), [])

    def test_rare_word_is_corrected_to_a_common_one(self):
        factories.organisation(name_en="Univeristy of Typing")
        for number in range(6):
            factories.organisation(name_en=f"University {number}")
        factories.rebuild_search_index()
        self.assertEqual(self.suggestion(self.page("univeristy")).text, "university")

    def test_words_of_drafts_are_not_suggested(self):
        factories.organisation(name_en="Cormorant", status="draft")
        factories.rebuild_search_index()
        self.assertNotIn("Cormorant", self.page("cormorat").content.text.title())


@time_machine.travel("2026-11-24T12:00:00+08:00", tick=False)
class SearchMissLoggingTests(SearchWithoutResultsTestCase):
    def counts(self):
        return dict(SearchMiss.objects.values_list("text", "count"))

    def test_search_without_results_is_counted(self):
        self.page("Zyzzyva")
        self.page("zyzzyva")
        self.assertEqual(self.counts(), {"zyzzyva": 2})

    def test_misspelt_search_is_logged_as_typed(self):
        self.page("pelicna")
        self.assertEqual(self.counts(), {"pelicna": 1})

    def test_words_that_match_only_separately_are_logged(self):
        self.page("heron zyzzyva")
        self.assertEqual(self.counts(), {"heron zyzzyva": 1})

    def test_search_with_results_is_not_logged(self):
        for text in ("heron", "白鷺", "pelic", "heron robotics"):
            self.page(text)
        self.assertEqual(self.counts(), {})

    def test_filters_sorts_and_pages_are_not_logged_again(self):
        self.page("zyzzyva")
        self.page("zyzzyva", kind="place")
        self.page("heron zyzzyva", sort="-prominence")
        self.page("zyzzyva", page=2)
        self.assertEqual(self.counts(), {"zyzzyva": 1})

    def test_prefetch_is_not_logged(self):
        self.client.get("/en/search/?q=zyzzyva", headers={"Sec-Purpose": "prefetch;prerender"})
        self.assertEqual(self.counts(), {})

    def test_head_request_is_not_logged(self):
        self.client.head("/en/search/?q=zyzzyva")
        self.assertEqual(self.counts(), {})

    def test_search_in_a_list_is_not_logged(self):
        self.client.get("/en/organisations/?q=zyzzyva")
        self.assertEqual(self.counts(), {})

    def test_email_address_is_not_logged(self):
        self.page("somebody@mail.example")
        self.assertEqual(self.counts(), {})


@time_machine.travel("2026-11-24T12:00:00+08:00", tick=False)
class MissingRecordRequestTests(SearchWithoutResultsTestCase):
    """Anonymous users request a missing record by a button."""

    def setUp(self):
        self.client = Client(enforce_csrf_checks=True)
        self.page("Zyzzyva")

    def wanted(self):
        return SearchMiss.objects.get(text="zyzzyva").wanted

    def test_request_is_counted(self):
        self.client.post("/en/search/wanted/", {"q": "Zyzzyva"})
        self.assertEqual(self.wanted(), 1)

    def test_post_redirects_to_a_confirmation(self):
        response = self.client.post("/zh-hant/search/wanted/", {"q": "Zyzzyva"}, follow=True)
        self.assertEqual(response.redirect_chain, [("/zh-hant/search/wanted/", 302)])
        self.assertRegex(Page(response).one("h1").text, HAN)

    def test_get_of_the_confirmation_is_not_counted(self):
        self.client.get("/en/search/wanted/?q=zyzzyva")
        self.assertEqual(self.wanted(), 0)

    def test_cross_site_post_is_not_counted(self):
        for origin in ("cross-site", "same-site", "none"):
            with self.subTest(origin=origin):
                self.client.post("/en/search/wanted/", {"q": "Zyzzyva"}, headers={"Sec-Fetch-Site": origin})
                self.assertEqual(self.wanted(), 0)

    def test_text_that_was_not_searched_for_is_not_counted(self):
        self.client.post("/en/search/wanted/", {"q": "buy now"})
        self.assertEqual(SearchMiss.objects.filter(text="buy now").count(), 0)

    def test_no_cookie_is_set(self):
        responses = self.client.post("/en/search/wanted/", {"q": "Zyzzyva"}), self.client.get("/en/search/wanted/")
        self.assertEqual([response.cookies.output() for response in responses], ["", ""])

    def test_confirmation_is_noindex(self):
        self.assertEqual(fetch_page(self.client, "/en/search/wanted/").get_meta("robots"), "noindex")

    def test_any_text_is_accepted(self):
        for text in ("", "x" * 10_000, "\x00", "🏦", "'; --"):
            with self.subTest(text=text[:10]):
                self.assertEqual(self.client.post("/en/search/wanted/", {"q": text}).status_code, 302)
