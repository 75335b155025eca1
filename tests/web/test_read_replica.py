"""Which database a request reads from; the edition of a database is None while that does not answer."""

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
    def test_readers_without_an_account_read_from_the_replica(self):
        self.assertEqual(choose(), REPLICA)

    def test_questions_of_the_reconciliation_service_read_from_the_replica(self):
        self.assertEqual(choose("/en/reconcile", method="POST"), REPLICA)

    def test_all_others_read_from_the_primary(self):
        for case in ({"path": ADMIN}, {"path": "/accounts/login/"}, {"method": "POST"}, {"cookie": "sessionid=a"}):
            with self.subTest(case):
                self.assertEqual(choose(**case), PRIMARY)

    def test_a_replica_behind_or_away_is_not_read(self):
        for edition in (6, None):
            with self.subTest(edition):
                self.assertEqual(choose(replica=edition), PRIMARY)

    def test_without_the_primary_an_older_replica_is_read_by_all(self):
        for cookie in ("", "sessionid=a"):
            with self.subTest(cookie):
                self.assertEqual(choose(cookie=cookie, primary=None, replica=6), REPLICA)

    def test_without_the_primary_what_needs_it_is_refused(self):
        for case in ({"path": ADMIN}, {"method": "POST"}):
            with self.subTest(case):
                self.assertIsNone(choose(**case, primary=None))


class RetryTests(SimpleTestCase):
    """The application fails as if its database had stopped after the last check."""

    def get(self, path, statuses, *, editions_afterwards):
        """Return the status that a client gets of an application that answers with these, one after the other."""

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

    def test_a_page_is_read_from_the_primary_after_the_replica_has_failed(self):
        self.assertEqual(self.get(READERS, ["500 Error", "200 OK"], editions_afterwards=(7, None)), 200)

    def test_an_error_while_both_answer_is_no_matter_of_the_database(self):
        self.assertEqual(self.get(READERS, ["500 Error", "200 OK"], editions_afterwards=(7, 7)), 500)

    def test_the_admin_is_refused_after_the_primary_has_failed(self):
        self.assertEqual(self.get(ADMIN, ["500 Error", "503 Refused"], editions_afterwards=(None, 7)), 503)


class ReadOnlyPageTests(SimpleTestCase):
    """SimpleTestCase allows no query."""

    def test_the_page_names_the_cause_in_the_language_of_the_reader(self):
        response = self.client.get(ADMIN, headers={"accept-language": "zh-hans"}, **{"hkai.read_only": True})
        self.assertContains(response, "名录暂时只能阅读", status_code=503)

    def test_the_page_says_when_to_come_back(self):
        response = self.client.post("/en/contribute/", **{"hkai.read_only": True})
        self.assertEqual(response["Retry-After"], "60")
