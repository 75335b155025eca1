"""Cross-origin access to every route: allowed for files and services, not for pages."""

from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from ecosystem.editing import merging
from ecosystem.models import Source
from tests.support import factories
from tests.support.release_shelf import ReleaseShelfTestCase
from tests.support.release_world import build_release, create_release_records

ORIGIN = "https://elsewhere.example"
PREFLIGHT = {
    "Origin": ORIGIN,
    "Access-Control-Request-Method": "GET",
    "Access-Control-Request-Headers": "if-none-match",
}
SERVICES = ("/reconcile", "/en/reconcile", "/api/")
HEADER = "Access-Control-Allow-Origin"
# For monitors and crawlers.
NOT_DATA = {"/healthz", "/readyz", "/robots.txt", "/.well-known/security.txt"}


def list_routes(resolver=None, prefix="/"):
    """Return the route of every URL pattern, such as `/en/organisations/<slug:slug>.json`."""
    routes = []
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern).removeprefix("^").removesuffix("$")
        if isinstance(pattern, URLResolver):
            routes += list_routes(pattern, route)
        elif isinstance(pattern, URLPattern):
            routes.append(route)
    return routes


class CrossOriginRouteTests(ReleaseShelfTestCase):
    @classmethod
    def setUpTestData(cls):
        create_release_records()
        build_release(cls.shelf)
        (release,) = [path.name for path in cls.shelf.iterdir() if path.is_dir()]
        cls.values = {
            "organisations/<slug:slug>": "organisations/lab",
            "initiatives/<slug:slug>": "initiatives/fund",
            "collaborations/<slug:slug>": "collaborations/pact",
            "indicators/<slug:slug>": "indicators/parks",
            "themes/<slug:slug>": "themes/ai-in-finance",
            "places/<slug:slug>": "places/central",
            "applications/<slug:slug>": "applications/fraud-detection",
            "sources/<int:pk>": f"sources/{Source.objects.published().first().pk}",
            "<str:number>/<path:name>": f"{release}/SHA256SUMS",
            "latest/<path:name>": "latest/SHA256SUMS",
            "<str:number>": release,
            "<section>": "pages",
            "<identifier>": "organisation.lab",
            "<path:rest>": "nothing",
            "{slug}": "lab",
        }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        client = Client()
        cls.answers = {path: client.get(path) for path in cls.list_paths()}
        cls.open_paths = [path for path, response in cls.answers.items() if response.has_header(HEADER)]

    @classmethod
    def list_paths(cls):
        """Return a path for each route outside the admin and the accounts, of an existing object if possible."""
        paths = []
        for route in list_routes():
            if route.startswith(("/admin/", "/accounts/")):
                continue
            for pattern, value in cls.values.items():
                route = route.replace(pattern, value)
            paths.append(route.partition("<")[0] if "<" in route else route)
        return paths

    def request(self, method, path, **headers):
        return getattr(self.client, method)(path, headers=headers)

    def test_files_and_services_have_the_cors_header_and_pages_do_not(self):
        self.assertGreater(len(self.answers), 120)
        for path, response in self.answers.items():
            with self.subTest(path=path):
                is_page = response.headers.get("Content-Type", "").startswith("text/html")
                # A redirect has no content; it is as open as its target.
                if response.status_code in {301, 302}:
                    is_page = response["Location"].endswith("/")
                is_open = path.startswith(SERVICES) or not (is_page or path in NOT_DATA)
                self.assertEqual(response.headers.get(HEADER), "*" if is_open else None, response)

    def test_open_urls_have_the_cors_header_for_every_method(self):
        for path in self.open_paths:
            for method in ("head", "options", "post", "put", "delete", "trace"):
                with self.subTest(path=path, method=method):
                    self.assertEqual(self.request(method, path).headers.get(HEADER), "*")

    def test_open_urls_accept_preflight_requests(self):
        for path in self.open_paths:
            with self.subTest(path=path):
                response = self.request("options", path, **PREFLIGHT)
                self.assertIn(response.status_code, (200, 204))
                self.assertEqual(response.headers.get(HEADER), "*")
                self.assertIn("OPTIONS", response["Access-Control-Allow-Methods"])
                self.assertEqual(response["Access-Control-Allow-Headers"], "*")

    def test_language_redirects_have_the_cors_header_of_their_targets(self):
        for path in [path for path in self.answers if path.startswith("/en/")]:
            for name in ("tc", "sc"):
                with self.subTest(path=path, name=name):
                    response = self.request("get", path.replace("/en/", f"/{name}/", 1))
                    self.assertEqual(response.status_code, 301)
                    self.assertEqual(response.headers.get(HEADER), self.answers[path].headers.get(HEADER))

    def test_not_modified_responses_have_the_cors_header(self):
        for path in self.open_paths:
            if etag := self.answers[path].headers.get("ETag"):
                with self.subTest(path=path):
                    response = self.request("get", path, **{"If-None-Match": etag})
                    self.assertEqual((response.status_code, response.headers.get(HEADER)), (304, "*"))


