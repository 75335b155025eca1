"""Where little or nothing is found: what is said, what is offered, what is counted."""

from urllib.parse import urlencode

import time_machine
from django.test import Client, TestCase

from ecosystem.models import SearchMiss
from tests.support import addresses, factories
from tests.support.html_pages import Page, fetch_page, parse_query

HAN = "[\u4e00-\u9fff]"


class NothingTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        factories.organisation(slug="heron", name_en="Heron Robotics", name_zh_hant="白鷺機械人")
        factories.organisation(slug="pelican", name_en="Pelican Harbour", name_zh_hant="鵜鶘港")
        factories.rebuild_search_index()

    def page(self, text="", language="en", **parameters):
        return fetch_page(self.client, f"/{language}/search/?{urlencode({'q': text} | parameters)}")


class BeforeTests(NothingTestCase):
    """Nothing was typed yet."""

    def test_finds_nothing(self):
        page = fetch_page(self.client, "/en/search/")
        self.assertEqual((page.rows, page.count), ([], None))

    def test_says_what_is_searched(self):
        for language in addresses.LANGUAGES:
            with self.subTest(language=language):
                said = fetch_page(self.client, f"/{language}/search/").content.text
                self.assertIn("Cyberport", said)

    def test_offers_no_facets(self):
        self.assertEqual(fetch_page(self.client, "/en/search/").facets, {})


class EmptyTests(NothingTestCase):
    def test_says_what_was_searched_for(self):
        page = self.page("zyzzyva qwertz")
        self.assertIn("“zyzzyva qwertz”", page.content.text)

    def test_says_so_in_the_language_of_the_reader(self):
        for language in addresses.LANGUAGES[1:]:
            with self.subTest(language=language):
                self.assertRegex(self.page("zyzzyva", language).one(".empty").one("h2").text, HAN)

    def test_tells_what_is_searched(self):
        self.assertIn("Cyberport", self.page("zyzzyva").one(".empty").text)

    def test_offers_to_suggest_a_record(self):
        form = self.page("Zyzzyva").one(".empty").one("form[method=post]")
        self.assertEqual((form["action"], form.one("input")["value"]), ("/en/search/wanted/", "Zyzzyva"))

    def test_leads_from_filters_that_leave_nothing_to_the_words_alone(self):
        page = self.page("heron", kind="place")
        self.assertEqual(page.one(".empty").select("a")[0]["href"], "/en/search/?q=heron")

    def test_offers_each_of_the_words_alone_with_what_it_finds(self):
        page = self.page('"heron pelican" heron', kind="place")
        offered = {a.text: parse_query(a["href"]) for a in page.one("ul.inline-list").select("a")}
        self.assertEqual(offered, {"heron 1": {"q": ["heron"]}})

    def test_says_which_words_nothing_holds(self):
        self.assertIn("No records contain “zyzzyva”", self.page("heron zyzzyva").content.text)

    def test_finds_what_holds_the_other_words(self):
        self.assertEqual(self.page("heron zyzzyva").rows, ["heron"])


class MeantTests(NothingTestCase):
    """Did you mean …? From the words of the directory itself."""

    def suggestion(self, page):
        return page.one("p.search-remark").one("a")

    def test_is_offered_for_a_misspelt_word(self):
        self.assertEqual(self.suggestion(self.page("pelicna")).text, "pelican")

    def test_keeps_the_words_that_are_right(self):
        self.assertEqual(self.suggestion(self.page("pelicna harbour")).text, "pelican harbour")

    def test_is_one_click_away(self):
        page = fetch_page(self.client, self.suggestion(self.page("pelicna harbour"))["href"])
        self.assertEqual(page.rows[0], "pelican")

    def test_is_found_at_once(self):
        self.assertEqual(self.page("pelicna").rows, ["pelican"])

    def test_is_said_to_be_another_word(self):
        self.assertIn("No records contain “pelicna”. Showing results for “pelican”.", self.page("pelicna").content.text)

    def test_is_offered_in_the_script_of_the_reader(self):
        for language, typed, meant in (("zh-hant", "鵜湖港", "鵜鶘港"), ("zh-hans", "鹈湖港", "鹈鹕港")):
            with self.subTest(language=language):
                self.assertEqual(self.suggestion(self.page(typed, language)).text, meant)

    def test_says_the_language_of_what_it_offers(self):
        meant = self.suggestion(self.page("pelicna", "zh-hant")).one("span")
        self.assertEqual((meant["lang"], meant.text), ("en", "pelican"))

    def test_is_not_offered_where_the_words_are_right(self):
        self.assertEqual(self.page("heron").select("p.search-remark"), [])

    def test_is_not_offered_where_nothing_is_near(self):
        self.assertEqual(self.page("zyzzyva").select("p.search-remark"), [])

    def test_is_offered_for_a_word_that_hardly_anything_holds_where_a_near_one_is_common(self):
        factories.organisation(name_en="Univeristy of Typing")
        for number in range(6):
            factories.organisation(name_en=f"University {number}")
        factories.rebuild_search_index()
        self.assertEqual(self.suggestion(self.page("univeristy")).text, "university")

    def test_is_no_word_of_what_is_hidden(self):
        factories.organisation(name_en="Cormorant", status="draft")
        factories.rebuild_search_index()
        self.assertNotIn("Cormorant", self.page("cormorat").content.text.title())


