"""The choice between primary and replica for a request; the edition of an unavailable database is None."""

from unittest.mock import patch

from django.test import SimpleTestCase

from ecosystem.models import database_state
from ecosystem.models.database_router import PRIMARY, REPLICA
from ecosystem.web.read_replica import ReadReplica, choose_database
from tests.support.wsgi_client import WsgiClient

READERS = "/en/organisations/"
ADMIN = "/admin/"


def choose(path=READERS, *, method="GET", cookie="", primary=7, replica=7):
    with (
        patch.object(database_state.primary, "edition", primary),
        patch.object(database_state.replica, "edition", replica),
    ):
        return choose_database({"PATH_INFO": path, "REQUEST_METHOD": method, "HTTP_COOKIE": cookie})


class ChooseDatabaseTests(SimpleTestCase):
    def test_anonymous_requests_read_from_the_replica(self):
        self.assertEqual(choose(), REPLICA)

    def test_reconciliation_queries_read_from_the_replica(self):
        self.assertEqual(choose("/en/reconcile", method="POST"), REPLICA)

    def test_admin_accounts_post_and_sessions_read_from_the_primary(self):
        for case in ({"path": ADMIN}, {"path": "/accounts/login/"}, {"method": "POST"}, {"cookie": "sessionid=a"}):
            with self.subTest(case):
                self.assertEqual(choose(**case), PRIMARY)

    def test_outdated_or_unavailable_replica_is_not_used(self):
        for edition in (6, None):
            with self.subTest(edition):
                self.assertEqual(choose(replica=edition), PRIMARY)

    def test_outdated_replica_is_used_if_the_primary_is_unavailable(self):
        for cookie in ("", "sessionid=a"):
            with self.subTest(cookie):
                self.assertEqual(choose(cookie=cookie, primary=None, replica=6), REPLICA)

    def test_admin_and_post_are_refused_if_the_primary_is_unavailable(self):
        for case in ({"path": ADMIN}, {"method": "POST"}):
            with self.subTest(case):
                self.assertIsNone(choose(**case, primary=None))


class ReadReplicaRetryTests(SimpleTestCase):
    """The application fails as if its database had become unavailable after the last check."""

    def get(self, path, statuses, *, editions_afterwards):
        """Return the status of the response of an application that responds with these statuses in turn."""

        def application(environ, start_response):
            start_response(statuses.pop(0), [])
            return []

        def refresh(*, at_once=False):
            if at_once:
                database_state.primary.edition, database_state.replica.edition = editions_afterwards

        with (
            patch.object(database_state.primary, "edition", 7),
            patch.object(database_state.replica, "edition", 7),
            patch.object(database_state, "refresh_states", refresh),
            patch.object(ReadReplica, "_read_edition", return_value=(7, "")),
        ):
            return WsgiClient(ReadReplica(application)).get(path).status

    def test_page_is_retried_on_the_primary_if_the_replica_fails(self):
        self.assertEqual(self.get(READERS, ["500 Error", "200 OK"], editions_afterwards=(7, None)), 200)

    def test_error_is_not_retried_if_both_databases_are_available(self):
        self.assertEqual(self.get(READERS, ["500 Error", "200 OK"], editions_afterwards=(7, 7)), 500)

    def test_admin_returns_503_if_the_primary_fails(self):
        self.assertEqual(self.get(ADMIN, ["500 Error", "503 Refused"], editions_afterwards=(None, 7)), 503)


class ReadOnlySitePageTests(SimpleTestCase):
    """SimpleTestCase allows no query."""

    def test_page_states_the_cause_in_the_language_of_the_browser(self):
        response = self.client.get(ADMIN, headers={"accept-language": "zh-hans"}, **{"hkai.read_only": True})
        self.assertContains(response, "名录暂时只能阅读", status_code=503)

    def test_response_has_a_retry_after_header(self):
        response = self.client.post("/en/contribute/", **{"hkai.read_only": True})
        self.assertEqual(response["Retry-After"], "60")
