"""The machine's own Chromium, without a screen, on the site that the test serves."""

import os
import shutil
from tempfile import TemporaryDirectory

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(settings.BASE_DIR / "tests" / "browser"):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    """Return the path of the browser, or skip the test where there is none and none is required."""
    if path := next(filter(None, map(shutil.which, NAMES)), None):
        return path
    reason = f"no browser was found ({', '.join(NAMES)})"
    if os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser(chromium):
    temporary = settings.BASE_DIR / "var" / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory(dir=temporary) as home:
        # Whatever the browser writes stays in the checkout: its profile, fonts and keys.
        patch.setenv("TMPDIR", home)
        # Playwright keeps an event loop in this thread, in which Django would refuse every query.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as playwright:
            environment = os.environ | {"HOME": home, "XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home}
            running = playwright.chromium.launch(executable_path=chromium, args=FLAGS, env=environment)
            yield running
            running.close()


@pytest.fixture
def page(browser, live_server):
    """Return a page of a reader who was never here; an address such as "/en/" leads to the test's own site."""
    with browser.new_context(base_url=live_server.url, locale="en-GB") as context:
        page = context.new_page()
        page.set_default_timeout(10_000)
        yield page


@pytest.fixture
def console(page):
    """Return the list of what the browser complains of: errors of scripts, refusals by the CSP, lost files."""
    complaints = []

    def note(said):
        if said.type in {"error", "warning"}:
            complaints.append(f"{said.text} ({said.location['url']})")

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


@pytest.fixture
def breaches(page):
    """Return a function that lists the breaches of WCAG 2.2 AA in the page as it stands."""

    def find():
        found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
        return [f"{rule['id']}: {node['target']} {rule['help']}" for rule in found for node in rule["nodes"]]

    return find
