"""Fixtures for tests in a headless Chromium, on a server of the site with the real facts."""

import gzip
import os
import shutil
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Page, Response, expect, sync_playwright

from tests.support.checkout import Checkout
from tests.support.databases import (
    RUN_FOLDER,
    TEMPORARY_FOLDER,
    create_database,
    get_database_url,
    get_facts_database_url,
    once_per_run,
)

# The one that can show no window first: it draws the same in less than half the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# How many milliseconds a busy machine may take to answer a click.
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# One of each role; made by the site itself, for no test of pages touches a database.
PASSWORD = "tests-only-9f3k"
ACCOUNTS = {"editor-of-tests": "Editors", "senior-editor-of-tests": "Senior editors"}
# Accounts whose own pages are tested, so that nobody else is signed in with them.
OWN_ACCOUNTS = {f"{name}-of-tests": "Editors" for name in ("passkey", "app", "tabs")}
OWN_ACCOUNTS |= {"colleague-of-tests": "Senior editors"}
MAKE_ACCOUNTS = f"""
from django.contrib.auth.models import Group, User
for name, group in {ACCOUNTS | OWN_ACCOUNTS}.items():
    User.objects.create_user(name, password="{PASSWORD}", is_staff=True).groups.add(Group.objects.get(name=group))
"""


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(settings.BASE_DIR / "tests" / "browser"):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    """Return the path of the browser, or skip the test where there is none and none is required."""
    names = (os.environ["CHROMIUM"],) if "CHROMIUM" in os.environ else NAMES
    if path := next(filter(None, map(shutil.which, names)), None):
        return path
    reason = f"no browser was found ({', '.join(names)})"
    if os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def checkout(chromium, django_db_blocker):
    """Return a checkout with the facts, an editor and a senior editor; the first worker prepares it for all."""
    with django_db_blocker.unblock():
        facts = get_facts_database_url()
    with once_per_run("checkout") as is_first:
        checkout = Checkout(RUN_FOLDER / "checkout", get_database_url("checkout"))
        if is_first:
            create_database("checkout", copy_of=facts)
            checkout.create()
            checkout.run_command("prepare", "--without-release")
            checkout.run_command("shell", "--command", MAKE_ACCOUNTS)
    return checkout


@contextmanager
def serve_copy(checkout):
    """Serve the checkout with a database of its own."""
    database = create_database(f"site_{uuid4().hex}", copy_of=checkout.database)
    with checkout.serve(database) as address:
        yield address


@pytest.fixture(scope="session")
def readers_site(checkout):
    """Return the address of the site that all readers share; nothing changes it."""
    with serve_copy(checkout) as address:
        yield address


@pytest.fixture(scope="module")
def editors_site(checkout):
    """Return the address of a site whose database the tests of one file may change."""
    with serve_copy(checkout) as address:
        yield address


@pytest.fixture(scope="module")
def sessions(browser, editors_site):
    """Return, for each role, the cookies of somebody who has signed in."""
    return {role: _signed_in(browser, editors_site, name) for name, role in ACCOUNTS.items()}


def _signed_in(browser, site, name):
    with browser.new_context(base_url=site) as context:
        page = context.new_page()
        page.goto("/admin/login/")
        fill_sign_in(page, name)
        page.wait_for_url("**/admin/")
        return context.storage_state()


def fill_sign_in(page, name):
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.fixture
def site(readers_site):
    """Return the site of the test: the readers', unless its file says otherwise."""
    return readers_site


@pytest.fixture(scope="module")
def browser(chromium):
    TEMPORARY_FOLDER.mkdir(parents=True, exist_ok=True)
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory(dir=TEMPORARY_FOLDER) as home:
        # Whatever the browser writes stays in the checkout: its profile, fonts and keys.
        patch.setenv("TMPDIR", home)
        with sync_playwright() as playwright:
            environment = os.environ | {"HOME": home, "XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home}
            running = playwright.chromium.launch(executable_path=chromium, args=FLAGS, env=environment)
            yield running
            running.close()


@pytest.fixture
def reader(browser, site):
    """Return a function that gives a page of somebody who was never here; an address such as "/en/" leads to the site."""
    with ExitStack() as stack:

        def arrive(*, width=1280, height=900, **options):
            viewport = {"width": width, "height": height}
            context = stack.enter_context(
                browser.new_context(base_url=site, locale="en-GB", viewport=viewport, **options)
            )
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            return page

        yield arrive


@pytest.fixture
def page(reader):
    return reader()


@dataclass(frozen=True)
class Visit:
    """A page loaded with an empty cache, its responses and the errors of the console."""

    path: str
    page: Page
    console_errors: list[str]
    responses: list[Response]

    def count_bytes(self):
        """Return the bytes of the compressed bodies."""
        return sum(map(_compressed_size, self.responses))


@pytest.fixture(scope="module")
def visit(request, browser, readers_site):
    """Return an English page, loaded once for all that is asked of it; tests set the width they need."""
    with browser.new_context(base_url=readers_site, locale="en-GB", reduced_motion="reduce") as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        visit = Visit(request.param, page, collect_console_errors(page), [])
        page.on("response", lambda response: visit.responses.append(response))
        page.goto(f"/en/{visit.path}")
        yield visit


def _compressed_size(response):
    """Return the size of the body on its way; of a page, which the proxy in front compresses, as it would be."""
    if "content-encoding" in response.headers:
        return response.request.sizes()["responseBodySize"]
    return len(gzip.compress(response.body()))


def collect_console_errors(page):
    """Return a list that collects errors and warnings of the console: script errors, CSP violations, missing files."""
    heard = []

    def note(said):
        if said.type in {"error", "warning"}:
            heard.append(f"{said.text} ({said.location['url']})")

    page.on("console", note)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


@pytest.fixture
def watch_console():
    """Return `collect_console_errors`."""
    return collect_console_errors


@pytest.fixture
def find_wcag_violations():
    """Return a function that lists the breaches of WCAG 2.2 AA in a page as it stands."""

    def find(page):
        found = Axe().run(page, options={"runOnly": WCAG, "resultTypes": ["violations"]}).response["violations"]
        return [f"{rule['id']}: {node['target']} {rule['help']}" for rule in found for node in rule["nodes"]]

    return find
