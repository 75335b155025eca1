"""The health check endpoints."""

from unittest import mock

from django.db import DatabaseError
from django.test import SimpleTestCase, TestCase


class HealthCheckTests(SimpleTestCase):
    def test_healthz_needs_no_database(self):
        response = self.client.get("/healthz")
        self.assertEqual((response.status_code, response.content), (200, b"up\n"))

    def test_healthz_is_not_cached(self):
        self.assertIn("no-store", self.client.get("/healthz")["Cache-Control"])


class ReadinessCheckTests(TestCase):
    def test_readyz_is_200_if_everything_is_available(self):
        response = self.client.get("/readyz")
        self.assertEqual((response.status_code, response.content), (200, b"ready\n"))

    def test_missing_database_is_503_and_named(self):
        with mock.patch("ecosystem.pages.health_views.MigrationExecutor", side_effect=DatabaseError):
            response = self.client.get("/readyz")
        self.assertEqual((response.status_code, response.content), (503, b"not ready: database\n"))

    def test_missing_cache_is_503_and_named(self):
        with mock.patch("ecosystem.pages.health_views.cache.get", return_value=None):
            response = self.client.get("/readyz")
        self.assertEqual((response.status_code, response.content), (503, b"not ready: cache\n"))