class CrossOriginErrorTests(ReleaseShelfTestCase):
    @classmethod
    def setUpTestData(cls):
        kept = factories.organisation(slug="kept")
        merging.merge_records(factories.organisation(slug="merged"), into=kept)
        factories.organisation(slug="gone", status="archived")

    def test_errors_and_redirects_of_files_have_the_cors_header(self):
        for path, status in (
            ("organisations/merged.json", 301),
            ("organisations/merged.bib", 301),
            ("organisations/merged.png", 301),
            ("organisations/merged/history.atom", 301),
            ("organisations/gone.json", 410),
            ("organisations/gone.ris", 410),
            ("organisations/gone.png", 410),
            ("organisations/gone/history.atom", 410),
            ("organisations/nothing.json", 404),
            ("organisations/nothing.png", 404),
            ("indicators/nothing.svg", 404),
            ("nothing.csv", 404),
            ("data/releases/2020-01-01-1/hkai.xlsx", 404),
            ("data/releases/2020-01-01-1/SHA256SUMS", 404),
            ("data/releases/latest/hkai.db", 404),
            ("organisations.csv?kind=nonsense", 400),
            ("network.svg?theme=nonsense", 400),
            ("support.ics?audience=nonsense", 400),
            ("initiatives.atom?kind=", 302),
        ):
            with self.subTest(path=path):
                response = self.client.get(f"/en/{path}")
                self.assertEqual((response.status_code, response.headers.get(HEADER)), (status, "*"))
                self.assertNotIn("text/html", response.headers.get("Content-Type", "") if status >= 400 else "")

    def test_error_pages_have_no_cors_header(self):
        for path in (
            "/en/organisations/gone/",
            "/en/organisations/merged/",
            "/en/nothing/",
            "/nothing",
            "/en/card.png/",
        ):
            with self.subTest(path=path):
                self.assertFalse(self.client.get(path).has_header(HEADER))

    def test_server_errors_of_files_have_the_cors_header(self):
        client = Client(raise_request_exception=False)
        broken = override_settings(RELEASES_DIR=7)
        with broken, self.assertLogs("django.request", "ERROR"):
            response = client.get("/en/data/releases/latest/hkai.db")
        self.assertEqual((response.status_code, response.headers.get(HEADER)), (500, "*"))
        self.assertEqual(response["Content-Type"], "application/problem+json")

    def test_disallowed_host_of_a_file_has_the_cors_header(self):
        response = self.client.get("/en/places.csv", headers={"Host": "elsewhere.example"})
        self.assertEqual((response.status_code, response.headers.get(HEADER)), (400, "*"))

    @override_settings(SECURE_SSL_REDIRECT=True)
    def test_redirects_to_https_have_the_cors_header(self):
        response = self.client.get("/en/places.csv")
        self.assertEqual((response.status_code, response.headers.get(HEADER)), (301, "*"))

    def test_admin_and_accounts_have_no_cors_header(self):
        for path in ("/admin/", "/admin/nothing.csv", reverse("account_login"), "/accounts/nothing.json"):
            with self.subTest(path=path):
                self.assertFalse(self.client.get(path, headers={"Origin": ORIGIN}).has_header(HEADER))
