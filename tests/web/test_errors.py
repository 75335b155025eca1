"""Error pages: status code, layout, language and links."""

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
class ErrorPageTests(TestCase):
    def setUp(self):
        self.client = Client(raise_request_exception=False, enforce_csrf_checks=True)

    def responses(self):
        yield 400, self.client.get("/en/", headers={"Host": "evil.example"})
        yield 403, self.client.post("/form/")
        yield 404, self.client.get("/en/no-such-page/")
        yield 500, self.client.get("/broken/")

    def test_error_page_has_its_status_code(self):
        for status, response in self.responses():
            with self.subTest(status=status):
                self.assertEqual(response.status_code, status)

    def test_heading_states_the_error(self):
        said = {status: Page(response).one("h1").text for status, response in self.responses()}
        self.assertEqual(said, HEADINGS)

    def test_error_page_has_the_layout_of_the_site(self):
        for status, response in self.responses():
            with self.subTest(status=status):
                page = Page(response)
                self.assertTrue(
                    page.one("header.masthead") and page.one("footer") and page.select("link[rel=stylesheet]")
                )

    def test_error_page_links_to_the_home_page_and_the_lists(self):
        for status, response in self.responses():
            with self.subTest(status=status):
                ways = [a["href"] for a in Page(response).content.select("a")]
                self.assertEqual(ways, [f"/en/{p}" for p in ("", "organisations/", "initiatives/", "collaborations/")])

    def test_error_page_is_noindex(self):
        for status, response in self.responses():
            with self.subTest(status=status):
                self.assertEqual(Page(response).get_meta("robots"), "noindex")

    def test_error_page_shows_no_internals(self):
        for status, response in self.responses():
            with self.subTest(status=status):
                self.assertNotRegex(response.content.decode(), "Traceback|RuntimeError|on purpose|evil.example")

    def test_error_page_has_the_content_security_policy(self):
        for status, response in self.responses():
            with self.subTest(status=status):
                self.assertIn("default-src 'none'", response["Content-Security-Policy"])


class ErrorPageLanguageTests(TestCase):
    def test_language_of_the_url_is_used(self):
        for language in addresses.LANGUAGES[1:]:
            with self.subTest(language=language):
                self.assertRegex(
                    fetch_page(self.client, f"/{language}/no-such-page/").one("h1").text, "[\u4e00-\u9fff]"
                )

    def test_language_of_the_browser_is_used_if_the_url_has_none(self):
        page = fetch_page(self.client, "/no-such-page", **{"Accept-Language": "zh-HK"})
        self.assertEqual(page.one("html")["lang"], "zh-Hant-HK")


class ErrorPageWithoutDatabaseTests(SimpleTestCase):
    """SimpleTestCase allows no query, as if the database had failed."""

    @override_settings(ROOT_URLCONF="tests.web.test_errors")
    def test_error_page_is_shown(self):
        response = Client(raise_request_exception=False).get("/broken/")
        self.assertContains(response, "Sorry, there is a problem with the service", status_code=500)


class PageRequestMethodTests(TestCase):
    def test_post_returns_405(self):
        for path_ in addresses.PAGES:
            with self.subTest(path=path_):
                self.assertEqual(self.client.post(f"/en/{path_}").status_code, 405)

    def test_head_returns_200_without_a_body(self):
        for path_ in addresses.PAGES:
            with self.subTest(path=path_):
                response = self.client.head(f"/en/{path_}")
                self.assertEqual((response.status_code, response.content), (200, b""))
