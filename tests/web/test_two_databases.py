"""The site on two PostgreSQL servers, a primary and a replica, of which one stops or lags."""

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from django.test import SimpleTestCase

from tests.support.checkout import serve_site
from tests.support.databases import PROJECT_ROOT
from tests.support.postgresql_servers import create_servers

# After this many seconds, no process shows an older edition.
EDITION_SECONDS = 2
SETTINGS = "tests.support.replica_site.settings"
BANK = "/en/organisations/bank/"
ADMIN = "/admin/ecosystem/organisation/"


@pytest.mark.slow  # two servers, and every kind of page rendered
class PrimaryAndReplicaSiteTests(SimpleTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.primary, cls.replica = create_servers(cls)
        databases = {"DATABASE_URL": cls.primary.url, "REPLICA_URL": cls.replica.url}
        filled = subprocess.run(
            [sys.executable, "-m", "tests.support.replica_site.fill"],
            cwd=PROJECT_ROOT,
            env=os.environ | databases,
            check=True,
            stdout=subprocess.PIPE,
        )
        world = json.loads(filled.stdout)
        cls.cookie, cls.paths = world["cookie"], world["paths"]
        logs = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.site = cls.enterClassContext(
            serve_site(PROJECT_ROOT, logs=logs, DJANGO_SETTINGS_MODULE=SETTINGS, **databases)
        )

    def test_anonymous_requests_read_from_the_replica_and_others_from_the_primary(self):
        with self.pause_replica():
            # Not in the edition, so it is no lag.
            self.rename_bank("Only on the primary")
            self.assertNotIn("Only on the primary", self.get(BANK)[1])
            self.assertIn("Only on the primary", self.get(BANK, cookie=self.cookie)[1])

    def test_lagging_replica_is_not_used(self):
        with self.pause_replica():
            self.publish_bank("After the pause")
            time.sleep(EDITION_SECONDS)
            self.assertIn("After the pause", self.get(BANK)[1])

    def test_new_edition_reaches_anonymous_users_in_time(self):
        self.get(BANK)
        self.publish_bank("New edition")
        time.sleep(EDITION_SECONDS)
        self.assertIn("New edition", self.get(BANK)[1])

    def test_site_is_read_only_without_the_primary(self):
        self.assertEqual(self.get(ADMIN, cookie=self.cookie)[0], 200)
        with self.stop_server(self.primary):
            with self.subTest("an editor in the admin"):
                self.assert_read_only("read-only", *self.get(ADMIN, cookie=self.cookie))
            with self.subTest("a suggestion of a reader"):
                self.assert_read_only("名錄暫時只能閱讀", *self.get("/zh-hant/contribute/", data=b"summary=words"))
            with self.subTest("an editor on a public page"):
                self.assertEqual(self.get(BANK, cookie=self.cookie)[0], 200)
            with self.subTest("public pages"):
                failed = {path: status for path in self.paths if (status := self.get(path)[0]) != 200}
                self.assertEqual(failed, {})

    def test_site_works_without_the_replica(self):
        self.get(BANK)
        with self.stop_server(self.replica):
            self.assertEqual([self.get(path)[0] for path in ("/en/", BANK, "/api/v1/organisations")], [200, 200, 200])
            self.assertIn("without replica", self.get("/readyz")[1])

    def assert_read_only(self, words, status, text):
        self.assertEqual(status, 503)
        self.assertIn(words, text)

    def get(self, path, *, cookie="", data=None):
        """Return the status and the text; `data` is sent by POST."""
        address = self.site + quote(path, safe="/?&=+%")
        request = Request(address, data=data, headers={"Cookie": cookie} if cookie else {})  # noqa: S310 - our own
        try:
            with urlopen(request) as response:  # noqa: S310 - our own
                return response.status, response.read().decode(errors="replace")
        except HTTPError as error:
            return error.code, error.read().decode()

    @contextmanager
    def pause_replica(self):
        """Let the replica receive but not apply the changes of the primary."""
        self.replica.execute("SELECT pg_wal_replay_pause()")
        try:
            yield
        finally:
            self.replica.execute("SELECT pg_wal_replay_resume()")

    @contextmanager
    def stop_server(self, server):
        server.stop()
        try:
            yield
        finally:
            server.start()
            self.wait_until_both_are_read()

    def wait_until_both_are_read(self):
        while self.get("/readyz")[1] != "ready\n":
            time.sleep(0.2)

    def rename_bank(self, name):
        self.primary.execute("UPDATE ecosystem_organisation SET name_en = %s WHERE slug = 'bank'", name)

    def publish_bank(self, name):
        self.rename_bank(name)
        self.primary.execute("UPDATE ecosystem_edition SET number = number + 1, token = number")