@time_machine.travel("2026-11-24T12:00:00+08:00", tick=False)
class CountTests(NothingTestCase):
    def counts(self):
        return dict(SearchMiss.objects.values_list("text", "count"))

    def test_takes_down_what_nothing_holds(self):
        self.page("Zyzzyva")
        self.page("zyzzyva")
        self.assertEqual(self.counts(), {"zyzzyva": 2})

    def test_takes_down_what_was_misspelt_as_it_was_typed(self):
        self.page("pelicna")
        self.assertEqual(self.counts(), {"pelicna": 1})

    def test_takes_down_words_that_nothing_holds_together(self):
        self.page("heron zyzzyva")
        self.assertEqual(self.counts(), {"heron zyzzyva": 1})

    def test_takes_down_nothing_that_is_found(self):
        for text in ("heron", "白鷺", "pelic", "heron robotics"):
            self.page(text)
        self.assertEqual(self.counts(), {})

    def test_takes_down_a_question_once_whatever_filters_and_pages_follow(self):
        self.page("zyzzyva")
        self.page("zyzzyva", kind="place")
        self.page("heron zyzzyva", sort="-prominence")
        self.page("zyzzyva", page=2)
        self.assertEqual(self.counts(), {"zyzzyva": 1})

    def test_takes_down_nothing_that_a_browser_fetched_ahead(self):
        self.client.get("/en/search/?q=zyzzyva", headers={"Sec-Purpose": "prefetch;prerender"})
        self.assertEqual(self.counts(), {})

    def test_takes_down_nothing_for_a_head(self):
        self.client.head("/en/search/?q=zyzzyva")
        self.assertEqual(self.counts(), {})

    def test_takes_down_nothing_that_is_searched_for_in_a_list(self):
        self.client.get("/en/organisations/?q=zyzzyva")
        self.assertEqual(self.counts(), {})

    def test_takes_down_no_address_of_mail(self):
        self.page("somebody@mail.example")
        self.assertEqual(self.counts(), {})


@time_machine.travel("2026-11-24T12:00:00+08:00", tick=False)
class WantedTests(NothingTestCase):
    """A reader asks that something be added, by a button without an account."""

    def setUp(self):
        self.client = Client(enforce_csrf_checks=True)
        self.page("Zyzzyva")

    def wanted(self):
        return SearchMiss.objects.get(text="zyzzyva").wanted

    def test_is_counted(self):
        self.client.post("/en/search/wanted/", {"q": "Zyzzyva"})
        self.assertEqual(self.wanted(), 1)

    def test_is_thanked_after_a_redirect(self):
        response = self.client.post("/zh-hant/search/wanted/", {"q": "Zyzzyva"}, follow=True)
        self.assertEqual(response.redirect_chain, [("/zh-hant/search/wanted/", 302)])
        self.assertRegex(Page(response).one("h1").text, HAN)

    def test_is_not_counted_by_looking_at_the_thanks(self):
        self.client.get("/en/search/wanted/?q=zyzzyva")
        self.assertEqual(self.wanted(), 0)

    def test_is_not_counted_where_another_site_sends_it(self):
        for origin in ("cross-site", "same-site", "none"):
            with self.subTest(origin=origin):
                self.client.post("/en/search/wanted/", {"q": "Zyzzyva"}, headers={"Sec-Fetch-Site": origin})
                self.assertEqual(self.wanted(), 0)

    def test_is_counted_for_nothing_that_nobody_searched_for(self):
        self.client.post("/en/search/wanted/", {"q": "buy now"})
        self.assertEqual(SearchMiss.objects.filter(text="buy now").count(), 0)

    def test_sets_no_cookie(self):
        responses = self.client.post("/en/search/wanted/", {"q": "Zyzzyva"}), self.client.get("/en/search/wanted/")
        self.assertEqual([response.cookies.output() for response in responses], ["", ""])

    def test_is_kept_out_of_search_engines(self):
        self.assertEqual(fetch_page(self.client, "/en/search/wanted/").get_meta("robots"), "noindex")

    def test_breaks_on_nothing_that_is_sent(self):
        for text in ("", "x" * 10_000, "\x00", "🏦", "'; --"):
            with self.subTest(text=text[:10]):
                self.assertEqual(self.client.post("/en/search/wanted/", {"q": text}).status_code, 302)
