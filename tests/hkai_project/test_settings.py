"""Settings that follow from an https SITE_URL, tested in a new process."""

import os
import subprocess
import sys
from pathlib import Path
from unittest import TestCase

ROOT = Path(__file__).parents[2]
REQUEST_SCRIPT = """
from django.conf import settings
# A fresh checkout has collected no files whose hashes the pages could name.
files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.STORAGES = settings.STORAGES | {"staticfiles": files}
import django; django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
for address, given in (
    ("/healthz", {"secure": True}),
    ("/en/about/?a=b", {}),
    ("/accounts/login/", {"secure": True}),
    ("/en/about/", {"headers": {"Host": "evil.example"}}),
):
    given.setdefault("headers", {"Host": "hkai.example"})
    response = client.get(address, **given)
    cookies = [morsel.OutputString() for morsel in response.cookies.values()]
    print(response.status_code, dict(response.headers), cookies, sep="|")
"""


def run(*arguments):
    """Run Python as a production host would, for another site than the tests'."""
    environment = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "TMPDIR"}} | {
        "SITE_URL": "https://hkai.example",
        "SECRET_KEY": "a key of good length for nothing but this test, with digits 0123456789 and ÄÖÜ signs",
        "DATABASE_URL": "sqlite://:memory:",
        "DJANGO_SETTINGS_MODULE": "hkai_project.settings",
        "PYTHONUTF8": "1",
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


class HttpsSettingsTests(TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        answer = run("-c", REQUEST_SCRIPT)
        lines = [line for line in answer.stdout.splitlines() if line[:3].isdigit()]
        assert len(lines) == 4, answer.stderr
        cls.up, cls.plain, cls.login, cls.other_host = (line.split("|") for line in lines)

    def test_deployment_checks_pass(self):
        checked = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
        self.assertEqual((checked.returncode, "no issues" in checked.stdout), (0, True), checked.stderr)

    def test_sends_the_strict_transport_security_header(self):
        self.assertIn("'Strict-Transport-Security': 'max-age=31536000'", self.up[1])

    def test_http_redirects_to_the_same_page_on_https(self):
        self.assertEqual((self.plain[0], "'https://hkai.example/en/about/?a=b'" in self.plain[1]), ("301", True))

    def test_cookies_are_secure(self):
        self.assertRegex(self.login[2], r"csrftoken=.*HttpOnly.*Secure")

    def test_error_for_an_unknown_host_has_the_content_security_policy(self):
        self.assertEqual((self.other_host[0], "Content-Security-Policy" in self.other_host[1]), ("400", True))
