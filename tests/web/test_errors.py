"""The pages that say what went wrong: in the look, in the reader's language, with a way on."""

from django.test import Client, SimpleTestCase, TestCase, override_settings
from django.urls import path

from hkai_project import urls
from tests.support import addresses
from tests.support.html_pages import Page, fetch_page


def broken(request):
    raise RuntimeError("broken on purpose")


def form(request):
    raise AssertionError("a form without its token came through")


urlpatterns = [path("broken/", broken), path("form/", form), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500

HEADINGS = {
    400: "Bad request",
    403: "The form was not sent",
    404: "Page not found",
    500: "Sorry, there is a problem with the service",
}


@override_settings(ROOT_URLCONF="tests.web.test_errors")
class ErrorTests(TestCase):
    def setUp(self):
        self.client = Client(raise_request_exception=False, enforce_csrf_checks=True)

    def responses(self):
        yield 400, self.client.get("/en/", headers={"Host": "evil.example"})
        yield 403, self.client.post("/form/")
        yield 404, self.client.get("/en/no-such-page/")
        yield 500, self.client.get("/broken/")

    def test_answers_with_its_number(self):
        for status, response in self.responses():
            with self.subTest(status=status):
                self.assertEqual(response.status_code, status)

    def test_says_what_went_wrong(self):
        said = {status: Page(response).one("h1").text for status, response in self.responses()}
        self.assertEqual(said, HEADINGS)

    def test_stands_in_the_look(self):
        for status, response in self.responses():
            with self.subTest(status=status):
                page = Page(response)
                self.assertTrue(
                    page.one("header.masthead") and page.one("footer") and page.select("link[rel=stylesheet]")
                )

    def test_leads_on(self):
        for status, response in self.responses():
            with self.subTest(status=status):
                ways = [a["href"] for a in Page(response).content.select("a")]
                self.assertEqual(ways, [f"/en/{p}" for p in ("", "organisations/", "initiatives/", "collaborations/")])

    def test_is_found_by_no_search_engine(self):
        for status, response in self.responses():
            with self.subTest(status=status):
                self.assertEqual(Page(response).get_meta("robots"), "noindex")

    def test_tells_nothing_of_the_inside(self):
        for status, response in self.responses():
            with self.subTest(status=status):
                self.assertNotRegex(response.content.decode(), "Traceback|RuntimeError|on purpose|evil.example")

    def test_keeps_to_the_policy_of_content(self):
        for status, response in self.responses():
            with self.subTest(status=status):
                self.assertIn("default-src 'none'", response["Content-Security-Policy"])


class LanguageOfErrorTests(TestCase):
    def test_is_that_of_the_address(self):
        for language in addresses.LANGUAGES[1:]:
            with self.subTest(language=language):
                self.assertRegex(
                    fetch_page(self.client, f"/{language}/no-such-page/").one("h1").text, "[\u4e00-\u9fff]"
                )

    def test_is_that_of_the_browser_where_the_address_has_none(self):
        page = fetch_page(self.client, "/no-such-page", **{"Accept-Language": "zh-HK"})
        self.assertEqual(page.one("html")["lang"], "zh-Hant-HK")


class PlainErrorTests(SimpleTestCase):
    """Without a database, as when it is the database that broke."""

    @override_settings(ROOT_URLCONF="tests.web.test_errors")
    def test_still_shows_the_page(self):
        response = Client(raise_request_exception=False).get("/broken/")
        self.assertContains(response, "Sorry, there is a problem with the service", status_code=500)


class MethodTests(TestCase):
    def test_refuses_to_be_posted_to(self):
        for path_ in addresses.PAGES:
            with self.subTest(path=path_):
                self.assertEqual(self.client.post(f"/en/{path_}").status_code, 405)

    def test_answers_a_head_like_a_get(self):
        for path_ in addresses.PAGES:
            with self.subTest(path=path_):
                response = self.client.head(f"/en/{path_}")
                self.assertEqual((response.status_code, response.content), (200, b""))
