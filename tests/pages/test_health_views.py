"""What a host asks."""

from unittest import mock

from django.db import DatabaseError
from django.test import SimpleTestCase, TestCase


class UpTests(SimpleTestCase):
    def test_answers_without_a_database(self):
        response = self.client.get("/healthz")
        self.assertEqual((response.status_code, response.content), (200, b"up\n"))

    def test_is_kept_by_nobody(self):
        self.assertIn("no-store", self.client.get("/healthz")["Cache-Control"])


class ReadyTests(TestCase):
    def test_answers_where_all_is_there(self):
        response = self.client.get("/readyz")
        self.assertEqual((response.status_code, response.content), (200, b"ready\n"))

    def test_names_the_database_where_it_is_missing(self):
        with mock.patch("ecosystem.pages.health_views.MigrationExecutor", side_effect=DatabaseError):
            response = self.client.get("/readyz")
        self.assertEqual((response.status_code, response.content), (503, b"not ready: database\n"))

    def test_names_the_cache_where_it_is_missing(self):
        with mock.patch("ecosystem.pages.health_views.cache.get", return_value=None):
            response = self.client.get("/readyz")
        self.assertEqual((response.status_code, response.content), (503, b"not ready: cache\n"))
