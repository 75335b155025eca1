"""The language of a request: redirects of URLs without a language, and other names of languages."""

from django.test import SimpleTestCase, TestCase

from tests.support import addresses

PREFERRED = {
    "en": "en",
    "en-GB,en;q=0.9,zh-HK;q=0.8": "en",
    "zh-HK": "zh-hant",
    "zh-TW": "zh-hant",
    "zh-MO": "zh-hant",
    "zh-Hant": "zh-hant",
    "zh-Hant-HK": "zh-hant",
    "yue": "zh-hant",
    "yue-HK": "zh-hant",
    "yue-Hant-HK": "zh-hant",
    "yue-Hans": "zh-hans",
    "zh-CN": "zh-hans",
    "zh-SG": "zh-hans",
    "zh-Hans": "zh-hans",
    "zh-Hans-HK": "zh-hans",
    # Chinese of no named script is read as Hong Kong writes it.
    "zh": "zh-hant",
    "fr": "en",
    "fr, zh-HK;q=0.5": "zh-hant",
    "zh-HK;q=0.1, en;q=0.2": "en",
    "zh-HK;q=0, en;q=0.5": "en",
    "*": "en",
    "": "en",
    ";;;=,q": "en",
    "\x00": "en",
    "zh-HK," * 4000: "zh-hant",
    "x" * 20000: "en",
}


class RootLanguageRedirectTests(SimpleTestCase):
    def test_redirects_to_the_language_of_the_browser(self):
        for header, language in PREFERRED.items():
            with self.subTest(header=header[:40]):
                response = self.client.get("/", headers={"Accept-Language": header})
                self.assertRedirects(response, f"/{language}/", status_code=302, fetch_redirect_response=False)

    def test_redirects_to_english_without_a_header(self):
        self.assertRedirects(self.client.get("/"), "/en/", status_code=302, fetch_redirect_response=False)

    def test_varies_by_accept_language(self):
        self.assertIn("Accept-Language", self.client.get("/")["Vary"])

    def test_is_not_cached(self):
        self.assertEqual(self.client.get("/")["Cache-Control"], "no-store")

    def test_keeps_the_query(self):
        response = self.client.get("/?q=a%20b&q=c")
        self.assertEqual(response["Location"], "/en/?q=a%20b&q=c")

    def test_ignores_the_language_cookie(self):
        self.client.cookies.load({"django_language": "zh-hans"})
        self.assertEqual(self.client.get("/")["Location"], "/en/")


class LanguageAliasRedirectTests(SimpleTestCase):
    def test_redirects_permanently_to_the_same_page(self):
        for given, address in {
            "/tc/": "/zh-hant/",
            "/sc/": "/zh-hans/",
            "/tc": "/zh-hant/",
            "/tc/organisations/": "/zh-hant/organisations/",
            "/sc/about/glossary/": "/zh-hans/about/glossary/",
        }.items():
            with self.subTest(given=given):
                self.assertRedirects(self.client.get(given), address, status_code=301, fetch_redirect_response=False)

    def test_keeps_the_query(self):
        response = self.client.get("/tc/organisations/?kind=startup&q=%E6%95%B8")
        self.assertEqual(response["Location"], "/zh-hant/organisations/?kind=startup&q=%E6%95%B8")


class PathWithoutLanguageRedirectTests(TestCase):
    def test_redirects_to_the_page_in_the_language_of_the_browser(self):
        for path in addresses.PAGES:
            with self.subTest(path=path):
                response = self.client.get(f"/{path}", headers={"Accept-Language": "zh-HK"})
                self.assertRedirects(response, f"/zh-hant/{path}", status_code=302, fetch_redirect_response=False)

    def test_keeps_the_query(self):
        response = self.client.get("/organisations/?kind=startup")
        self.assertEqual(response["Location"], "/en/organisations/?kind=startup")

    def test_is_not_cached_and_varies_by_accept_language(self):
        response = self.client.get("/organisations/")
        self.assertEqual((response["Cache-Control"], "Accept-Language" in response["Vary"]), ("no-store", True))

    def test_unknown_path_is_404(self):
        self.assertEqual(self.client.get("/no-such-page/").status_code, 404)

    def test_appends_a_missing_slash(self):
        response = self.client.get("/en/organisations?kind=startup")
        self.assertRedirects(
            response, "/en/organisations/?kind=startup", status_code=301, fetch_redirect_response=False
        )


class LanguageOpenRedirectTests(SimpleTestCase):
    def test_redirects_stay_on_the_same_host(self):
        for path in (
            "//evil.example",
            "//evil.example/",
            "///evil.example/",
            "/tc//evil.example",
            "/sc///evil.example/",
            "/tc//evil.example/..",
            "/tc/\\evil.example/",
            "/tc/https://evil.example/",
            "/en//evil.example/",
            "/en//evil.example",
        ):
            with self.subTest(path=path):
                response = self.client.get("/", PATH_INFO=path)
                target = response.headers.get("Location", "/")
                self.assertRegex(target, r"^/(?![/\\])")

    def test_line_breaks_are_removed_from_the_location_header(self):
        response = self.client.get("/", PATH_INFO="/tc/a\r\nSet-Cookie: b=c/")
        self.assertNotIn("\n", response["Location"])


class PathLanguageTests(TestCase):
    def test_language_of_the_url_overrides_the_browser(self):
        for language in addresses.LANGUAGES:
            with self.subTest(language=language):
                response = self.client.get(f"/{language}/about/", headers={"Accept-Language": "fr, zh-SG"})
                self.assertEqual(response["Content-Language"], language)

    def test_does_not_vary_by_accept_language(self):
        self.assertNotIn("Accept-Language", self.client.get("/en/about/").headers.get("Vary", ""))
